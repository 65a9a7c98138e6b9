package dev.tug.internal.control;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// How often connections are cut one by one, by how many there are at the time.
final class CutRates {
    /// Twice this is distributed as chi-squared with one degree of freedom if both rates are one:
    /// 2.7 is 1 % on the one side.
    private static final double EVIDENCE = 2.7;

    private static final double UNSEEN = 0.3;

    /// Before anything is known, one cut in half a minute of a connection is to be expected: no network
    /// of the issue reports cuts more often.
    private static final long UNSEEN_MILLIS = 10_000;

    /// Rates are compared when so many cuts have been seen with few connections.
    private static final int ALIKE_CUTS = 8;

    /// Less than this is alike.
    private static final double ALIKE_FACTOR = 1.3;

    /// A cut that may still turn out to have a cause in common with others.
    private record Recent(int alive, long atMillis) {}

    private final long[] lived = new long[StreamControl.STREAMS_MAX + 1];
    private final int[] cuts = new int[StreamControl.STREAMS_MAX + 1];
    private final Deque<Recent> recent = new ArrayDeque<>();
    private int total;
    private long sinceMillis = Long.MAX_VALUE;

    /// Until now, `alive` connections have been there.
    void advance(int alive, long nowMillis) {
        long passed = Math.max(0, nowMillis - sinceMillis);
        lived[index(alive)] += passed * alive;
        sinceMillis = nowMillis;
        while (!recent.isEmpty() && recent.getFirst().atMillis < nowMillis - Cuts.TOGETHER_MILLIS) {
            cuts[index(recent.remove().alive)]++;
            total++;
        }
    }

    /// One of `alive` connections was cut; it counts when no others follow it at once.
    void cut(int alive, long atMillis) {
        recent.add(new Recent(alive, atMillis));
    }

    /// The last cuts had one cause, and do not count.
    void together() {
        recent.clear();
    }

    private static int index(int alive) {
        return Math.clamp(alive, 0, StreamControl.STREAMS_MAX);
    }

    /// All cuts so far.
    int total() {
        return total;
    }

    /// Cuts a connection and millisecond, whatever the number of connections; part of a cut more than
    /// were seen, for there has been little time to see one.
    double perConnectionMilli() {
        return (total + UNSEEN) / (double) (UNSEEN_MILLIS + Arrays.stream(lived).sum());
    }

    /// Cuts a connection and millisecond while there were `from..to` connections.
    double perConnectionMilli(int from, int to) {
        return cuts(from, to) / (double) Math.max(1, lived(from, to));
    }

    /// Whether `from..to` connections are cut more than `factor` times as often as up to `few`; the
    /// chance to see this though they are not is some 1 %.
    boolean isWorse(int few, int from, int to, double factor) {
        double below = perConnectionMilli(1, few);
        double above = perConnectionMilli(from, to);
        return above > factor * below && evidence(few, from, to) >= EVIDENCE;
    }

    /// Whether it has shown that `few + 1` to `many` connections are cut about as often as up to `few`.
    boolean isAlike(int few, int many) {
        return cuts(1, few) >= ALIKE_CUTS
                && perConnectionMilli(few + 1, many) < ALIKE_FACTOR * perConnectionMilli(1, few);
    }

    /// The logarithm of the likelihood ratio of two rates against one.
    private double evidence(int few, int from, int to) {
        double time = lived(1, few) + (double) lived(from, to);
        int below = cuts(1, few);
        int above = cuts(from, to);
        double dueBelow = (below + above) * (lived(1, few) / Math.max(1, time));
        double dueAbove = below + above - dueBelow;
        return term(below, dueBelow) + term(above, dueAbove);
    }

    private static double term(int seen, double due) {
        return seen == 0 ? 0 : seen * Math.log(seen / Math.max(1e-9, due));
    }

    /// Cuts while there were `from..to` connections.
    int cuts(int from, int to) {
        int sum = 0;
        for (int i = from; i <= index(to); i++) {
            sum += cuts[i];
        }
        return sum;
    }

    /// Milliseconds that connections lived while there were `from..to`, added up.
    long lived(int from, int to) {
        long sum = 0;
        for (int i = from; i <= index(to); i++) {
            sum += lived[i];
        }
        return sum;
    }
}
