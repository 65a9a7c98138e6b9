package dev.tug.internal.control;

import dev.tug.transfer.PathProfile;

import java.util.Optional;
import java.util.OptionalInt;

/// Which number of streams to run: grow while it pays, fall when too many are ended together, prove a
/// number by its lasting, then climb with care towards the least number known to be too many.
final class Levels {
    /// While all goes well the number grows as soon as its connections are there.
    private static final long GROW_MILLIS = 300;

    /// A careful start doubles a number that has been clean for this time, for each of its streams: 5 s
    /// for 4, 10 s for 8, so that a wall is mostly met by few.
    private static final long CAREFUL_MILLIS = 1_250;

    /// An end of all is dear if it takes more than this share of the rest of the pull.
    private static final double DEAR_SHARE = 0.1;

    /// What one connection brings alone is known after this.
    private static final long SOUND_MILLIS = 4_000;

    /// After an unsuccessful try of more; the law of the design.
    private static final long PROBE_MILLIS_MIN = 30_000;

    /// The boxes of the issue reports let nobody in for 10 s after an end of all, none for more than 30 s.
    private static final long PENALTY_MILLIS_MAX = 35_000;

    private static final long PROBE_MILLIS_MAX = 900_000;

    /// More streams pay if they bring this share of what they would bring in proportion.
    private static final double GAIN_MIN = 0.2;

    private static final long NEVER = Long.MAX_VALUE;

    private final int ceiling;
    private final boolean careful;
    private final boolean aggressive;
    private final Connections connections;
    private final Walls walls = new Walls();
    private final Wager wager;
    private final Easing easing;
    private final Bearing bearing = new Bearing();
    private final Tries probes = new Tries(PROBE_MILLIS_MIN, PROBE_MILLIS_MAX);
    private final Proof proof = new Proof();
    private final Trims trims = new Trims();
    private final Recollection recollection;

    /// The number before all were ended, where no wall was known; empty if one was.
    private OptionalInt fell = OptionalInt.empty();

    /// Whether an end of all has been taken for an outage; the next one is not.
    private boolean excused;

    private Phase phase = new Phase.Grow();
    private int level;
    private long reachedMillis = NEVER;
    private boolean noGain;

    /// @param start streams to begin with
    /// @param careful whether the path is inspected: each step is proved before the next
    /// @param aggressive whether goodput alone counts
    Levels(
            int ceiling,
            int start,
            boolean careful,
            boolean aggressive,
            Connections connections,
            CutRates rates) {
        this.connections = connections;
        this.ceiling = ceiling;
        this.level = Math.clamp(start, 1, ceiling);
        this.careful = careful;
        this.aggressive = aggressive;
        this.wager = new Wager(ceiling, careful, aggressive);
        this.easing = new Easing(rates);
        this.recollection = new Recollection(ceiling);
    }

    int level() {
        return level;
    }

    int held() {
        return proof.held();
    }

    Optional<Wall> wall() {
        return walls.get();
    }

    /// Whether more streams were seen to bring no more.
    boolean noGain() {
        return noGain;
    }

    long certifyMillis() {
        return proof.certifyMillis();
    }

    /// What an end of all cost the last time; 0 if what is too many is only refused, or cut singly.
    long recoverMillis() {
        boolean ends =
                walls.get()
                        .filter(wall ->
                                wall instanceof Wall.Ending || wall instanceof Wall.Recalled)
                        .isPresent();
        return ends ? wager.recoverMillis() : 0;
    }

    /// What an earlier pull learned does not hold here, in one point at least.
    void doubt(long nowMillis) {
        if (walls.get().filter(Wall.Recalled.class::isInstance).isPresent()) {
            recollection.doubt(nowMillis);
        }
    }

    /// The number to begin with another time: what is only being tried does not count.
    int settled() {
        boolean unproved = phase instanceof Phase.Certify && held() > 0 && walls.get().isPresent();
        return unproved ? held() : phase.settled(level);
    }

