package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.SplittableRandom;

final class StagedBlobTest {
    private static final byte[] BYTES = bytes(100_000);
    private static final Digest DIGEST = Digest.of(BYTES);
    private static final Descriptor BLOB = new Descriptor("model", DIGEST, BYTES.length);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir private Path directory;
    private Path root = Path.of("");

    @BeforeEach
    void setRoot() {
        root = directory.resolve("models");
    }

    @Test
    void becomes_a_blob_of_the_store() throws Exception {
        var store = store("boot");
        try (var staged = StagedBlob.open(store, BLOB)) {
            assertThat(staged.missing()).containsExactly(new ByteRange(0, BYTES.length));
            write(staged, 0, BYTES.length);
            assertThat(store.hasBlob(BLOB)).isFalse();
            staged.commit(DIGEST);
        }

        assertThat(store.hasBlob(BLOB)).isTrue();
        var blob = root.resolve("blobs").resolve("sha256-" + DIGEST.hex());
        assertThat(blob).hasBinaryContent(BYTES);
        assertThat(Files.getLastModifiedTime(blob).toInstant()).isEqualTo(NOW);
        assertThat(mode(blob)).isEqualTo("rw-r--r--");
        assertThat(mode(root)).isEqualTo("rwxr-xr-x");
        assertThat(mode(root.resolve("blobs"))).isEqualTo("rwxr-xr-x");
        assertThat(root.resolve(".tug")).isEmptyDirectory();
    }

