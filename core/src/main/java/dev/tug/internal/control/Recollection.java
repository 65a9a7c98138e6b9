package dev.tug.internal.control;

/// Whether what an earlier pull learned still holds: tested once, early, and only if that is worth what
/// an end of all would cost. Without a wall it costs nothing.
final class Recollection {
    /// A profile is put to the test after this: what its number brings must be known.
    private static final long UNTESTED_MILLIS = 4_000;

    /// A profile that is believed is wrong in one of four cases.
    private static final double STALE_CHANCE = 0.25;

    /// One that is wrong in one point mostly is in others.
    private static final double DOUBTED_CHANCE = 0.8;

    /// Less than this share of what would be in proportion shows where the link ends.
    private static final double LINEAR_SHARE = 0.85;

    private static final long NEVER = Long.MAX_VALUE;

    /// What twice as many have shown.
    enum Verdict {
        OPEN,
        /// They bring no more.
        NO_GAIN,
        /// They bring more, and no wall is known.
        FREE,
        /// The number that was too many is to be tried.
        DEFY,
        /// An end of all would cost more than there is to gain.
        LEAVE
    }

    private final int ceiling;
    private long dueMillis = NEVER;
    private boolean doubted;

    Recollection(int ceiling) {
        this.ceiling = ceiling;
    }

    void recall(long nowMillis) {
        dueMillis = nowMillis + UNTESTED_MILLIS;
    }

    /// What was recalled does not hold in one point.
    void doubt(long nowMillis) {
        doubted = true;
        dueMillis = nowMillis;
    }

    /// Whether to test it now; it is tested once.
    boolean isDue(int level, Moment moment) {
        if (moment.nowMillis() < dueMillis) {
            return false;
        }
        dueMillis = NEVER;
        return level < ceiling && moment.remainingMillis() > 2 * moment.epochMillis();
    }

    /// What `level` have shown after `forMillis`; where too many are ended before that can show
    /// anything, they are taken to bring more in proportion.
    ///
    /// @param gainMin a gain below this share of what would be in proportion is none
    Verdict verdict(
            Phase.Peek tried,
            int level,
            double gainMin,
            boolean hasWall,
            long unharmedMillis,
            long recoverMillis,
            long forMillis,
            Moment moment) {
        boolean isSafe = !hasWall || moment.trialMillis() <= unharmedMillis;
        if (isSafe && forMillis < moment.trialMillis()) {
            return Verdict.OPEN;
        }
        double gain = moment.goodput() / Math.max(1, tried.goodputBefore());
        double linear = (double) level / tried.before();
        if (isSafe && gain - 1 < gainMin * (linear - 1)) {
            return Verdict.NO_GAIN;
        }
        if (!hasWall) {
            return Verdict.FREE;
        }
        double all = (double) ceiling / tried.before();
        double factor = isSafe && gain < LINEAR_SHARE * linear ? Math.min(all, gain) : all;
        return isWorth(tried.goodputBefore(), factor, recoverMillis, moment)
                ? Verdict.DEFY
                : Verdict.LEAVE;
    }

    /// @param factor how much more all streams that are allowed would bring
    private boolean isWorth(
            double goodputBefore, double factor, long recoverMillis, Moment moment) {
        double remaining = moment.remaining() * 1_000.0 / Math.max(1, goodputBefore);
        double saved = remaining * (1 - 1 / Math.max(1, factor));
        double chance = doubted ? DOUBTED_CHANCE : STALE_CHANCE;
        return chance * saved > (1 - chance) * recoverMillis;
    }
}
