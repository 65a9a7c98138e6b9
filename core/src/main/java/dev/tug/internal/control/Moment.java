package dev.tug.internal.control;

/// What is known of the path at a moment.
///
/// @param alive connections that are there
/// @param epochMillis the time over which goodput is judged
/// @param goodput bytes per second over the last epoch
/// @param plateau bytes per second over the last second if they have ceased to grow; else 0
/// @param remaining bytes to come
/// @param isSteady whether bytes flow evenly enough to compare numbers of streams
record Moment(
        long nowMillis,
        int alive,
        long epochMillis,
        double goodput,
        double plateau,
        long remaining,
        boolean isSteady) {
    /// After its connections are there, a number of streams still has slow starts to go through.
    private static final long SETTLE_MILLIS = 1_000;

    /// How long a number of streams must run before its goodput is known.
    long trialMillis() {
        return SETTLE_MILLIS + epochMillis;
    }

    Moment withGoodput(double other) {
        return new Moment(nowMillis, alive, epochMillis, other, plateau, remaining, isSteady);
    }

    double remainingMillis() {
        return remaining * 1_000.0 / Math.max(1, goodput);
    }
}
