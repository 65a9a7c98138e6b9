package dev.tug.internal.control;

/// Which number of streams to run: grow while it pays, fall when too many are ended together, prove a
/// number by its lasting, then climb with care towards the least number known to be too many.
final class Levels {
    /// How long a number that is tried runs before its goodput is judged, and then for how long.
    private static final long SETTLE_MILLIS = 1_000;

    private static final long EPOCH_MILLIS = 2_000;

    /// A number of streams is certified when it has held for 1.5 times what the last end of all took.
    private static final double CERTIFY_FACTOR = 1.5;

    static final long CERTIFY_MILLIS_MIN = 5_000;
    private static final long CERTIFY_MILLIS_MAX = 45_000;

    /// Before anything ended, a number has held after this.
    private static final long CERTIFY_MILLIS_FIRST = 20_000;

    /// How long a number that was too many is believed to be, doubled whenever that is seen again.
    private static final long WALL_MILLIS_MIN = 60_000;

    private static final long WALL_MILLIS_MAX = 1_800_000;

    /// To try a refused connection again costs one refusal.
    private static final long REFUSAL_MILLIS_MIN = 12_000;

    private static final long REFUSAL_MILLIS_MAX = 300_000;

    /// How long after a try that failed the next one comes, doubled each time.
    private static final long PROBE_MILLIS_MIN = 30_000;

    private static final long PROBE_MILLIS_MAX = 900_000;

    /// Between two free strikes.
    private static final long STRIKE_MILLIS = 90_000;

    /// More streams pay if they bring this share of what they would bring in proportion.
    private static final double GAIN_MIN = 0.2;

    /// Fewer streams do as well if they bring this share of what the more brought.
    private static final double TRIM_MIN = 0.97;

    /// Fewer streams are tried blindly only if so much time is left that the try costs little.
    private static final long TRIM_REMAINING_MILLIS = 120_000;

    /// After fewer streams did worse, they are not tried again for so long, doubled each time.
    private static final long TRIM_MILLIS_MIN = 600_000;

    private static final long NEVER = Long.MAX_VALUE;

    enum Phase {
        /// Upwards, as fast as connections come about.
        GROW,
        /// To be held for a while.
        CERTIFY,
        /// Proved; from time to time more is tried.
        HOLD,
        /// More is being tried.
        PROBE,
        /// Fewer are being tried.
        TRIM
    }

    /// What is known at a moment.
    ///
    /// @param goodput bytes per second over the last epoch
    /// @param remaining bytes to come
    record Moment(long nowMillis, int alive, double goodput, long remaining) {
        double remainingMillis() {
            return remaining * 1_000.0 / Math.max(1, goodput);
        }
    }

    private final int ceiling;
    private final boolean careful;

    private Phase phase = Phase.GROW;
    private int level;
    private int held;
    private int wall = NO_WALL;
    private boolean wallIsRefusal;
    private long wallUntil;
    private long wallMillis = WALL_MILLIS_MIN;
    private long refusalMillis = REFUSAL_MILLIS_MIN;
    private long certifyMillis = CERTIFY_MILLIS_FIRST;
    private long recoverMillis = 5_000;
    private long reachedMillis = NEVER;
    private long nextProbeMillis;
    private long probeMillis = PROBE_MILLIS_MIN;
    private long nextTrimMillis;
    private long trimMillis = TRIM_MILLIS_MIN;
    private long strikeMillis = Long.MIN_VALUE / 2;
    private int before;
    private double goodputBefore;
    private boolean noGain;

    /// No number is known to be too many.
    static final int NO_WALL = 0;

    /// @param start streams to begin with
    /// @param careful whether the path is inspected: each step is proved before the next
    Levels(int ceiling, int start, boolean careful) {
        this.ceiling = ceiling;
        this.level = Math.clamp(start, 1, ceiling);
        this.careful = careful;
    }

    int level() {
        return level;
    }

    /// The number to go back to if what is being tried fails.
    int settled() {
        return before;
    }

    int held() {
        return held;
    }

    int wall() {
        return wall;
    }

