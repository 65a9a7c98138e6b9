package dev.tug.internal.control;

/// Tries of other numbers of streams: more, fewer, fewer for the sake of cuts, and what an earlier pull
/// learned put to the test. Each ends with what it has shown.
final class Attempts {
    /// After an unsuccessful try of more; the law of the design.
    static final long PROBE_MILLIS_MIN = 30_000;

    /// More streams pay if they bring this share of what they would bring in proportion.
    private static final double GAIN_MIN = 0.2;

    /// More of them pay, however many, if they bring so much.
    private static final double GAIN_ENOUGH = 0.15;

    /// Who refuses requests does so within this of the handshake.
    private static final long ANSWER_MILLIS = 1_000;

    /// Where all were ended, single cuts mostly have another cause: so many times as many are awaited.
    private static final int ENDING_PATIENCE = 4;

    private final Stage stage;
    private final boolean aggressive;
    private final Walls walls;
    private final Wager wager;
    private final Proof proof;
    private final Tries probes;
    private final Ends ends;
    private final Easing easing;
    private final Trims trims = new Trims();
    private final Recollection recollection;
    private boolean noGain;

    /// @param aggressive whether goodput alone counts
    Attempts(
            Stage stage,
            boolean aggressive,
            Walls walls,
            Wager wager,
            Proof proof,
            Tries probes,
            Ends ends,
            Easing easing) {
        this.stage = stage;
        this.aggressive = aggressive;
        this.walls = walls;
        this.wager = wager;
        this.proof = proof;
        this.probes = probes;
        this.ends = ends;
        this.easing = easing;
        this.recollection = new Recollection(stage.ceiling());
    }

    /// Whether more streams were seen to bring no more.
    boolean noGain() {
        return noGain;
    }

    /// Goes on from what an earlier pull learned.
    void recall(long nowMillis) {
        recollection.recall(nowMillis);
        trims.notBefore(nowMillis + PROBE_MILLIS_MIN);
    }

    /// What an earlier pull learned does not hold here, in one point at least.
    void doubt(long nowMillis) {
        recollection.doubt(nowMillis);
    }

    /// Begins to test what an earlier pull learned, if it is time; returns whether it does.
    boolean peekIfDue(Moment moment) {
        int level = stage.level();
        // What this pull has met itself needs no further test.
        boolean due = recollection.isDue(level, moment) && !walls.isEnding();
        if (due) {
            stage.enter(new Phase.Peek(level, moment.goodput()), 2 * level);
        }
        return due;
    }

    void peek(Phase.Peek tried, Moment moment, long at) {
        boolean hasWall = walls.get().isPresent();
        var verdict =
                recollection.verdict(
                        tried,
                        stage.level(),
                        GAIN_MIN,
                        hasWall,
                        proof.unharmedMillis(),
                        wager.recoverMillis(),
                        at,
                        moment);
        switch (verdict) {
            case OPEN -> {}
            case FREE -> stage.become(new Phase.Grow());
            case DEFY ->
                    stage.enter(new Phase.Defy(tried.before()), walls.top(stage.ceiling()) + 1);
            case NO_GAIN, LEAVE -> {
                noGain |= verdict == Recollection.Verdict.NO_GAIN;
                probes.failed(moment.nowMillis());
                stage.enter(new Phase.Hold(), tried.before());
            }
        }
    }

    void defy(long at) {
        if (at >= proof.certifyMillis()) {
            walls.disproved();
            wager.disproved();
            proof.disproved();
            stage.become(new Phase.Grow());
        }
    }

    /// Tries more, if that is worth it; returns whether it does.
    boolean probeIfWorth(Moment moment) {
        int level = stage.level();
        var next = ends.next(level, moment);
        next.ifPresent(streams -> {
            var cuts = easing.compare(level, streams);
            stage.enter(new Phase.Probe(level, moment.goodput(), cuts), streams);
        });
        return next.isPresent();
    }