    /// Goes on from what an earlier pull learned.
    void recall(PathProfile profile, long nowMillis) {
        proof.recall(Math.min(profile.held(), ceiling), profile.certify().toMillis());
        if (profile.wall() > 0) {
            wager.recall(profile.recover().toMillis());
            walls.found(new Wall.Recalled(profile.wall()), nowMillis);
        }
        phase = new Phase.Hold();
        recollection.recall(nowMillis);
        trims.notBefore(nowMillis + PROBE_MILLIS_MIN);
    }

    /// Bytes flow again, `millis` after all connections were ended.
    void recoveredIn(long millis, Moment moment) {
        if (millis > PENALTY_MILLIS_MAX && fell.isPresent() && !excused) {
            // No box keeps the door closed for so long: the link was down. If one does, it will
            // again.
            excused = true;
            walls.disproved();
            enter(new Phase.Certify(), fell.getAsInt(), NEVER);
            return;
        }
        wager.recoveredIn(millis);
        if (phase instanceof Phase.Certify
                && held() == 0
                && millis > DEAR_SHARE * wager.restMillis(moment)) {
            proof.atLeastOne();
            enter(new Phase.Hold(), 1, NEVER);
            probes.notBefore(moment.nowMillis() + SOUND_MILLIS);
        }
        double brought = bearing.recovered(moment);
        if (phase instanceof Phase.Bear(var before, var goodput) && brought < goodput) {
            bearing.forget();
            enter(new Phase.Hold(), before, NEVER);
        }
    }

    /// Nobody answers: time does not count, and what was being tried shows nothing.
    void pause() {
        switch (phase) {
            case Phase.Probe _, Phase.Peek _, Phase.Defy _, Phase.Trim _, Phase.Ease _ ->
                    enter(new Phase.Hold(), settled(), NEVER);
            case Phase.Grow _, Phase.Certify _, Phase.Hold _, Phase.Bear _ -> reachedMillis = NEVER;
        }
    }

    /// Time has passed.
    void tick(Moment moment) {
        long now = moment.nowMillis();
        if (reachedMillis == NEVER && moment.alive() >= level) {
            reachedMillis = now;
        }
        wager.saw(moment);
        bearing.tick(moment);
        if (walls.expire(now)) {
            probes.patient();
        }
        if (reachedMillis == NEVER) {
            // Where connections are cut all the time, it may never be reached.
            if (!(phase instanceof Phase.Ease)) {
                easeIfDue(moment);
            }
            return;
        }
        long at = now - reachedMillis;
        switch (phase) {
            case Phase.Grow() -> grow(moment, at);
            case Phase.Certify() -> certify(moment, at);
            case Phase.Hold() -> hold(moment, at);
            case Phase.Probe tried -> probe(tried, moment, at);
            case Phase.Peek tried -> peek(tried, moment, at);
            case Phase.Defy _ -> defy(at);
            case Phase.Trim tried -> trim(tried, moment, at);
            case Phase.Ease(var before) -> ease(before, moment, at);
            case Phase.Bear _ -> {}
        }
    }

    private void grow(Moment moment, long at) {
        boolean slow = careful && held() == 0;
        if (at < (slow ? Math.max(moment.trialMillis(), CAREFUL_MILLIS * level) : GROW_MILLIS)) {
            return;
        }
        int top = walls.top(ceiling);
        if (level >= top) {
            phase = new Phase.Certify();
        } else {
            enter(new Phase.Grow(), Math.min(top, 2 * level), NEVER);
        }
    }

    private void certify(Moment moment, long at) {
        if (easeIfDue(moment)) {
            return;
        }
        if (at >= (careful && held() == 0 ? Proof.CERTIFY_MILLIS_MIN : certifyMillis())) {
            prove(level, moment);
            phase = new Phase.Hold();
            probes.notBefore(moment.nowMillis());
        }
    }

    /// As many hold as have lasted without a break: with each that was cut, who counts them begins anew.
    private int prove(int most, Moment moment) {
        int lasting = Math.min(most, connections.lasting(certifyMillis(), moment.nowMillis()));
        proof.holds(lasting);
        return lasting;
    }

    private boolean easeIfDue(Moment moment) {
        boolean due = !aggressive && !walls.isHard() && easing.isDue(level, moment);
        if (due) {
            enter(new Phase.Ease(level), easing.begin(level), NEVER);
        }
        return due;
    }

