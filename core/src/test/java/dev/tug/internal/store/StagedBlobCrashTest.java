package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

final class StagedBlobCrashTest {
    private static final int KILLS = 6;
    private static final int STEP = 4_096;
    private static final int SIZE = 64 << 20;

    @TempDir private Path root;

    @Test
    void a_killed_process_loses_nothing_that_it_recorded() throws Exception {
        var seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        var recorded = new RangeSet();
        for (var kill = 0; kill < KILLS; kill++) {
            var writer = start();
            var lines = writer.inputReader();
            try {
                for (var n = random.nextInt(1, 400); n > 0; n--) {
                    var line = lines.readLine();
                    if (line == null) {
                        break;
                    }
                    var offset = Long.parseLong(line);
                    recorded.add(offset, offset + STEP);
                }
            } finally {
                writer.destroyForcibly();
                assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            try (var staged = StagedBlob.open(new ModelStore(root), blob())) {
                assertThat(staged.present())
                        .as("seed %d, kill %d", seed, kill)
                        .satisfies(present -> assertCovers(present, recorded));
                for (var range : staged.present()) {
                    assertThat(isPattern(staged, range)).as("seed %d, %s", seed, range).isTrue();
                }
            }
        }
        assertThat(recorded.total()).isPositive();
    }

    private static void assertCovers(Iterable<? extends ByteRange> present, RangeSet recorded) {
        var there = new RangeSet();
        present.forEach(range -> there.add(range.start(), range.end()));
        for (var range : recorded.ranges()) {
            assertThat(there.contains(range.start(), range.end())).as("%s", range).isTrue();
        }
    }

    private static boolean isPattern(StagedBlob staged, ByteRange range) throws StoreException {
        var buffer = ByteBuffer.allocate(STEP);
        for (var at = range.start(); at < range.end(); at += STEP) {
            var _ = staged.read(buffer.clear(), at);
            if (!buffer.flip().equals(pattern(at))) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer pattern(long offset) {
        var bytes = new byte[STEP];
        new SplittableRandom(offset).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static Descriptor blob() {
        return new Descriptor("x", Digest.of(new byte[] {1}), SIZE);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// A process that writes what is missing in three streams and says what it recorded.
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws StoreException {
            try (var staged = StagedBlob.open(new ModelStore(Path.of(args[0])), blob())) {
                var missing = staged.missing();
                for (var step = 0; ; step++) {
                    for (var gap : missing.subList(0, Math.min(3, missing.size()))) {
                        var at = gap.start() + (long) step * STEP;
                        if (at < gap.end()) {
                            staged.write(pattern(at), at);
                            staged.recorded(new ByteRange(at, at + STEP));
                            System.out.println(at);
                        }
                    }
                    if (step % 50 == 49) {
                        staged.sync();
                    }
                }
            }
        }
    }
}
