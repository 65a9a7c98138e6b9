package dev.tug.internal.control;

import java.util.Optional;

/// Watches whether connections are cut one by one because there are too many of them: if cuts are
/// frequent, far fewer are tried, shortly and rarely, and kept only if they are cut far less.
final class Easing {
    /// So many cuts are reason for a try; before the next one as many as before it, doubled.
    private static final int CUTS_MIN = 12;

    /// Tries may lose no more than this share of the pull's time, and what the cuts do.
    private static final double TIME_SHARE = 0.01;

    /// What a cut has cost, and a try may cost, too: a connection of 16 is not there for about a second.
    private static final long CUT_MILLIS = 300;

    /// A try shows that the cuts go on as before after so many, in the mean.
    private static final double LIKELY_CUTS = 2;

    /// Within this it is worth trying a quarter: half as many may still be far too many, and be cut
    /// almost as often.
    private static final long SOON_MILLIS = 8_000;

    /// Fewer connections are kept if the more are cut at least so much as often.
    private static final double FACTOR = 2;

    /// What is known from before must be seen again in the try: at most this share of the cuts due.
    private static final double FRESH_SHARE = 0.5;

    /// So many must be due in the try before it counts: with fewer, none may come by chance.
    private static final double FRESH_CUTS = 3;

    /// The rates are taken for one when that is e times as likely as that half are cut at half the
    /// rate: two cuts in a row do. A false alarm ends soon, a missed one comes again.
    private static final double GIVE_UP = 1;

    /// What a try has shown.
    enum Verdict {
        OPEN,
        /// The cuts go on: it is not the number.
        SAME,
        /// Fewer are cut less.
        LESS
    }

    private final CutRates rates;
    private long startMillis = Long.MAX_VALUE;
    private int cutsNeeded = CUTS_MIN;
    private int cutsBefore;
    private long spentMillis;
    private int few;
    private int many;
    private int cutsAtStart;
    private long livedAtStart;
    private double rate;

    /// Cuts a connection and millisecond with far too many; 0 if none were ever far too many.
    private double overload;

    Easing(CutRates rates) {
        this.rates = rates;
    }

    /// A quarter where that shows soon, else half, which costs less where it is for nothing.
    private int few(int level) {
        int quarter = Math.max(1, level / 4);
        double each = rates.perConnectionMilli(level / 2 + 1, level);
        return each * quarter * SOON_MILLIS >= LIKELY_CUTS ? quarter : level / 2;
    }

    /// The time lost in `millis`, as if streams brought in proportion.
    private static long lost(int few, int many, long millis) {
        return millis * (many - few) / many;
    }

    /// Whether fewer than `level` should be tried.
    ///
    /// @param patience so many times as many cuts are needed
    boolean isDue(int level, int patience, Moment moment) {
        startMillis = Math.min(startMillis, moment.nowMillis());
        if (level < 2 || rates.total() - cutsBefore < patience * cutsNeeded) {
            return false;
        }
        if (rates.isWorse(few(level), few(level) + 1, level, FACTOR)) {
            return true;
        }
        double each = rates.perConnectionMilli(few(level) + 1, level);
        long likely = (long) (LIKELY_CUTS / Math.max(1e-9, each * few(level)));
        return spentMillis + lost(few(level), level, likely) <= affordableMillis(moment);
    }

    private double affordableMillis(Moment moment) {
        return TIME_SHARE * (moment.nowMillis() - startMillis + moment.remainingMillis())
                + CUT_MILLIS * rates.total();
    }

    /// A try begins; returns its number of streams.
    int begin(int level) {
        few = few(level);
        many = level;
        cutsAtStart = rates.cuts(1, few);
        livedAtStart = rates.lived(1, few);
        rate = rates.perConnectionMilli(few + 1, many);
        return few;
    }

    /// A test whether `level` connections are overloaded as far more were, once that was seen.
    Optional<Comparison> compare(int before, int level) {
        return overload > 0
                ? Optional.of(new Comparison(rates, before, level, overload))
                : Optional.empty();
    }

    /// What `forMillis` with few have shown.
    Verdict verdict(long forMillis, Moment moment) {
        int cuts = rates.cuts(1, few) - cutsAtStart;
        double due = rate * (rates.lived(1, few) - livedAtStart);
        var verdict = Verdict.OPEN;
        if (due >= FRESH_CUTS
                && cuts <= FRESH_SHARE * due
                && rates.isWorse(few, few + 1, many, FACTOR)) {
            verdict = Verdict.LESS;
            overload = rates.perConnectionMilli(few + 1, many);
        } else if (cuts * Math.log(FACTOR) - due * (1 - 1 / FACTOR) >= GIVE_UP
                || spentMillis + lost(few, many, forMillis) > affordableMillis(moment)) {
            verdict = Verdict.SAME;
        }
        if (verdict != Verdict.OPEN) {
            spentMillis += lost(few, many, forMillis);
            cutsBefore = rates.total();
            cutsNeeded = verdict == Verdict.SAME ? 2 * cutsNeeded : CUTS_MIN;
        }
        return verdict;
    }
}