    private void ease(int before, Moment moment, long at) {
        switch (easing.verdict(at, moment)) {
            case OPEN -> {}
            case SAME -> enter(new Phase.Hold(), before, NEVER);
            case LESS -> {
                proof.onlyHolds(level);
                walls.found(new Wall.Cutting(before), moment.nowMillis());
                probes.succeeded(moment.nowMillis());
                enter(new Phase.Hold(), level, reachedMillis);
            }
        }
    }

    private void hold(Moment moment, long at) {
        long now = moment.nowMillis();
        if (easeIfDue(moment) || at < moment.trialMillis()) {
            return;
        }
        prove(level, moment);
        if (aggressive && bearing.pays(moment.goodput())) {
            enter(new Phase.Bear(level, moment.goodput()), bearing.streams(), NEVER);
            return;
        }
        if (recollection.isDue(level, moment)) {
            enter(new Phase.Peek(level, moment.goodput()), 2 * level, NEVER);
            return;
        }
        if (probes.isDue(now)) {
            var next = wager.next(level, walls, certifyMillis(), moment);
            if (next.isPresent()) {
                var cuts = easing.compare(level, next.getAsInt());
                enter(new Phase.Probe(level, moment.goodput(), cuts), next.getAsInt(), NEVER);
                return;
            }
        }
        if (walls.get().isEmpty() && trims.isDue(level, moment)) {
            enter(trims.half(level, moment), level / 2, NEVER);
        }
    }

    private void probe(Phase.Probe tried, Moment moment, long at) {
        long now = moment.nowMillis();
        prove(tried.before(), moment);
        if (walls.isRefusing()) {
            // One that lives where one was refused: whatever it was, it is no more.
            walls.disproved();
            enter(new Phase.Grow(), level, reachedMillis);
            return;
        }
        var cuts = tried.cuts().map(each -> each.verdict(at)).orElse(Comparison.Verdict.SAME);
        if (cuts == Comparison.Verdict.WORSE) {
            walls.found(new Wall.Cutting(level), now);
            enter(new Phase.Hold(), tried.before(), NEVER);
            return;
        }
        if (at < moment.trialMillis()) {
            return;
        }
        double linear = (double) level / tried.before() - 1;
        double gain = moment.goodput() / Math.max(1, tried.goodputBefore()) - 1;
        if (gain < GAIN_MIN * linear) {
            noGain = true;
            probes.failed(now);
            enter(new Phase.Hold(), tried.before(), now - moment.trialMillis());
        } else if (cuts == Comparison.Verdict.SAME
                && (walls.isCutting() || at >= certifyMillis())) {
            noGain = false;
            int lasting = prove(level, moment);
            if (walls.get().filter(wall -> wall.streams() <= lasting).isPresent()) {
                walls.disproved();
            }
            phase = new Phase.Hold();
            probes.succeeded(now);
        }
    }

    private void peek(Phase.Peek tried, Moment moment, long at) {
        boolean hasWall = walls.get().isPresent();
        long harmless = proof.unharmedMillis();
        long cost = wager.recoverMillis();
        switch (recollection.verdict(tried, level, GAIN_MIN, hasWall, harmless, cost, at, moment)) {
            case OPEN -> {}
            case FREE -> enter(new Phase.Grow(), level, reachedMillis);
            case DEFY -> enter(new Phase.Defy(tried.before()), walls.top(ceiling) + 1, NEVER);
            case NO_GAIN -> {
                noGain = true;
                probes.failed(moment.nowMillis());
                enter(new Phase.Hold(), tried.before(), NEVER);
            }
            case LEAVE -> {
                probes.failed(moment.nowMillis());
                enter(new Phase.Hold(), tried.before(), NEVER);
            }
        }
    }

    private void defy(long at) {
        if (at >= certifyMillis()) {
            walls.disproved();
            wager.disproved();
            enter(new Phase.Grow(), level, reachedMillis);
        }
    }