    boolean wallIsRefusal() {
        return wallIsRefusal;
    }

    boolean noGain() {
        return noGain;
    }

    Phase phase() {
        return phase;
    }

    long certifyMillis() {
        return certifyMillis;
    }

    /// Goes on from what an earlier pull learned.
    void recall(int knownHeld, int knownWall, long knownCertifyMillis, long nowMillis) {
        held = Math.min(knownHeld, ceiling);
        wall = knownWall;
        wallUntil = nowMillis + WALL_MILLIS_MIN;
        certifyMillis = Math.clamp(knownCertifyMillis, CERTIFY_MILLIS_MIN, CERTIFY_MILLIS_MAX);
        phase = Phase.HOLD;
        nextProbeMillis = nowMillis + 20_000;
        nextTrimMillis = nowMillis + PROBE_MILLIS_MIN;
    }

    /// How long it takes until bytes flow again after all connections were ended.
    void recoveredIn(long millis) {
        recoverMillis = millis;
    }

    /// Time has passed.
    void tick(Moment moment) {
        long now = moment.nowMillis();
        if (reachedMillis == NEVER && moment.alive() >= level) {
            reachedMillis = now;
        }
        if (wall != NO_WALL && now >= wallUntil) {
            wall = NO_WALL;
            probeMillis = PROBE_MILLIS_MIN;
        }
        long at = reachedMillis == NEVER ? 0 : now - reachedMillis;
        switch (phase) {
            case GROW -> grow(moment, at);
            case CERTIFY -> certify(now, at);
            case HOLD -> hold(moment, at);
            case PROBE -> probe(moment, at);
            case TRIM -> trim(moment, at);
        }
    }

    private void grow(Moment moment, long at) {
        if (reachedMillis == NEVER || at < (careful ? EPOCH_MILLIS + SETTLE_MILLIS : 300)) {
            return;
        }
        int top = careful ? Math.min(4, ceiling) : ceiling;
        if (level >= top) {
            enter(Phase.CERTIFY, level, moment.nowMillis() - at);
        } else {
            enter(Phase.GROW, Math.min(top, 2 * level), NEVER);
        }
    }

    private void certify(long now, long at) {
        long needed = careful && held == 0 ? CERTIFY_MILLIS_MIN : certifyMillis;
        if (reachedMillis != NEVER && at >= needed) {
            held = Math.max(held, level);
            phase = Phase.HOLD;
            nextProbeMillis = now;
            nextTrimMillis = Math.max(nextTrimMillis, now);
        }
    }

    private void hold(Moment moment, long at) {
        long now = moment.nowMillis();
        if (reachedMillis == NEVER || at < SETTLE_MILLIS + EPOCH_MILLIS) {
            return;
        }
        if (at >= certifyMillis) {
            held = Math.max(held, level);
        }
        int next = next();
        if (next > level && now >= nextProbeMillis && pays(next, moment)) {
            before = level;
            goodputBefore = moment.goodput();
            enter(Phase.PROBE, next, NEVER);
        } else if (level > 1
                && now >= nextTrimMillis
                && moment.remainingMillis() > TRIM_REMAINING_MILLIS) {
            before = level;
            goodputBefore = moment.goodput();
            enter(Phase.TRIM, level / 2, NEVER);
        }
    }

    private void probe(Moment moment, long at) {
        long now = moment.nowMillis();
        if (reachedMillis == NEVER || at < SETTLE_MILLIS + EPOCH_MILLIS) {
            return;
        }
        double linear = (double) level / before - 1;
        double gain = moment.goodput() / Math.max(1, goodputBefore) - 1;
        if (gain < GAIN_MIN * linear) {
            noGain = true;
            later(now);
            enter(Phase.HOLD, before, now - SETTLE_MILLIS - EPOCH_MILLIS);
        } else if (at >= certifyMillis) {
            noGain = false;
            held = Math.max(held, level);
            phase = Phase.HOLD;
            probeMillis = PROBE_MILLIS_MIN;
            nextProbeMillis = now;
        }
    }

