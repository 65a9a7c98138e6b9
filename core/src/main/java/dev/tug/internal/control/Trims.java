package dev.tug.internal.control;

/// Whether fewer streams would do as well: tried rarely, and kept if they bring nearly as much.
final class Trims {
    /// Fewer streams that do worse are not tried again soon: what a link bears seldom changes.
    private static final long MILLIS_MIN = 600_000;

    private static final long MILLIS_MAX = 4 * MILLIS_MIN;

    /// Fewer streams are tried blindly only if so much time is left that the try costs little.
    private static final long REMAINING_MILLIS = 120_000;

    /// Fewer streams do as well if they bring this share of what the more brought.
    private static final double SHARE_MIN = 0.97;

    /// The same where streams starve: which one gets bytes has to settle first.
    private static final double STARVED_SHARE_MIN = 0.8;

    private final Tries tries = new Tries(MILLIS_MIN, MILLIS_MAX);

    /// Whether half as many are to be tried.
    boolean isDue(int level, Moment moment) {
        return level > 1
                && moment.isSteady()
                && tries.isDue(moment.nowMillis())
                && moment.remainingMillis() > REMAINING_MILLIS;
    }

    /// Whether as few as get bytes are to be tried.
    boolean isDueWhereStarved(long nowMillis) {
        return tries.isDue(nowMillis);
    }

    Phase.Trim half(int level, Moment moment) {
        return new Phase.Trim(level, moment.goodput(), SHARE_MIN);
    }

    Phase.Trim starved(int level, Moment moment) {
        return new Phase.Trim(level, moment.goodput(), STARVED_SHARE_MIN);
    }

    /// Whether the fewer do as well.
    boolean isKept(Phase.Trim tried, Moment moment) {
        boolean kept = moment.goodput() >= tried.share() * tried.goodputBefore();
        if (!kept) {
            tries.failed(moment.nowMillis());
        }
        return kept;
    }

    void notBefore(long atMillis) {
        tries.notBefore(atMillis);
    }
}
