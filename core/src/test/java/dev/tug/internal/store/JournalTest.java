package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Digest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

final class JournalTest {
    private static final Digest DIGEST = Digest.of(new byte[] {1});
    private static final long SIZE = 10_000;
    private static final String BOOT = "boot-1";

    private final long seed = Long.getLong("seed", System.nanoTime());

    @TempDir private Path directory;
    private Path path = Path.of("");

    @BeforeEach
    void setPath() {
        path = directory.resolve("x.journal");
    }

    @Test
    void starts_without_claims() throws Exception {
        try (var journal = open(BOOT, SIZE)) {
            assertThat(journal.missing(SIZE)).containsExactly(new ByteRange(0, SIZE));
        }
    }

    @Test
    void written_bytes_survive_the_process_but_not_the_machine() throws Exception {
        record(new ByteRange(0, 100), new ByteRange(200, 300));

        assertThat(claims(BOOT)).containsExactly(new ByteRange(0, 100), new ByteRange(200, 300));
        assertThat(claims("boot-2")).isEmpty();
        assertThat(claims(BOOT)).as("what boot-2 could not trust stays forgotten").isEmpty();
    }

    @Test
    void durable_bytes_survive_the_machine() throws Exception {
        try (var journal = open(BOOT, SIZE)) {
            journal.written(0, 100);
            var forced = journal.present();
            journal.written(100, 200);
            journal.durable(forced);
        }

        assertThat(claims(BOOT)).containsExactly(new ByteRange(0, 200));
        assertThat(claims("boot-2")).containsExactly(new ByteRange(0, 100));
        assertThat(claims("boot-3")).containsExactly(new ByteRange(0, 100));
    }

    @Test
    void nothing_is_known_of_a_machine_without_boot_id() throws Exception {
        try (var journal = open("", SIZE)) {
            journal.written(0, 50);
            journal.durable(journal.present());
            journal.written(100, 150);
        }

        assertThat(claims("")).containsExactly(new ByteRange(0, 50));
        assertThat(claims(BOOT)).containsExactly(new ByteRange(0, 50));
    }

    @Test
    void claims_end_with_the_data_for_good() throws Exception {
        record(new ByteRange(0, 100), new ByteRange(200, 300));

        try (var journal = open(BOOT, 250)) {
            assertThat(journal.present().ranges())
                    .containsExactly(new ByteRange(0, 100), new ByteRange(200, 250));
        }
        assertThat(claims(BOOT)).containsExactly(new ByteRange(0, 100), new ByteRange(200, 250));
    }

    @Test
    void belongs_to_one_blob_of_one_size() throws Exception {
        record(new ByteRange(0, 100));
        var bytes = Files.readAllBytes(path);

        try (var other = Journal.open(path, Digest.of(new byte[0]), SIZE, SIZE, BOOT)) {
            assertThat(other.present().ranges()).isEmpty();
        }
        Files.write(path, bytes);
        try (var other = Journal.open(path, DIGEST, SIZE + 1, SIZE, BOOT)) {
            assertThat(other.present().ranges()).isEmpty();
        }
    }

    @Test
    void cut_anywhere_it_claims_a_prefix_of_what_was_recorded() throws Exception {
        var recorded = recordAtRandom();
        var whole = Files.readAllBytes(path);
        for (var length = 0; length <= whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertHeals(recorded, "cut at " + length);
        }
        Files.write(path, whole);
        assertThat(claims(BOOT)).as("seed %d", seed).isEqualTo(recorded.ranges());
        Files.write(path, Arrays.copyOf(whole, whole.length - 1));
        assertThat(claims(BOOT)).as("seed %d", seed).isNotEmpty();
    }

    @Test
    void with_any_byte_changed_it_claims_nothing_that_was_not_recorded() throws Exception {
        var recorded = recordAtRandom();
        var whole = Files.readAllBytes(path);
        for (var at = 0; at < whole.length; at++) {
            var flip = 1 << (at % Byte.SIZE);
            var damaged = whole.clone();
            damaged[at] = (byte) (damaged[at] ^ flip);
            Files.write(path, damaged);
            assertHeals(recorded, "byte " + at + " ^ " + flip);
        }
    }

    @Test
    void a_page_of_zeros_in_the_middle_ends_it() throws Exception {
        var recorded = recordAtRandom();
        var whole = Files.readAllBytes(path);
        for (var at = 0; at + 24 <= whole.length; at += 3) {
            var damaged = whole.clone();
            Arrays.fill(damaged, at, at + 24, (byte) 0);
            Files.write(path, damaged);
            assertHeals(recorded, "zeros at " + at);
        }
    }

    @Test
    void garbage_is_healed() throws Exception {
        var random = new SplittableRandom(seed);
        for (var length : new int[] {0, 1, 67, 68, 69, 92, 5_000, 1 << 20}) {
            var garbage = new byte[length];
            random.nextBytes(garbage);
            Files.write(path, garbage);
            assertHeals(new RangeSet(), "length " + length);
        }
    }

    @Test
    void stays_small_however_often_it_is_written() throws Exception {
        try (var journal = Journal.open(path, DIGEST, 1L << 40, 1L << 40, BOOT)) {
            for (var i = 0; i < 20_000; i++) {
                journal.written(i * 4L, i * 4L + 4);
                if (i % 500 == 0) {
                    journal.durable(journal.present());
                }
            }
            journal.durable(journal.present());
            assertThat(Files.size(path)).isLessThan(150_000);
        }
        try (var journal = Journal.open(path, DIGEST, 1L << 40, 1L << 40, "boot-2")) {
            assertThat(journal.present().ranges()).containsExactly(new ByteRange(0, 80_000));
        }
    }

    @Test
    void goes_on_when_a_thread_is_interrupted() throws Exception {
        try (var journal = open(BOOT, SIZE)) {
            Thread.currentThread().interrupt();
            journal.written(0, 10);
            journal.durable(journal.present());
            assertThat(Thread.interrupted()).isTrue();
            journal.written(20, 30);
        }

        assertThat(claims(BOOT)).hasToString("[0-9, 20-29]");
    }

    private Journal open(String boot, long dataLength) throws IOException {
        return Journal.open(path, DIGEST, SIZE, dataLength, boot);
    }

    private void record(ByteRange... ranges) throws IOException {
        try (var journal = open(BOOT, SIZE)) {
            for (var range : ranges) {
                journal.written(range.start(), range.end());
            }
        }
    }

    private List<ByteRange> claims(String boot) throws IOException {
        try (var journal = open(boot, SIZE)) {
            return journal.present().ranges();
        }
    }

    private RangeSet recordAtRandom() throws IOException {
        var random = new SplittableRandom(seed);
        try (var journal = open(BOOT, SIZE)) {
            for (var i = 0; i < 12; i++) {
                var start = random.nextLong(SIZE - 100);
                journal.written(start, start + random.nextLong(1, 100));
                if (i % 5 == 4) {
                    journal.durable(journal.present());
                }
            }
            return journal.present();
        }
    }

    /// Opens what is on disk; every claim is among `recorded`, and the next one is kept.
    private void assertHeals(RangeSet recorded, String how) throws IOException {
        try (var journal = open(BOOT, SIZE)) {
            for (var claim : journal.present().ranges()) {
                assertThat(recorded.contains(claim.start(), claim.end()))
                        .as("seed %d, %s", seed, how)
                        .isTrue();
            }
            journal.written(SIZE - 1, SIZE);
        }
        try (var journal = open(BOOT, SIZE)) {
            assertThat(journal.present().contains(SIZE - 1, SIZE))
                    .as("seed %d, %s", seed, how)
                    .isTrue();
        }
    }
}