    private void trim(Moment moment, long at) {
        if (reachedMillis == NEVER || at < SETTLE_MILLIS + EPOCH_MILLIS) {
            return;
        }
        long now = moment.nowMillis();
        boolean asGood = moment.goodput() >= TRIM_MIN * goodputBefore;
        if (asGood) {
            noGain = true;
            nextProbeMillis = Math.max(nextProbeMillis, now + probeMillis);
            if (level > 1) {
                before = level;
                enter(Phase.TRIM, level / 2, NEVER);
            } else {
                enter(Phase.HOLD, level, reachedMillis);
            }
        } else {
            nextTrimMillis = now + trimMillis;
            trimMillis *= 2;
            enter(Phase.HOLD, before, NEVER);
        }
    }

    private void enter(Phase next, int streams, long reached) {
        phase = next;
        level = Math.clamp(streams, 1, ceiling);
        reachedMillis = reached;
    }

    private void later(long now) {
        nextProbeMillis = now + probeMillis;
        probeMillis = Math.min(2 * probeMillis, PROBE_MILLIS_MAX);
    }

    /// The number to try next: half way to the wall, or a quarter more.
    private int next() {
        int top = wall == NO_WALL ? ceiling : Math.min(ceiling, wall - 1);
        int up =
                wall == NO_WALL
                        ? level + Math.max(1, level / (careful ? 2 : 4))
                        : (level + wall) / 2;
        return Math.min(up, top);
    }

    /// Whether a try of `next` streams may bring more than it may cost: half of the tries succeed.
    private boolean pays(int next, Moment moment) {
        double gain = (double) next / level - 1;
        double cost = wallIsRefusal ? 0 : recoverMillis + 0.2 * certifyMillis;
        return moment.remainingMillis() * gain > cost
                && moment.remainingMillis() > 2 * EPOCH_MILLIS;
    }

    /// All of `streams` connections were ended together. Returns false if that is let pass once, for
    /// the number had held for long.
    boolean ended(int streams, long nowMillis, Connections connections, Moment moment) {
        boolean longHeld = phase == Phase.HOLD && streams <= held;
        if (longHeld && nowMillis - strikeMillis > STRIKE_MILLIS) {
            strikeMillis = nowMillis;
            reachedMillis = NEVER;
            return false;
        }
        if (streams <= held) {
            held = 0;
        }
        boolean again = wall != NO_WALL && !wallIsRefusal;
        wallMillis = again ? Math.min(2 * wallMillis, WALL_MILLIS_MAX) : wallMillis;
        wall = streams;
        wallIsRefusal = false;
        wallUntil = nowMillis + wallMillis;
        int next =
                held >= 1
                        ? (int) Math.sqrt(held * streams)
                        : streams <= 8 ? streams / 2 : (int) Math.sqrt(streams);
        next = Math.clamp(next, Math.max(1, held), Math.max(1, streams - 1));
        if (held >= 1 && next > held) {
            level = held;
            next = pays(next, moment) ? next : held;
        }
        long took = connections.millisAbove(next, nowMillis);
        certifyMillis =
                Math.clamp((long) (CERTIFY_FACTOR * took), CERTIFY_MILLIS_MIN, CERTIFY_MILLIS_MAX);
        later(nowMillis);
        enter(next > held ? Phase.CERTIFY : Phase.HOLD, next, NEVER);
        return true;
    }

    /// Connections above `streams` are refused, and those that are there live on.
    void refusedAbove(int streams, long nowMillis) {
        wall = streams + 1;
        wallIsRefusal = true;
        wallUntil = nowMillis + refusalMillis;
        refusalMillis = Math.min(2 * refusalMillis, REFUSAL_MILLIS_MAX);
        held = Math.min(held, streams);
        enter(
                phase == Phase.CERTIFY || phase == Phase.GROW ? Phase.CERTIFY : Phase.HOLD,
                streams,
                nowMillis);
    }

    /// At most `streams` may run for now.
    void fallTo(int streams, long nowMillis) {
        held = Math.min(held, streams);
        later(nowMillis);
        enter(Phase.HOLD, streams, NEVER);
    }
}
