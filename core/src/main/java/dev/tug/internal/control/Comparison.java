package dev.tug.internal.control;

/// Whether connections that were added are cut one by one more often than there is reason for: a
/// sequential test of two rates, which ends as soon as it can.
final class Comparison {
    /// One of the two is e^3, or 20 times, as likely as the other.
    private static final double ENOUGH = 3;

    /// One connection too many is cut with an eighth of the overload that was measured, or worse:
    /// half of 16 streams above a wall, with a hazard in proportion.
    private static final double OVERLOAD_SHARE = 0.125;

    /// Cuts by overload matter only where they are as frequent as all others.
    private static final double FACTOR = 2;

    /// The test costs at most this; then the more likely one is taken.
    private static final long MILLIS_MAX = 60_000;

    /// What has been shown.
    enum Verdict {
        OPEN,
        SAME,
        WORSE
    }

    private final CutRates rates;
    private final int before;
    private final int level;
    private final double usual;
    private final double worse;
    private final int cutsAtStart;
    private final long livedAtStart;

    /// @param before connections that are known to be borne
    /// @param level connections that are tried
    /// @param overload cuts a connection and millisecond that were measured with far too many
    Comparison(CutRates rates, int before, int level, double overload) {
        this.rates = rates;
        this.before = before;
        this.level = level;
        // One cut more than was seen: little time with few connections shows little.
        double seen = (rates.cuts(1, before) + 1.0) / Math.max(1, rates.lived(1, before));
        this.worse = Math.max(FACTOR * seen, seen + OVERLOAD_SHARE * overload);
        this.usual = seen;
        this.cutsAtStart = rates.cuts(before + 1, level);
        this.livedAtStart = rates.lived(before + 1, level);
    }

    /// What `forMillis` have shown.
    Verdict verdict(long forMillis) {
        int cuts = rates.cuts(before + 1, level) - cutsAtStart;
        long lived = rates.lived(before + 1, level) - livedAtStart;
        double ratio = cuts * Math.log(worse / usual) - (worse - usual) * lived;
        boolean over = forMillis >= MILLIS_MAX;
        if (ratio >= ENOUGH || (over && ratio > 0)) {
            return Verdict.WORSE;
        }
        return ratio <= -ENOUGH || over ? Verdict.SAME : Verdict.OPEN;
    }
}
