package dev.tug.internal.control;

import java.util.Optional;

/// Which number of streams to run: grow while it pays, fall when too many are ended together, prove a
/// number by its lasting, then climb with care towards the least number known to be too many.
final class Levels {
    /// While all goes well the number grows as soon as its connections are there.
    private static final long GROW_MILLIS = 300;

    /// A careful start proves this many streams before it goes on.
    private static final int CAREFUL_FIRST = 4;

    /// A number of streams is certified when it has held for 1.5 times what the last end of all took.
    private static final double CERTIFY_FACTOR = 1.5;

    static final long CERTIFY_MILLIS_MIN = 5_000;
    static final long CERTIFY_MILLIS_MAX = 45_000;

    /// Before anything ended, a number has held after this: no network of the issue reports waits
    /// longer than 15 s before it ends what is too much.
    private static final long CERTIFY_MILLIS_FIRST = 20_000;

    /// After an unsuccessful try of more; the law of the design.
    private static final long PROBE_MILLIS_MIN = 30_000;

    private static final long PROBE_MILLIS_MAX = 900_000;

    /// A profile is trusted for so long before more is tried.
    private static final long RECALLED_MILLIS = 20_000;

    /// What an end of all is taken to cost where one is known from an earlier pull: what the dearest of
    /// the named networks asks.
    private static final long RECALLED_RECOVER_MILLIS = 30_000;

    /// Fewer streams that do worse are not tried again soon: what a link bears seldom changes.
    private static final long TRIM_MILLIS_MIN = 600_000;

    private static final long TRIM_MILLIS_MAX = 4 * TRIM_MILLIS_MIN;

    /// Fewer streams are tried blindly only if so much time is left that the try costs little.
    private static final long TRIM_REMAINING_MILLIS = 120_000;

    /// Fewer streams do as well if they bring this share of what the more brought.
    private static final double TRIM_MIN = 0.97;

    /// The same where streams starve: which one gets bytes has to settle first.
    private static final double STARVED_MIN = 0.8;

    /// More streams pay if they bring this share of what they would bring in proportion.
    private static final double GAIN_MIN = 0.2;

    /// Between two free strikes.
    private static final long STRIKE_MILLIS = 90_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final int ceiling;
    private final boolean careful;
    private final boolean aggressive;
    private final Walls walls = new Walls();
    private final Wager wager;
    private final Easing easing;
    private final Bearing bearing = new Bearing();
    private final Tries probes = new Tries(PROBE_MILLIS_MIN, PROBE_MILLIS_MAX);
    private final Tries trims = new Tries(TRIM_MILLIS_MIN, TRIM_MILLIS_MAX);

    private Phase phase = new Phase.Grow();
    private int level;
    private int held;
    private long reachedMillis = NEVER;
    private long certifyMillis = CERTIFY_MILLIS_FIRST;
    private long strikeMillis = Long.MIN_VALUE / 2;
    private boolean noGain;

    /// @param start streams to begin with
    /// @param careful whether the path is inspected: each step is proved before the next
    /// @param aggressive whether goodput alone counts
    Levels(int ceiling, int start, boolean careful, boolean aggressive, CutRates rates) {
        this.ceiling = ceiling;
        this.level = Math.clamp(start, 1, ceiling);
        this.careful = careful;
        this.aggressive = aggressive;
        this.wager = new Wager(ceiling, careful, aggressive);
        this.easing = new Easing(rates);
    }

    int level() {
        return level;
    }

    int held() {
        return held;
    }

    Optional<Wall> wall() {
        return walls.get();
    }

    /// Whether more streams were seen to bring no more.
    boolean noGain() {
        return noGain;
    }

    long certifyMillis() {
        return certifyMillis;
    }

    /// The number to begin with another time: what is only being tried does not count.
    int settled() {
        boolean unproved = phase instanceof Phase.Certify && held > 0 && walls.get().isPresent();
        return unproved ? held : phase.settled(level);
    }

    /// Goes on from what an earlier pull learned.
    void recall(int knownHeld, int knownWall, long knownCertifyMillis, long nowMillis) {
        held = Math.min(knownHeld, ceiling);
        if (knownWall > 0) {
            wager.recoveredIn(RECALLED_RECOVER_MILLIS);
            walls.found(new Wall.Recalled(knownWall), nowMillis);
        }
        certifyMillis = Math.clamp(knownCertifyMillis, CERTIFY_MILLIS_MIN, CERTIFY_MILLIS_MAX);
        phase = new Phase.Hold();
        probes.notBefore(nowMillis + RECALLED_MILLIS);
        trims.notBefore(nowMillis + PROBE_MILLIS_MIN);
    }

    /// Bytes flow again, `millis` after all connections were ended.
    void recoveredIn(long millis, Moment moment) {
        wager.recoveredIn(millis);
        double brought = bearing.recovered(moment);
        if (phase instanceof Phase.Bear(var before, var goodput) && brought < goodput) {
            bearing.forget();
            enter(new Phase.Hold(), before, NEVER);
        }
    }

    /// Nobody answers: time does not count, and what was being tried shows nothing.
    void pause() {
        switch (phase) {
            case Phase.Probe _, Phase.Trim _, Phase.Ease _ ->
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
            case Phase.Trim tried -> trim(tried, moment, at);
            case Phase.Ease(var before) -> ease(before, moment, at);
            case Phase.Bear _ -> {}
        }
    }

