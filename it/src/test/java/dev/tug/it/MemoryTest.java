package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// What the command needs of the machine's memory, however large the model is.
///
/// `-Dmb=2000` for a model larger than all buffers of the system together.
final class MemoryTest {
    private static final long SIZE = Long.getLong("mb", 200) * 1_000_000;

    /// The heap of 128 MiB, as much again for buffers outside it, and the JVM itself.
    private static final long RESIDENT_MAX = 384L << 20;

    private static final Duration END_MAX = Duration.ofMinutes(5);
    private static final String PEAK = "VmHWM:";

    @TempDir Path directory;

    @Test
    void a_heap_of_128_MiB_is_enough() throws Exception {
        try (var lab = CommandLab.start(directory, SIZE, "")) {
            var peak = new AtomicLong();
            var running = lab.pull();
            Deadline.await(
                    END_MAX,
                    () -> "still running:\n" + running.errors(),
                    () -> {
                        peak.accumulateAndGet(peakBytes(running.process()), Math::max);
                        return !running.process().isAlive();
                    });

            System.out.printf("%d bytes pulled with %d resident%n", SIZE, peak.get());
            assertThat(running.awaitEnd()).as(running.errors()).isZero();
            PulledModel.assertStored(lab.command().models(), lab.name(), lab.model());
            assertThat(peak.get()).isBetween(1L << 20, RESIDENT_MAX);
        }
    }

    /// The most that Linux has seen resident; 0 once the process is gone.
    private static long peakBytes(Process process) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }
}
