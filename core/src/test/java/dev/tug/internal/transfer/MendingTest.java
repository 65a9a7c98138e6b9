package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tug.blob.ByteRange;
import dev.tug.blob.ChunkSum;
import dev.tug.blob.Digest;
import dev.tug.failure.Culprit;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.store.Chunks;
import dev.tug.internal.store.StoreException;
import dev.tug.lab.BitFlip;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.LabRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/// Blobs that come wrong: what it costs to make them right, and who is blamed if they stay wrong.
@Timeout(60)
final class MendingTest {
    /// 6 chunks, the last of them short.
    private static final GeneratedBlob BLOB = GeneratedBlob.random(5, 22_000_000);

    private static final long CHUNK = Chunks.BYTES;

    /// In the third chunk.
    private static final long OFFSET = 2 * CHUNK + 1_000_000;

    /// What servers send of bodies that others took over, if streams are slow here.
    private static final long SLACK = 2 * CHUNK;

    @TempDir Path directory;
    private TransferRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new TransferRig(directory).control(new Brisk(4, 64 << 20));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_bit_flipped_once_where_a_connection_broke_costs_one_chunk() throws Exception {
        var flip = BitFlip.first(1, BLOB, OFFSET);
        rig.cdn.script(request -> {
            var fault = flip.apply(request);
            return fault instanceof Fault.None
                    ? fault
                    : Fault.all(fault, new Fault.CutAfter(2_000_000, Fault.CutKind.FIN_BARE));
        });
        var totals = home();

        // A body that another stream took over may bring some bytes twice.
        assertThat(totals.fetched() - BLOB.size()).isBetween(CHUNK, 2 * CHUNK - 1);
        assertThat(rig.warnings.getLast())
                .contains("is right after " + CHUNK + " bytes", "1 of 6 chunks");
    }

    @Test
    void a_bit_flipped_once_anywhere_costs_no_more_than_a_second_fetch() throws Exception {
        rig.cdn.script(BitFlip.first(1, BLOB, OFFSET));
        var totals = home();

        assertThat(totals.fetched()).isLessThanOrEqualTo(2 * BLOB.size());
        assertThat(totals.again()).isEqualTo(totals.fetched() - BLOB.size());
        assertThat(wholeGets()).isZero();
        assertThat(rig.warnings.getLast())
                .contains("1 of 6 chunks")
                .endsWith("had come wrong (bytes %d..%d)".formatted(2 * CHUNK, 3 * CHUNK - 1));
    }

    @Test
    void what_is_fetched_to_compare_comes_over_fresh_connections() throws Exception {
        rig.cdn.script(BitFlip.first(1, BLOB, OFFSET));
        var _ = home();
        var requests = rig.cdn.journal().requests();
        var seen = new ArrayList<LabRequest.Range>();
        var before = new ArrayList<Long>();
        for (var request : requests) {
            var range = request.range().orElseThrow();
            if (seen.stream().anyMatch(other -> other.first() == range.first())) {
                assertThat(before).doesNotContain(request.connection());
            } else {
                seen.add(range);
                before.add(request.connection());
            }
        }
        assertThat(requests).hasSizeGreaterThan(seen.size());
    }

    @Test
    void a_chunk_that_comes_wrong_twice_in_other_ways_is_right_the_third_time() throws Exception {
        var flip = BitFlip.differently(BLOB, OFFSET);
        var times = BitFlip.first(2, BLOB, OFFSET);
        rig.cdn.script(request ->
                times.apply(request) instanceof Fault.None ? Fault.none() : flip.apply(request));
        var totals = home();

        // Well below a third fetch of all; what a relieved body brings may come twice.
        assertThat(totals.fetched()).isLessThanOrEqualTo(2 * BLOB.size() + CHUNK + SLACK);
        assertThat(rig.warnings)
                .anyMatch(it ->
                        it.contains("1 of 6 chunks of")
                                && it.contains("came otherwise than before"));
    }

    @Test
    void ranges_that_stay_wrong_end_in_a_whole_get() throws Exception {
        var flip = BitFlip.always(BLOB, OFFSET);
        rig.cdn.script(request -> request.range().isPresent() ? flip.apply(request) : Fault.none());
        var totals = home();

        assertThat(totals.fetched()).isEqualTo(3 * BLOB.size());
        assertThat(wholeGets()).isEqualTo(1);
    }

    @Test
    void where_ranges_are_ignored_a_wrong_blob_is_fetched_whole_once_more() throws Exception {
        var flip = BitFlip.first(1, BLOB, OFFSET);
        rig.cdn.script(request -> Fault.all(new Fault.IgnoreRange(), flip.apply(request)));
        var totals = home();

        assertThat(totals.fetched()).isLessThanOrEqualTo(3 * BLOB.size());
    }

