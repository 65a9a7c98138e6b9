package dev.tug.internal.control;

import java.util.Optional;

/// Watches whether connections are cut one by one because there are too many of them: if cuts are
/// frequent, far fewer are tried, shortly and rarely, and kept only if they are cut far less.
final class Easing {
    /// So many cuts are reason for a try; before the next one as many as before it, doubled.
    private static final int CUTS_MIN = 12;

    /// Tries take no more than this share of the pull, at a quarter of its rate or more.
    private static final double TIME_SHARE = 0.04;

    /// A try is with this part of the streams: half as many may still be far too many, and be cut almost
    /// as often.
    private static final int DIVISOR = 4;

    /// Fewer connections are kept if the more are cut at least so much as often.
    private static final double FACTOR = 2;

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
    private int failed;
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

    private int few(int level) {
        return Math.max(1, level / (failed % 2 == 0 ? DIVISOR : 2));
    }

    /// Whether fewer than `level` should be tried.
    boolean isDue(int level, Moment moment) {
        startMillis = Math.min(startMillis, moment.nowMillis());
        if (level < 2 || rates.total() - cutsBefore < cutsNeeded) {
            return false;
        }
        if (rates.isWorse(few(level), few(level) + 1, level, FACTOR)) {
            return true;
        }
        double each = rates.perConnectionMilli(few(level) + 1, level);
        double likely = 2 / Math.max(1e-9, each * few(level));
        return spentMillis + likely <= affordableMillis(moment);
    }

    private double affordableMillis(Moment moment) {
        return TIME_SHARE * (moment.nowMillis() - startMillis + moment.remainingMillis());
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
        if (rates.isWorse(few, few + 1, many, FACTOR)) {
            verdict = Verdict.LESS;
            overload = rates.perConnectionMilli(few + 1, many);
        } else if (cuts * Math.log(FACTOR) - due * (1 - 1 / FACTOR) >= GIVE_UP
                || spentMillis + forMillis > affordableMillis(moment)) {
            verdict = Verdict.SAME;
        }
        if (verdict != Verdict.OPEN) {
            if (System.getenv("DBG")!=null) System.out.println("EASE "+verdict+" few "+few+" many "+many+" cuts "+cuts+" due "+due+" for "+forMillis+" afford "+affordableMillis(moment)+" spent "+spentMillis+" low "+rates.cuts(1,few)+"/"+rates.lived(1,few)+" high "+rates.cuts(few+1,many)+"/"+rates.lived(few+1,many));
            spentMillis += forMillis;
            failed = verdict == Verdict.SAME ? failed + 1 : 0;
            cutsBefore = rates.total();
            cutsNeeded = verdict == Verdict.SAME ? 2 * cutsNeeded : CUTS_MIN;
        }
        return verdict;
    }
}
