package dev.tug.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// When bytes came in over a link, sampled while a command runs; for use by one thread.
final class Arrivals implements LongConsumer {
    /// What comes before the first bytes of a blob, and after its last: handshakes, a manifest, the ends
    /// of connections.
    private static final long AROUND_BYTES = 16_000;

    private final List<Sample> samples = new ArrayList<>();

    private record Sample(long nanos, long bytes) {}

    /// Looks once.
    ///
    /// @param pid a process at the receiving end
    @Override
    public void accept(long pid) {
        PrivateLink.received(pid)
                .ifPresent(bytes -> samples.add(new Sample(System.nanoTime(), bytes)));
    }

    /// When the first bytes of the blob came.
    long firstNanos() {
        long before = samples.getFirst().bytes();
        return samples.stream()
                .filter(sample -> sample.bytes() > before + AROUND_BYTES)
                .findFirst()
                .orElseThrow()
                .nanos();
    }

    /// When the last ones came.
    long lastNanos() {
        long after = samples.getLast().bytes();
        return samples.stream()
                .filter(sample -> sample.bytes() > after - AROUND_BYTES)
                .findFirst()
                .orElseThrow()
                .nanos();
    }
}