    @Test
    void a_small_blob_is_mended_too() throws Exception {
        var small = GeneratedBlob.random(6, 300_000);
        rig.cdn.script(BitFlip.first(1, small, 1_000));
        var totals = rig.pull(small);

        assertThat(rig.digestInStore(small)).isEqualTo(small.digest());
        assertThat(totals.fetched()).isEqualTo(2 * small.size());
    }

    @Test
    void bytes_that_come_the_same_three_times_are_the_sources() {
        rig.cdn.script(BitFlip.always(BLOB, OFFSET));

        assertThat(fails()).isEqualTo(Culprit.SOURCE);
        assertThat(sent()).isBetween(3 * BLOB.size(), 3 * BLOB.size() + SLACK);
    }

    @Test
    void bytes_that_come_otherwise_each_time_are_the_paths() {
        rig.cdn.script(BitFlip.differently(BLOB, OFFSET));

        assertThat(fails()).isEqualTo(Culprit.PATH);
        assertThat(sent()).isLessThanOrEqualTo(4 * BLOB.size() + SLACK);
    }

    @Test
    void what_stayed_wrong_is_mended_by_a_later_pull() throws Exception {
        rig.cdn.script(BitFlip.always(BLOB, OFFSET));
        assertThat(fails()).isEqualTo(Culprit.SOURCE);
        try (var staged = rig.stage(BLOB)) {
            assertThat(staged.missing()).isEmpty();
        }
        rig.cdn.script(_ -> Fault.none());

        assertThat(home().fetched()).isLessThanOrEqualTo(BLOB.size());
    }

    @Test
    void with_the_registrys_sums_exactly_the_wrong_piece_comes_again() throws Exception {
        rig.sums(sums(1_000_000, UnaryOperator.identity()));
        rig.cdn.script(BitFlip.first(1, BLOB, OFFSET));
        var totals = home();

        assertThat(totals.fetched()).isEqualTo(BLOB.size() + 1_000_000);
        assertThat(rig.warnings)
                .anyMatch(it ->
                        it.contains("1 of 22 chunks")
                                && it.contains("came wrong (bytes 9000000..9999999)"));
    }

    @Test
    void a_piece_that_is_never_what_the_registry_says_is_the_sources() {
        rig.sums(sums(1_000_000, UnaryOperator.identity()));
        rig.cdn.script(BitFlip.always(BLOB, OFFSET));

        assertThat(fails()).isEqualTo(Culprit.SOURCE);
        assertThat(sent()).isBetween(2 * BLOB.size() + 2_000_000, 2 * BLOB.size() + SLACK);
    }

    @Test
    void wrong_bytes_that_the_registry_says_are_right_are_not_fetched_again() {
        rig.cdn.script(BitFlip.always(BLOB, OFFSET));
        rig.sums(
                sums(
                        CHUNK,
                        bytes -> {
                            bytes[(int) (OFFSET % CHUNK)] ^= 1;
                            return bytes;
                        }));

        assertThat(fails()).isEqualTo(Culprit.SOURCE);
        assertThat(sent()).isBetween(BLOB.size(), BLOB.size() + SLACK);
    }