    private void trim(Phase.Trim tried, Moment moment, long at) {
        if (!moment.isSteady()) {
            trims.notBefore(moment.nowMillis() + PROBE_MILLIS_MIN);
            enter(new Phase.Hold(), tried.before(), NEVER);
            return;
        }
        if (at < moment.trialMillis()) {
            return;
        }
        if (!trims.isKept(tried, moment)) {
            enter(new Phase.Hold(), tried.before(), NEVER);
            return;
        }
        noGain = true;
        probes.later(moment.nowMillis());
        if (level > 1) {
            enter(new Phase.Trim(level, tried.goodputBefore(), tried.share()), level / 2, NEVER);
        } else {
            phase = new Phase.Hold();
        }
    }

    /// Only `moving` of the streams get bytes at a time: whether so many alone bring as much is tried,
    /// once in a while. Returns whether it is.
    boolean tryFewer(int moving, Moment moment) {
        boolean free =
                switch (phase) {
                    // Where only some are served, all that are wanted may never be there at a time.
                    case Phase.Grow _, Phase.Certify _, Phase.Hold _ -> true;
                    case Phase.Probe _,
                            Phase.Trim _,
                            Phase.Bear _,
                            Phase.Ease _,
                            Phase.Peek _,
                            Phase.Defy _ ->
                            false;
                };
        if (!free || moving >= level || !trims.isDueWhereStarved(moment.nowMillis())) {
            return false;
        }
        enter(trims.starved(level, moment), moving, NEVER);
        return true;
    }

    private void enter(Phase next, int streams, long reached) {
        phase = next;
        level = Math.clamp(streams, 1, ceiling);
        reachedMillis = reached;
    }

    /// All of `streams` connections were ended together. Returns false if that is let pass once, for
    /// the number had held for long.
    boolean ended(int streams, long nowMillis, Moment moment) {
        bearing.ended(streams);
        if (phase instanceof Phase.Bear) {
            reachedMillis = NEVER;
            return false;
        }
        if (proof.isStrikeFree(streams, phase instanceof Phase.Hold, nowMillis)) {
            reachedMillis = NEVER;
            return false;
        }
        fell = walls.get().isEmpty() ? OptionalInt.of(level) : OptionalInt.empty();
        proof.ended(streams);
        walls.found(new Wall.Ending(streams), nowMillis);
        wager.lost();
        int next = below(streams, moment);
        proof.took(connections.millisAbove(next, nowMillis));
        probes.notBefore(nowMillis);
        enter(next > held() ? new Phase.Certify() : new Phase.Hold(), next, NEVER);
        return true;
    }

    /// The number to go on with after all of `streams` were ended: what held, or something between if
    /// it is worth the risk; the law of the design where nothing has held yet.
    private int below(int streams, Moment moment) {
        if (held() >= 1) {
            return wager.next(held(), walls, certifyMillis(), moment).orElse(held());
        }
        int next = streams <= 8 ? streams / 2 : (int) Math.sqrt(streams);
        return Math.clamp(next, 1, Math.max(1, streams - 1));
    }

    /// A connection was refused beside `alive`; returns whether that ends a try of more streams, which
    /// tells all there is to know.
    boolean refusedProbe(int alive, long nowMillis) {
        boolean tried =
                (phase instanceof Phase.Probe(var before, _, _) && alive >= before)
                        || (phase instanceof Phase.Peek(var had, _) && alive >= had)
                        || (phase instanceof Phase.Defy(var had) && alive >= had);
        if (tried) {
            refusedAbove(alive, nowMillis);
        }
        return tried;
    }

    /// Connections above `streams` are refused, and those that are there live on.
    void refusedAbove(int streams, long nowMillis) {
        walls.found(new Wall.Refusing(streams + 1), nowMillis);
        proof.atMost(streams);
        boolean unproved = phase instanceof Phase.Certify || phase instanceof Phase.Grow;
        enter(unproved ? new Phase.Certify() : new Phase.Hold(), streams, nowMillis);
    }

    /// At most `streams` may run for now.
    void fallTo(int streams, long nowMillis) {
        proof.atMost(streams);
        probes.failed(nowMillis);
        enter(new Phase.Hold(), streams, NEVER);
    }
}
