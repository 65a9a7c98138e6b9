package dev.tug.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/// How fast a counter grows, over the last [#WINDOW]. Owned by one thread at a time.
final class RateMeter {
    /// Long enough to be calm, short enough to notice a change.
    static final Duration WINDOW = Duration.ofSeconds(8);

    private static final long SPACING_NANOS = Duration.ofMillis(200).toNanos();
    private static final long EARLIEST_NANOS = Duration.ofSeconds(1).toNanos();

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long atNanos, long bytes) {}

    /// Takes in that the counter stands at `bytes`; the first value is where counting starts.
    void add(long atNanos, long bytes) {
        var last = samples.peekLast();
        if (last != null && samples.size() > 1 && atNanos - beforeLast() < SPACING_NANOS) {
            samples.removeLast();
        }
        samples.addLast(new Sample(atNanos, bytes));
        forget(atNanos);
    }

    /// Bytes a second; empty while it is too early to say, and when nothing moved for a window.
    OptionalDouble bytesPerSecond(long nowNanos) {
        forget(nowNanos);
        var first = samples.peekFirst();
        var last = samples.peekLast();
        if (first == null || last == null || nowNanos - first.atNanos() < EARLIEST_NANOS) {
            return OptionalDouble.empty();
        }
        var bytes = last.bytes() - first.bytes();
        return bytes <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(bytes * 1e9 / (nowNanos - first.atNanos()));
    }

    private long beforeLast() {
        var last = samples.removeLast();
        var before = samples.getLast().atNanos();
        samples.addLast(last);
        return before;
    }

    private void forget(long nowNanos) {
        while (samples.size() > 1 && nowNanos - samples.getFirst().atNanos() > WINDOW.toNanos()) {
            samples.removeFirst();
        }
    }
}
