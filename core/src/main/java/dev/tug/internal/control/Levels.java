package dev.tug.internal.control;

import dev.tug.transfer.PathProfile;

import java.util.Optional;

/// Which number of streams to run: grow while it pays, fall when too many are ended together, prove a
/// number by its lasting, then climb with care towards the least number known to be too many.
final class Levels {
    /// A careful start doubles a number that has been clean for this time, for each of its streams: 5 s
    /// for 4, 10 s for 8, so that a wall is mostly met by few.
    private static final long CAREFUL_MILLIS = 1_250;

    /// What one connection brings alone is known after this.
    private static final long SOUND_MILLIS = 4_000;

    private static final long PROBE_MILLIS_MAX = 900_000;

    private final boolean careful;
    private final boolean aggressive;
    private final Stage stage;
    private final CutRates rates;
    private final Walls walls = new Walls();
    private final Bearing bearing = new Bearing();
    private final Tries probes = new Tries(Attempts.PROBE_MILLIS_MIN, PROBE_MILLIS_MAX);
    private final Wager wager;
    private final Proof proof;
    private final Ends ends;
    private final Attempts attempts;

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
        this.careful = careful;
        this.aggressive = aggressive;
        this.rates = rates;
        this.stage = new Stage(ceiling, start);
        this.wager = new Wager(ceiling, careful, aggressive);
        this.proof = new Proof(connections);
        this.ends = new Ends(stage, connections, walls, wager, proof, probes, bearing);
        this.attempts =
                new Attempts(
                        stage, aggressive, walls, wager, proof, probes, ends, new Easing(rates));
    }

    int level() {
        return stage.level();
    }

    int held() {
        return proof.held();
    }

    Optional<Wall> wall() {
        return walls.get();
    }

    /// Whether more streams were seen to bring no more.
    boolean noGain() {
        return attempts.noGain();
    }

    long certifyMillis() {
        return proof.certifyMillis();
    }

    /// What an end of all cost the last time; 0 if what is too many is only refused, or cut singly.
    long recoverMillis() {
        boolean isRecalled = walls.get().filter(Wall.Recalled.class::isInstance).isPresent();
        return isRecalled || walls.isEnding() ? wager.recoverMillis() : 0;
    }

    /// More time between connections that are added than is needed otherwise.
    long spacingMillis() {
        return ends.spacingMillis();
    }

    /// Each connection lasts no longer, whatever happens to others.
    void lasting(long millis) {
        proof.lasting(millis);
    }

    /// What an earlier pull learned does not hold here, in one point at least.
    void doubt(long nowMillis) {
        if (walls.get().filter(Wall.Recalled.class::isInstance).isPresent()) {
            attempts.doubt(nowMillis);
        }
    }

    /// The number to begin with another time: what is only being tried does not count.
    int settled() {
        boolean unproved =
                stage.phase() instanceof Phase.Certify && held() > 0 && walls.get().isPresent();
        return unproved ? held() : stage.settled();
    }

    /// Goes on from what an earlier pull learned.
    void recall(PathProfile profile, long nowMillis) {
        proof.recall(Math.min(profile.held(), stage.ceiling()), profile.certify().toMillis());
        if (profile.wall() > 0) {
            wager.recall(profile.recover().toMillis());
            walls.found(new Wall.Recalled(profile.wall()), nowMillis);
        }
        stage.become(new Phase.Hold());
        attempts.recall(nowMillis);
    }

    /// All of `streams` connections were ended together. Returns false if that is let pass once, for
    /// the number had held for long.
    ///
    /// @param firstMillis when the first of them was
    boolean ended(int streams, long firstMillis, Moment moment) {
        return ends.ended(streams, firstMillis, moment);
    }

    /// Bytes flow again, `millis` after all connections were ended.
    void recoveredIn(long millis, Moment moment) {
        if (ends.recoveredIn(millis, moment)) {
            probes.notBefore(moment.nowMillis() + SOUND_MILLIS);
            if (careful) {
                wager.alone(moment).ifPresent(attempts::probeIfWorth);
            }
        }
    }

    /// Nobody answers: time does not count, and what was being tried shows nothing.
    void pause() {
        switch (stage.phase()) {
            case Phase.Probe _, Phase.Peek _, Phase.Defy _, Phase.Trim _, Phase.Ease _ ->
                    stage.enter(new Phase.Hold(), settled());
            case Phase.Grow _, Phase.Certify _, Phase.Hold _, Phase.Bear _ -> stage.again();
        }
    }

    /// Time has passed.
    void tick(Moment moment) {
        long now = moment.nowMillis();
        stage.tick(moment);
        wager.saw(moment);
        bearing.tick(moment);
        if (walls.expire(now)) {
            probes.patient();
        }
        if (!stage.isReached()) {
            // Where connections are cut all the time, it may never be reached.
            if (!(stage.phase() instanceof Phase.Ease)) {
                attempts.easeIfDue(moment);
            }
            return;
        }
        long at = stage.forMillis(now);
        switch (stage.phase()) {
            case Phase.Grow() -> grow(moment, at);
            case Phase.Certify() -> certify(moment, at);
            case Phase.Hold() -> hold(moment, at);
            case Phase.Probe tried -> attempts.probe(tried, moment, at);
            case Phase.Peek tried -> attempts.peek(tried, moment, at);
            case Phase.Defy _ -> attempts.defy(at);
            case Phase.Trim tried -> attempts.trim(tried, moment, at);
            case Phase.Ease(var before) -> attempts.ease(before, moment, at);
            case Phase.Bear _ -> {}
        }
    }

    private void grow(Moment moment, long at) {
        int level = stage.level();
        boolean slow = careful && held() == 0;
        if (slow && at < Math.max(moment.trialMillis(), CAREFUL_MILLIS * level)) {
            return;
        }
        int top = walls.top(stage.ceiling());
        if (level >= top) {
            stage.become(new Phase.Certify());
        } else {
            stage.enter(new Phase.Grow(), Math.min(top, 2 * level));
        }
    }

    private void certify(Moment moment, long at) {
        if (attempts.easeIfDue(moment)) {
            return;
        }
        if (at >= (careful && held() == 0 ? Proof.CERTIFY_MILLIS_MIN : certifyMillis())) {
            proof.prove(stage.level(), at, moment.nowMillis());
            stage.become(new Phase.Hold());
            probes.notBefore(moment.nowMillis());
        }
    }

    private void hold(Moment moment, long at) {
        int level = stage.level();
        if (attempts.easeIfDue(moment) || at < moment.trialMillis()) {
            return;
        }
        proof.prove(level, at, moment.nowMillis());
        if (walls.isCutting() && rates.isAlike(level, walls.top(stage.ceiling()) + 1)) {
            walls.disproved();
        }
        if (aggressive && bearing.pays(moment.goodput())) {
            stage.enter(new Phase.Bear(level, moment.goodput()), bearing.streams());
            return;
        }
        boolean tries =
                attempts.peekIfDue(moment)
                        || (probes.isDue(moment.nowMillis()) && attempts.probeIfWorth(moment));
        if (!tries) {
            attempts.trimIfDue(moment);
        }
    }

    /// Only `moving` of the streams get bytes at a time; returns whether so many alone are tried.
    boolean tryFewer(int moving, Moment moment) {
        return attempts.tryFewer(moving, moment);
    }

    /// A connection was refused beside `alive`; returns whether that ends a try of more streams, which
    /// tells all there is to know.
    boolean refusedProbe(int alive, long nowMillis) {
        boolean tried =
                (stage.phase() instanceof Phase.Probe(var before, _, _) && alive >= before)
                        || (stage.phase() instanceof Phase.Peek(var had, _) && alive >= had)
                        || (stage.phase() instanceof Phase.Defy(var had) && alive >= had);
        if (tried) {
            refusedAbove(alive, nowMillis);
        }
        return tried;
    }

    /// Connections above `streams` are refused, and those that are there live on.
    void refusedAbove(int streams, long nowMillis) {
        walls.found(new Wall.Refusing(streams + 1), nowMillis);
        proof.atMost(streams);
        boolean unproved =
                stage.phase() instanceof Phase.Certify || stage.phase() instanceof Phase.Grow;
        stage.enter(unproved ? new Phase.Certify() : new Phase.Hold(), streams, nowMillis);
    }

    /// At most `streams` may run for now.
    void fallTo(int streams, long nowMillis) {
        proof.atMost(streams);
        probes.failed(nowMillis);
        stage.enter(new Phase.Hold(), streams);
    }
}
