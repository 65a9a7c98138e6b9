package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Digest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

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
    void keeps_the_checksums_of_chunks() throws Exception {
        try (var journal = openLarge(BOOT)) {
            journal.written(0, 3 * Chunks.BYTES);
            for (int chunk = 0; chunk < 3; chunk++) {
                journal.checked(chunk, hash(chunk));
            }
            journal.checked(1, hash(9));
        }
        try (var journal = openLarge(BOOT)) {
            assertThat(journal.crc(0)).hasValue(hash(0));
            assertThat(journal.crc(1)).as("the last word holds").hasValue(hash(9));
            assertThat(journal.crc(2)).hasValue(hash(2));
            assertThat(journal.crc(3)).isEmpty();
        }
    }

    @Test
    void the_last_chunk_may_be_short() throws Exception {
        record(new ByteRange(0, SIZE));
        try (var journal = open(BOOT, SIZE)) {
            journal.checked(0, hash(1));
        }
        try (var journal = open(BOOT, SIZE)) {
            assertThat(journal.crc(0)).hasValue(hash(1));
        }
    }

    @Test
    void a_chunk_of_which_bytes_are_lost_has_no_checksum() throws Exception {
        try (var journal = openLarge(BOOT)) {
            journal.written(0, Chunks.BYTES);
            journal.durable(journal.present());
            journal.written(Chunks.BYTES, 2 * Chunks.BYTES);
            journal.checked(0, hash(0));
            journal.checked(1, hash(1));
        }
        for (var time : List.of("first", "after it was written anew")) {
            try (var journal = openLarge("boot-2")) {
                assertThat(journal.crc(0)).as(time).hasValue(hash(0));
                assertThat(journal.crc(1)).as(time).isEmpty();
            }
        }
    }

    @Test
    void a_checksum_costs_its_4_bytes_once_the_journal_is_written_anew() throws Exception {
        var count = 5_000;
        try (var journal = Journal.open(path, DIGEST, 1L << 40, 1L << 40, BOOT)) {
            journal.written(0, count * Chunks.BYTES);
            for (int chunk = 0; chunk < count; chunk++) {
                journal.checked(chunk, hash(chunk));
            }
        }
        try (var journal = Journal.open(path, DIGEST, 1L << 40, 1L << 40, "boot-2")) {
            assertThat(journal.crc(0)).as("nothing was durable").isEmpty();
            journal.written(0, count * Chunks.BYTES);
            for (int times = 0; times < 4; times++) {
                for (int chunk = 0; chunk < count; chunk++) {
                    journal.checked(chunk, hash(chunk + times));
                }
            }
            journal.durable(journal.present());
            assertThat(Files.size(path)).isLessThan(count * 4L + 200);
        }
        try (var journal = Journal.open(path, DIGEST, 1L << 40, 1L << 40, "boot-2")) {
            assertThat(journal.crc(count - 1)).hasValue(hash(count + 2));
        }
    }

    @Test
    void cut_or_changed_anywhere_it_gives_no_checksum_that_was_not_kept() throws Exception {
        try (var journal = openLarge(BOOT)) {
            journal.written(0, 2 * Chunks.BYTES);
            for (int chunk = 0; chunk < 2; chunk++) {
                journal.checked(chunk, hash(chunk));
            }
        }
        var whole = Files.readAllBytes(path);
        // Behind the header and the claim, which others damage; in steps, for each opening syncs a
        // file.
        for (var at = 92; at < whole.length; at += 3) {
            Files.write(path, Arrays.copyOf(whole, at));
            assertHashes("cut at " + at);
            var damaged = whole.clone();
            damaged[at] ^= (byte) (1 << (at % Byte.SIZE));
            Files.write(path, damaged);
            assertHashes("changed at " + at);
        }
    }

    private void assertHashes(String how) throws IOException {
        try (var journal = openLarge(BOOT)) {
            for (int chunk = 0; chunk < 2; chunk++) {
                var kept = hash(chunk);
                journal.crc(chunk).ifPresent(it -> assertThat(it).as(how).isEqualTo(kept));
            }
            assertThat(journal.crc(2)).as(how).isEmpty();
        }
    }

    @Test
    void a_journal_of_version_1_is_still_read() throws Exception {
        record(new ByteRange(0, 100), new ByteRange(200, 300));
        Files.write(path, asVersion(1, Files.readAllBytes(path)));

        assertThat(Journal.peek(path, DIGEST, SIZE, SIZE, BOOT).ranges())
                .containsExactly(new ByteRange(0, 100), new ByteRange(200, 300));
        assertThat(claims(BOOT)).containsExactly(new ByteRange(0, 100), new ByteRange(200, 300));
        assertThat(ByteBuffer.wrap(Files.readAllBytes(path)).getInt(4)).isEqualTo(3);
        assertThat(claims(BOOT)).containsExactly(new ByteRange(0, 100), new ByteRange(200, 300));
    }

    @Test
    void a_journal_of_another_version_claims_nothing() throws Exception {
        record(new ByteRange(0, 100));
        var bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        bytes.putInt(4, 4).putInt(64, crc(bytes, 64));
        Files.write(path, bytes.array());

        assertThat(claims(BOOT)).isEmpty();
    }

    @Test
    void a_journal_of_version_2_is_read_past_its_digests() throws Exception {
        record(new ByteRange(0, 100));
        var old = asVersion(2, Files.readAllBytes(path));
        int salt = ByteBuffer.wrap(old).getInt(64);
        var digest = ByteBuffer.allocate(24 + 32).putLong(0).putLong(SIZE).putInt(3).putInt(0);
        var claim = ByteBuffer.allocate(24).putLong(200).putLong(300).putInt(1);
        Files.write(path, concat(old, sealed(digest, salt), sealed(claim, salt)));

        assertThat(claims(BOOT)).containsExactly(new ByteRange(0, 100), new ByteRange(200, 300));
        try (var journal = open(BOOT, SIZE)) {
            assertThat(journal.crc(0)).isEmpty();
        }
    }

    /// The record in `bytes`, with the checksum that it has in a journal with `salt`.
    private static byte[] sealed(ByteBuffer bytes, int salt) {
        var covered = ByteBuffer.allocate(bytes.capacity()).put(bytes.slice(0, 20)).putInt(salt);
        covered.put(bytes.slice(24, bytes.capacity() - 24));
        var record = new byte[bytes.capacity()];
        bytes.putInt(20, crc(covered, covered.capacity())).get(0, record);
        return record;
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /// The same claims as an earlier version wrote them: another number, and so other checksums.
    private static byte[] asVersion(int version, byte[] journal) {
        var bytes = ByteBuffer.wrap(journal);
        bytes.putInt(4, version);
        int salt = crc(bytes, 64);
        bytes.putInt(64, salt);
        for (int at = 68; at < journal.length; at += 24) {
            var covered = ByteBuffer.allocate(24).put(bytes.slice(at, 20)).putInt(salt);
            bytes.putInt(at + 20, crc(covered, 24));
        }
        return journal;
    }

    private static int crc(ByteBuffer bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes.slice(0, length));
        return (int) crc.getValue();
    }

    private static int hash(int of) {
        return Integer.reverse(of + 1);
    }

    private Journal openLarge(String boot) throws IOException {
        return Journal.open(path, DIGEST, 1L << 30, 1L << 30, boot);
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
