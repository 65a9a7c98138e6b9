package dev.tug.internal.control;

import dev.tug.transfer.StreamControl;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// How often connections are cut one by one, by how many there are at the time.
final class CutRates {
    /// One cause may still turn out to have ended so many.
    private static final int RECENT = StreamControl.STREAMS_MAX;

    private final long[] lived = new long[StreamControl.STREAMS_MAX + 1];
    private final int[] cuts = new int[StreamControl.STREAMS_MAX + 1];
    private final Deque<Integer> recent = new ArrayDeque<>();
    private int total;
    private long sinceMillis = Long.MAX_VALUE;

    /// Until now, `alive` connections have been there.
    void lived(int alive, long nowMillis) {
        long passed = Math.max(0, nowMillis - sinceMillis);
        lived[index(alive)] += passed * alive;
        sinceMillis = nowMillis;
    }

    /// One of `alive` connections was cut.
    void cut(int alive) {
        int index = index(alive);
        cuts[index]++;
        total++;
        recent.add(index);
        if (recent.size() > RECENT) {
            recent.remove();
        }
    }

    /// The last `count` cuts had one cause, and do not count.
    void takeBack(int count) {
        for (int i = 0; i < count && !recent.isEmpty(); i++) {
            cuts[recent.removeLast()]--;
            total--;
        }
    }

    private static int index(int alive) {
        return Math.clamp(alive, 0, StreamControl.STREAMS_MAX);
    }

    /// All cuts so far.
    int total() {
        return total;
    }

    /// Cuts a connection and millisecond, whatever the number of connections.
    double perConnectionMilli() {
        return total / (double) Math.max(1, Arrays.stream(lived).sum());
    }

    /// Cuts a connection and millisecond while there were `from..to` connections.
    double perConnectionMilli(int from, int to) {
        return cuts(from, to) / (double) Math.max(1, lived(from, to));
    }

    /// Whether more than `few` connections, up to `many`, are cut at least `factor` times as often as
    /// `few`; the chance to see this though they are not is some 1 %.
    boolean isWorseAbove(int few, int many, double factor) {
        double below = perConnectionMilli(1, few);
        double above = perConnectionMilli(few + 1, many);
        return above > factor * below && evidence(few, many) >= EVIDENCE;
    }

    /// Twice this is distributed as chi-squared with one degree of freedom if both rates are one:
    /// 2.7 is 1 % on the one side.
    private static final double EVIDENCE = 2.7;

    /// The logarithm of the likelihood ratio of two rates against one.
    private double evidence(int few, int many) {
        double time = lived(1, few) + (double) lived(few + 1, many);
        int below = cuts(1, few);
        int above = cuts(few + 1, many);
        double dueBelow = (below + above) * (lived(1, few) / Math.max(1, time));
        double dueAbove = below + above - dueBelow;
        return term(below, dueBelow) + term(above, dueAbove);
    }

    private static double term(int seen, double due) {
        return seen == 0 ? 0 : seen * Math.log(seen / Math.max(1e-9, due));
    }

    private int cuts(int from, int to) {
        int sum = 0;
        for (int i = from; i <= index(to); i++) {
            sum += cuts[i];
        }
        return sum;
    }

    private long lived(int from, int to) {
        long sum = 0;
        for (int i = from; i <= index(to); i++) {
            sum += lived[i];
        }
        return sum;
    }
}