    @Test
    void a_pull_that_ends_while_the_registry_is_asked_ends_at_once() throws Exception {
        var asked = new CountDownLatch(1);
        var aborted = new CountDownLatch(1);
        rig.sums(
                new SumsCall() {
                    @Override
                    public List<ChunkSum> send() {
                        asked.countDown();
                        try {
                            aborted.await();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                        return List.of();
                    }

                    @Override
                    public void abort() {
                        aborted.countDown();
                    }
                });
        rig.cdn.script(BitFlip.always(BLOB, OFFSET));
        var pull = started();
        asked.await();
        pull.interrupt();

        assertThat(pull.join(Duration.ofSeconds(20))).isTrue();
        try (var staged = rig.stage(BLOB)) {
            assertThat(staged.missing()).isEmpty();
        }
    }

    @Test
    void a_pull_that_ends_in_the_middle_of_mending_loses_nothing() throws Exception {
        var flip = BitFlip.first(1, BLOB, OFFSET);
        var seen = ConcurrentHashMap.<Long>newKeySet();
        var stalled = new CountDownLatch(2);
        rig.cdn.script(request -> {
            if (seen.add(request.range().orElseThrow().first())) {
                return flip.apply(request);
            }
            stalled.countDown();
            return new Fault.StallAfter(700_000);
        });
        var pull = started();
        stalled.await();
        pull.interrupt();

        assertThat(pull.join(Duration.ofSeconds(20))).isTrue();
        try (var staged = rig.stage(BLOB)) {
            assertThat(staged.missing()).isEmpty();
            for (int chunk = 0; chunk < 6; chunk++) {
                assertThat(staged.crc(chunk)).isPresent();
            }
        }
        rig.cdn.script(_ -> Fault.none());
        assertThat(home().fetched()).isLessThanOrEqualTo(BLOB.size());
    }

    @Test
    void what_rots_on_the_disk_between_two_pulls_is_found_and_comes_again_alone() throws Exception {
        rig.cdn.script(request ->
                request.range().filter(it -> it.last() == BLOB.size() - 1).isPresent()
                        ? new Fault.StallAfter(1_000)
                        : Fault.none());
        var pull = started();
        for (int chunk = 0; chunk < 5; chunk++) {
            awaitHashed(chunk);
        }
        pull.interrupt();
        pull.join();
        long missing;
        try (var staged = rig.stage(BLOB)) {
            missing = staged.missing().stream().mapToLong(ByteRange::length).sum();
        }
        rot(OFFSET);
        rig.cdn.script(_ -> Fault.none());
        var totals = home();

        assertThat(missing).isBetween(1L, 2 * CHUNK);
        assertThat(totals.fetched()).isEqualTo(missing + CHUNK);
        assertThat(rig.warnings)
                .anyMatch(it -> it.contains("1 of 6 chunks of") && it.contains("on this disk"));
    }

    @Test
    void a_blob_that_is_whole_and_rots_before_it_is_proved_costs_what_rotted() throws Exception {
        stageHashed();
        rot(OFFSET);
        rot(5 * CHUNK);

        assertThat(home().fetched()).isEqualTo(CHUNK + BLOB.size() - 5 * CHUNK);
    }

    @Test
    void bytes_that_change_again_and_again_where_they_lie_are_the_disks() throws Exception {
        stageHashed();
        rot(0);
        var times = new AtomicInteger();
        rig.cdn.script(_ -> {
            rot(times.getAndIncrement() % 2 == 0 ? CHUNK : 0);
            return Fault.none();
        });

        assertThat(fails()).isEqualTo(Culprit.DISK);
        assertThat(sent()).isLessThanOrEqualTo(4 * CHUNK + SLACK);
    }

    private void stageHashed() throws StoreException {
        rig.stageAll(BLOB);
        try (var staged = rig.stage(BLOB)) {
            for (int chunk = 0; chunk < 6; chunk++) {
                staged.checked(chunk, crc(new Chunks(BLOB.size()).range(chunk)));
            }
        }
    }

    private Transfer.Totals home() throws Exception {
        var totals = rig.pull(BLOB);
        assertThat(rig.digestInStore(BLOB)).isEqualTo(BLOB.digest());
        return totals;
    }

    private Culprit fails() {
        var failed = catchThrowableOfType(TransferFailed.class, () -> rig.pull(BLOB));
        assertThat(failed.failure()).isInstanceOf(TransferFailure.Corrupt.class);
        assertThat(rig.store.hasBlob(TransferRig.descriptor(BLOB))).isFalse();
        return ((TransferFailure.Corrupt) failed.failure()).culprit();
    }

    private Thread started() {
        var task = new FutureTask<>(() -> rig.pull(BLOB));
        return Thread.ofPlatform().start(task);
    }

    private long sent() {
        return rig.cdn.journal().bodyBytesSent();
    }

    private long wholeGets() {
        return rig.cdn.journal().requests(request -> request.range().isEmpty()).size();
    }

    private static SumsCall sums(long bytes, UnaryOperator<byte[]> third) {
        var sums = new ArrayList<ChunkSum>();
        for (long start = 0; start < BLOB.size(); start += bytes) {
            var range = new ByteRange(start, Math.min(BLOB.size(), start + bytes));
            var content = content(range);
            boolean isThird = start == 2 * bytes;
            sums.add(new ChunkSum(range, Digest.of(isThird ? third.apply(content) : content)));
        }
        return new SumsCall() {
            @Override
            public List<ChunkSum> send() {
                return sums;
            }

            @Override
            public void abort() {}
        };
    }

    private static int crc(ByteRange range) {
        var crc = new CRC32C();
        crc.update(content(range));
        return (int) crc.getValue();
    }

    private static byte[] content(ByteRange range) {
        var bytes = new byte[Math.toIntExact(range.length())];
        BLOB.read(range.start(), bytes, 0, bytes.length);
        return bytes;
    }

    private Path staged(String suffix) {
        return rig.store.root().resolve(".tug").resolve(BLOB.hex() + suffix);
    }

    /// Flips a bit in the file behind everybody's back.
    private void rot(long offset) {
        try (var file =
                FileChannel.open(
                        staged(".part"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var one = ByteBuffer.allocate(1);
            file.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            file.write(one, offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the journal holds what a chunk hashed to.
    private void awaitHashed(int chunk) throws Exception {
        var wanted = HexFormat.of().toHexDigits(crc(new Chunks(BLOB.size()).range(chunk)));
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Function<Path, Boolean> holds =
                file -> {
                    try {
                        return Files.exists(file)
                                && HexFormat.of()
                                        .formatHex(Files.readAllBytes(file))
                                        .contains(wanted);
                    } catch (IOException e) {
                        return false;
                    }
                };
        while (!holds.apply(staged(".journal"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