    @Test
    void goes_on_where_it_was_left() throws Exception {
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            write(staged, 0, 1_000);
            write(staged, 50_000, 60_000);
        }
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            assertThat(staged.present())
                    .containsExactly(new ByteRange(0, 1_000), new ByteRange(50_000, 60_000));
            for (var gap : staged.missing()) {
                write(staged, gap.start(), gap.end());
            }
            assertThat(staged.missing()).isEmpty();
            staged.commit(DIGEST);
        }

        assertThat(store("boot").blobPath(DIGEST)).hasBinaryContent(BYTES);
    }

    @Test
    void claims_after_a_restart_of_the_machine_only_what_was_synced() throws Exception {
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            write(staged, 0, 1_000);
            staged.sync();
            write(staged, 50_000, 60_000);
        }
        try (var staged = StagedBlob.open(store("boot-2"), BLOB)) {
            assertThat(staged.present()).containsExactly(new ByteRange(0, 1_000));
        }
    }

    @Test
    void syncs_when_closed_on_a_machine_that_cannot_tell_its_restarts() throws Exception {
        try (var staged = StagedBlob.open(store(""), BLOB)) {
            write(staged, 0, 1_000);
        }
        try (var staged = StagedBlob.open(store(""), BLOB)) {
            assertThat(staged.present()).containsExactly(new ByteRange(0, 1_000));
        }
    }

    @Test
    void holds_an_empty_blob() throws Exception {
        var empty = new Descriptor("x", Digest.of(new byte[0]), 0);
        try (var staged = StagedBlob.open(store("boot"), empty)) {
            assertThat(staged.missing()).isEmpty();
            staged.commit(empty.digest());
        }

        assertThat(store("boot").hasBlob(empty)).isTrue();
    }

    @Test
    void refuses_to_commit_other_bytes_and_keeps_them() throws Exception {
        var other = Digest.of(new byte[0]);
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            write(staged, 0, BYTES.length);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> staged.commit(other))
                    .satisfies(e -> assertThat(e.failure()).isInstanceOf(wrongContent()))
                    .withMessageContaining("is " + other + ", not " + DIGEST);
        }
        assertThat(store("boot").blobPath(DIGEST)).doesNotExist();
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            assertThat(staged.missing()).isEmpty();
        }
    }

    @Test
    void refuses_to_commit_a_file_of_another_length() throws Exception {
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            write(staged, 0, BYTES.length);
            Files.write(part(), new byte[7]);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> staged.commit(DIGEST))
                    .withMessageContaining("has 7 bytes, not 100000");
        }
    }

    @Test
    void reads_back_what_was_written() throws Exception {
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            write(staged, 500, 900);
            var target = ByteBuffer.allocate(400);
            assertThat(staged.read(target, 500)).isEqualTo(400);
            assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(BYTES, 500, 400));
            assertThat(staged.read(ByteBuffer.allocate(10), BYTES.length - 3)).isEqualTo(3);
        }
    }

    @Test
    void takes_no_byte_outside_the_blob() throws Exception {
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            var two = ByteBuffer.allocate(2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> staged.write(two, BYTES.length - 1));
            assertThatIllegalArgumentException().isThrownBy(() -> staged.write(two, -1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> staged.recorded(new ByteRange(0, BYTES.length + 1)));
        }
    }

    @Test
    void is_open_once_at_a_time() throws Exception {
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            assertThat(staged.descriptor()).isEqualTo(BLOB);
            var alias = Files.createSymbolicLink(directory.resolve("alias"), root);
            for (var path : new Path[] {root, alias}) {
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> StagedBlob.open(new ModelStore(path), BLOB))
                        .satisfies(e ->
                                assertThat(e.failure())
                                        .isEqualTo(
                                                new StoreFailure.Locked(
                                                        ProcessHandle.current().pid())));
            }
        }
        StagedBlob.open(store("boot"), BLOB).close();
    }

    @Test
    void discards_everything() throws Exception {
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            write(staged, 0, 10);
            staged.discard();
        }

        assertThat(root.resolve(".tug")).isEmptyDirectory();
    }

    @Test
    void a_lost_data_file_voids_the_journal() throws Exception {
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            write(staged, 0, BYTES.length);
        }
        Files.delete(part());
        for (var i = 0; i < 2; i++) {
            try (var staged = StagedBlob.open(store("boot"), BLOB)) {
                assertThat(staged.missing()).containsExactly(new ByteRange(0, BYTES.length));
            }
        }
    }

    @Test
    void an_interrupted_thread_disturbs_no_other() throws Exception {
        try (var staged = StagedBlob.open(store("boot"), BLOB)) {
            var threads = new ArrayList<Thread>();
            var stillInterrupted = new boolean[10];
            for (var i = 0; i < 10; i++) {
                var number = i;
                threads.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    writeInSteps(staged, number * 10_000L, number % 2 == 0);
                                    stillInterrupted[number] = Thread.interrupted();
                                }));
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(staged.missing()).isEmpty();
            for (var i = 0; i < 10; i++) {
                assertThat(stillInterrupted[i]).isEqualTo(i % 2 == 0);
            }
            staged.commit(DIGEST);
        }
        assertThat(store("boot").blobPath(DIGEST)).hasBinaryContent(BYTES);
    }

    @Test
    void follows_no_link_out_of_the_store() throws Exception {
        var victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createDirectories(root.resolve(".tug"));
        for (var suffix : new String[] {".part", ".journal", ".lock", ".journal.new"}) {
            var link = root.resolve(".tug").resolve(DIGEST.hex() + suffix);
            Files.createSymbolicLink(link, victim);
            try (var staged = StagedBlob.open(store("boot"), BLOB)) {
                write(staged, 0, 10);
            } catch (StoreException e) {
                assertThat(e.failure()).isInstanceOf(StoreFailure.Io.class);
            }
            assertThat(victim).as(suffix).hasContent("precious");
            Files.deleteIfExists(link);
        }
    }

    @Test
    void refuses_a_staging_area_that_is_a_link() throws Exception {
        var elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createDirectories(root);
        Files.createSymbolicLink(root.resolve(".tug"), elsewhere);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> StagedBlob.open(store("boot"), BLOB))
                .withMessageContaining("is a symbolic link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    private static Class<StoreFailure.WrongContent> wrongContent() {
        return StoreFailure.WrongContent.class;
    }

    private static void writeInSteps(StagedBlob staged, long start, boolean interrupted) {
        try {
            for (var offset = start; offset < start + 10_000; offset += 100) {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                write(staged, offset, offset + 100);
            }
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(StagedBlob staged, long start, long end) throws StoreException {
        staged.write(ByteBuffer.wrap(BYTES, (int) start, (int) (end - start)), start);
        staged.recorded(new ByteRange(start, end));
    }

    private Path part() {
        return root.resolve(".tug").resolve(DIGEST.hex() + ".part");
    }

    private ModelStore store(String boot) {
        return new ModelStore(root, InstantSource.fixed(NOW), () -> boot);
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }
}
