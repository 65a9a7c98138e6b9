package dev.tug.internal.control;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// How long an appliance bears too many before it ends all: two ends after the same time tell which
/// number is borne, for each number that may be was exceeded at a moment of its own.
final class Fuse {
    /// Connections that are added come so much further apart than before where the next end is to tell
    /// which was too many.
    static final long APART_MILLIS = 330;

    /// Two ends this close have come after the same time: connections that are ended together notice it
    /// within some 50 ms of the first, and an appliance counts a connection some constant time before
    /// or after it is told of.
    private static final long SAME_MILLIS = 30;

    /// On a busy machine the first may notice it 100 ms late: then one number must agree, and no other
    /// nearly as well.
    private static final long ROUGHLY_MILLIS = 150;

    private static final int OUTSTANDING = 3;

    /// No appliance is known to be quicker; less agrees with what was not exceeded at all.
    private static final long LEAST_MILLIS = 1_000;

    /// An end after less than this share of the shortest time that was seen has another cause.
    private static final double SOON_SHARE = 0.5;

    /// For each end and number: how long there had been more; 0 if there had not.
    private final List<long[]> burnt = new ArrayList<>();

    /// Whether the next end may tell: one has been seen, and none has told nothing.
    boolean mayTell() {
        return burnt.size() == 1;
    }

    /// All were ended at `firstMillis`, when the first of them was; says how many are borne if that
    /// and the ends before it agree on one number alone.
    ///
    /// @param held as many are borne for certain
    OptionalInt ended(Connections connections, int held, long firstMillis, long nowMillis) {
        long[] now = new long[connections.mostEver()];
        Arrays.setAll(now, number -> connections.aboveUntil(number, firstMillis, nowMillis));
        int[] exceeded =
                IntStream.range(Math.max(1, held), now.length)
                        .filter(number -> now[number] >= LEAST_MILLIS)
                        .toArray();
        boolean isTold = isOutstanding(exceeded, now);
        boolean isFirst = burnt.isEmpty();
        var nearest = Arrays.stream(exceeded).boxed().min(comparingLong(n -> apart(n, now[n])));
        burnt.add(now);
        return !isFirst && isTold ? OptionalInt.of(nearest.orElseThrow()) : OptionalInt.empty();
    }

    /// The most by which the time of an end differs from those before it, were `number` borne.
    private long apart(int number, long millis) {
        return burnt.stream()
                .mapToLong(before -> Math.abs(before[number] - millis))
                .max()
                .orElse(0);
    }

    /// Whether one number agrees roughly, and all others far less.
    private boolean isOutstanding(int[] exceeded, long[] now) {
        long[] apart = Arrays.stream(exceeded).mapToLong(n -> apart(n, now[n])).sorted().toArray();
        return apart.length > 0
                && apart[0] <= ROUGHLY_MILLIS
                && (apart.length == 1 || apart[1] > Math.max(SAME_MILLIS, OUTSTANDING * apart[0]));
    }

    /// Whether all seem to have been ended long before too many of them ever were: then it was chance.
    boolean isTooSoon(Connections connections, long nowMillis) {
        long longest = connections.millisAbove(0, nowMillis);
        return burnt.stream()
                .flatMapToLong(Arrays::stream)
                .filter(millis -> millis > 0)
                .min()
                .stream()
                .anyMatch(least -> longest < SOON_SHARE * least);
    }

    /// How long more than `number` were borne.
    long millis(OptionalInt number) {
        return number.isPresent() ? burnt.getLast()[number.getAsInt()] : 0;
    }

    /// What was told of it was wrong.
    void forget() {
        burnt.clear();
    }
}