    private void grow(Moment moment, long at) {
        if (at < (careful ? moment.trialMillis() : GROW_MILLIS)) {
            return;
        }
        int top = walls.top(careful && held == 0 ? Math.min(CAREFUL_FIRST, ceiling) : ceiling);
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
        if (at >= (careful && held == 0 ? CERTIFY_MILLIS_MIN : certifyMillis)) {
            held = Math.max(held, level);
            phase = new Phase.Hold();
            probes.notBefore(moment.nowMillis());
        }
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
                held = level;
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
        if (at >= certifyMillis) {
            held = Math.max(held, level);
        }
        if (aggressive && bearing.pays(moment.goodput())) {
            enter(new Phase.Bear(level, moment.goodput()), bearing.streams(), NEVER);
            return;
        }
        if (probes.isDue(now)) {
            var next = wager.next(level, walls, certifyMillis, moment);
            if (next.isPresent()) {
                var cuts = easing.compare(level, next.getAsInt());
                enter(new Phase.Probe(level, moment.goodput(), cuts), next.getAsInt(), NEVER);
                return;
            }
        }
        if (level > 1
                && walls.get().isEmpty()
                && moment.isSteady()
                && trims.isDue(now)
                && moment.remainingMillis() > TRIM_REMAINING_MILLIS) {
            enter(new Phase.Trim(level, moment.goodput(), TRIM_MIN), level / 2, NEVER);
        }
    }

    private void probe(Phase.Probe tried, Moment moment, long at) {
        long now = moment.nowMillis();
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
        } else if (cuts == Comparison.Verdict.SAME && (walls.isCutting() || at >= certifyMillis)) {
            noGain = false;
            if (walls.get().filter(wall -> wall.streams() <= level).isPresent()) {
                walls.disproved();
            }
            held = Math.max(held, level);
            phase = new Phase.Hold();
            probes.succeeded(now);
        }
    }

    private void trim(Phase.Trim tried, Moment moment, long at) {
        if (at < moment.trialMillis()) {
            return;
        }
        long now = moment.nowMillis();
        if (moment.goodput() < tried.share() * tried.goodputBefore()) {
            trims.failed(now);
            enter(new Phase.Hold(), tried.before(), NEVER);
            return;
        }
        noGain = true;
        probes.later(now);
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
                    case Phase.Probe _, Phase.Trim _, Phase.Bear _, Phase.Ease _ -> false;
                };
        if (!free || moving >= level || !trims.isDue(moment.nowMillis())) {
            return false;
        }
        enter(new Phase.Trim(level, moment.goodput(), STARVED_MIN), moving, NEVER);
        return true;
    }

    private void enter(Phase next, int streams, long reached) {
        phase = next;
        level = Math.clamp(streams, 1, ceiling);
        reachedMillis = reached;
    }

    /// All of `streams` connections were ended together. Returns false if that is let pass once, for
    /// the number had held for long.
    boolean ended(int streams, long nowMillis, Connections connections, Moment moment) {
        bearing.ended(streams);
        if (phase instanceof Phase.Bear) {
            reachedMillis = NEVER;
            return false;
        }
        boolean longHeld = phase instanceof Phase.Hold && streams <= held;
        if (longHeld && nowMillis - strikeMillis > STRIKE_MILLIS) {
            strikeMillis = nowMillis;
            reachedMillis = NEVER;
            return false;
        }
        if (streams <= held) {
            held = 0;
        }
        walls.found(new Wall.Ending(streams), nowMillis);
        wager.lost();
        int next = below(streams, moment);
        long took = connections.millisAbove((next + streams) / 2, nowMillis);
        certifyMillis =
                Math.clamp((long) (CERTIFY_FACTOR * took), CERTIFY_MILLIS_MIN, CERTIFY_MILLIS_MAX);
        probes.notBefore(nowMillis);
        enter(next > held ? new Phase.Certify() : new Phase.Hold(), next, NEVER);
        return true;
    }

    /// The number to go on with after all of `streams` were ended: what held, or something between if
    /// it is worth the risk; the law of the design where nothing has held yet.
    private int below(int streams, Moment moment) {
        if (held >= 1) {
            return wager.next(held, walls, certifyMillis, moment).orElse(held);
        }
        int next = streams <= 8 ? streams / 2 : (int) Math.sqrt(streams);
        return Math.clamp(next, 1, Math.max(1, streams - 1));
    }

    /// A connection was refused beside `alive`; returns whether that ends a try of more streams, which
    /// tells all there is to know.
    boolean refusedProbe(int alive, long nowMillis) {
        boolean tried = phase instanceof Phase.Probe(var before, _, _) && alive >= before;
        if (tried) {
            refusedAbove(alive, nowMillis);
        }
        return tried;
    }

    /// Connections above `streams` are refused, and those that are there live on.
    void refusedAbove(int streams, long nowMillis) {
        walls.found(new Wall.Refusing(streams + 1), nowMillis);
        held = Math.min(held, streams);
        boolean unproved = phase instanceof Phase.Certify || phase instanceof Phase.Grow;
        enter(unproved ? new Phase.Certify() : new Phase.Hold(), streams, nowMillis);
    }

    /// At most `streams` may run for now.
    void fallTo(int streams, long nowMillis) {
        held = Math.min(held, streams);
        probes.failed(nowMillis);
        enter(new Phase.Hold(), streams, NEVER);
    }
}