    void probe(Phase.Probe tried, Moment moment, long at) {
        long now = moment.nowMillis();
        proof.prove(tried.before(), at, now);
        if (walls.isRefusing()) {
            // One that lives where one was refused: whatever it was, it is no more.
            if (at >= ANSWER_MILLIS) {
                walls.disproved();
                stage.become(new Phase.Grow());
            }
            return;
        }
        int level = stage.level();
        var cuts = tried.cuts().map(each -> each.verdict(at)).orElse(Comparison.Verdict.SAME);
        if (cuts == Comparison.Verdict.WORSE) {
            walls.found(new Wall.Cutting(level), now);
            wager.lost();
            stage.enter(new Phase.Hold(), tried.before());
            return;
        }
        if (at < moment.trialMillis()) {
            return;
        }
        double linear = (double) level / tried.before() - 1;
        double gain = moment.goodput() / Math.max(1, tried.goodputBefore()) - 1;
        if (gain < Math.min(GAIN_MIN * linear, GAIN_ENOUGH)) {
            noGain = true;
            probes.failed(now);
            stage.enter(new Phase.Hold(), tried.before(), now - moment.trialMillis());
        } else if (cuts == Comparison.Verdict.SAME
                && (walls.isCutting() || at >= proof.certifyMillis())) {
            noGain = false;
            int lasting = proof.prove(level, at, now);
            if (walls.get().filter(wall -> wall.streams() <= lasting).isPresent()) {
                walls.disproved();
            }
            stage.become(new Phase.Hold());
            probes.succeeded(now);
        }
    }

    /// Tries fewer if single cuts seem to come of the number; returns whether it does.
    boolean easeIfDue(Moment moment) {
        int level = stage.level();
        int patience = walls.isEnding() ? ENDING_PATIENCE : 1;
        boolean isOther = walls.isHard() && !walls.isEnding();
        boolean due = !aggressive && !isOther && easing.isDue(level, patience, moment);
        if (due) {
            stage.enter(new Phase.Ease(level), easing.begin(level));
        }
        return due;
    }

    void ease(int before, Moment moment, long at) {
        long now = moment.nowMillis();
        switch (easing.verdict(at, moment)) {
            case OPEN -> {}
            case SAME -> stage.enter(new Phase.Hold(), before);
            case LESS -> {
                proof.onlyHolds(stage.level());
                walls.found(new Wall.Cutting(before), now);
                wager.lost();
                probes.succeeded(now);
                stage.become(new Phase.Hold());
            }
        }
    }

    void trimIfDue(Moment moment) {
        int level = stage.level();
        if (walls.get().isEmpty() && trims.isDue(level, moment)) {
            stage.enter(trims.half(level, moment), level / 2);
        }
    }

    void trim(Phase.Trim tried, Moment moment, long at) {
        if (!moment.isSteady()) {
            trims.notBefore(moment.nowMillis() + PROBE_MILLIS_MIN);
            stage.enter(new Phase.Hold(), tried.before());
            return;
        }
        if (at < moment.trialMillis()) {
            return;
        }
        if (!trims.isKept(tried, moment)) {
            stage.enter(new Phase.Hold(), tried.before());
            return;
        }
        noGain = true;
        probes.later(moment.nowMillis());
        int level = stage.level();
        if (level > 1) {
            stage.enter(new Phase.Trim(level, tried.goodputBefore(), tried.share()), level / 2);
        } else {
            stage.become(new Phase.Hold());
        }
    }

    /// Only `moving` of the streams get bytes at a time: whether so many alone bring as much is tried,
    /// once in a while. Returns whether it is.
    boolean tryFewer(int moving, Moment moment) {
        boolean free =
                switch (stage.phase()) {
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
        if (!free || moving >= stage.level() || !trims.isDueWhereStarved(moment.nowMillis())) {
            return false;
        }
        stage.enter(trims.starved(stage.level(), moment), moving);
        return true;
    }
}
