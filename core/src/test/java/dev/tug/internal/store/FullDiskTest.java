package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/// What becomes of a store whose disk is full, or not ours to write.
///
/// With the right to mount, a small file system of its own fills up; without it, the kernel's
/// `/dev/full` answers in its place.
final class FullDiskTest {
    private static final byte[] BYTES = new byte[4 << 20];
    private static final Descriptor BLOB = new Descriptor("x", Digest.of(BYTES), BYTES.length);
    private static final int STEP = 64 << 10;

    @TempDir private Path directory;

    @Test
    void a_full_disk_says_so_and_the_pull_goes_on_when_there_is_room() throws Exception {
        if (!run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString())) {
            assertThat(failureOfDevFull()).isInstanceOf(StoreFailure.NoSpace.class);
            return;
        }
        try {
            var store = new ModelStore(directory.resolve("models"));
            assertThat(store.freeBytes()).isLessThan(store.missingBytes(BLOB));
            var written = fill(store);
            assertThat(written).isBetween((long) STEP, 1L << 20);

            assertThat(run("mount", "-o", "remount,size=16m", directory.toString())).isTrue();
            var missing = store.missingBytes(BLOB);
            assertThat(missing).isLessThanOrEqualTo(BYTES.length - written + STEP);
            assertThat(store.freeBytes()).isGreaterThanOrEqualTo(missing);
            try (var staged = StagedBlob.open(store, BLOB)) {
                for (var gap : staged.missing()) {
                    staged.write(ByteBuffer.allocate((int) gap.length()), gap.start());
                    staged.recorded(gap);
                }
                staged.commit(BLOB.digest());
            }
            assertThat(store.blobPath(BLOB.digest())).hasBinaryContent(BYTES);
        } finally {
            assertThat(run("umount", "--lazy", directory.toString())).isTrue();
        }
    }

    @Test
    void a_manifest_survives_that_its_successor_does_not_fit() throws Exception {
        if (!run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString())) {
            assertThat(failureOfDevFull()).isInstanceOf(StoreFailure.NoSpace.class);
            return;
        }
        try {
            var store = new ModelStore(directory.resolve("models"));
            var name = ModelName.parse("m");
            store.writeManifest(name, new byte[] {1, 2, 3});
            var failed =
                    catchThrowableOfType(
                            StoreException.class,
                            () -> store.writeManifest(name, new byte[2 << 20]));
            assertThat(failed.failure()).isInstanceOf(StoreFailure.NoSpace.class);
            assertThat(store.readManifest(name)).contains(new byte[] {1, 2, 3});
            assertThat(store.root().resolve(".tug")).isEmptyDirectory();

            assertThat(run("mount", "-o", "remount,ro", directory.toString())).isTrue();
            var refused =
                    catchThrowableOfType(
                            StoreException.class, () -> store.writeManifest(name, new byte[1]));
            assertThat(refused.failure()).isInstanceOf(StoreFailure.NotWritable.class);
            assertThat(store.list().problems()).hasSize(1);
        } finally {
            assertThat(run("umount", "--lazy", directory.toString())).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "Disk quota exceeded",
                "There is not enough space on the disk"
            })
    void knows_a_full_disk_by_its_words(String words) {
        assertThat(StoreFailure.of(directory, 7, new IOException(words)))
                .isInstanceOfSatisfying(
                        StoreFailure.NoSpace.class,
                        failure -> assertThat(failure.needed()).isEqualTo(7));
    }

    @Test
    void names_the_owner_of_what_is_not_ours() {
        var path = directory.resolve("models/blobs");

        var denied = StoreFailure.of(path, 0, new AccessDeniedException(path.toString()));
        assertThat(denied)
                .isEqualTo(
                        new StoreFailure.NotWritable(
                                path, System.getProperty("user.name"), "permission denied"));
        assertThat(denied.summary())
                .isEqualTo(
                        "cannot write %s (owner %s): permission denied"
                                .formatted(path, System.getProperty("user.name")));
        var reason = "Read-only file system";
        assertThat(StoreFailure.of(path, 0, new FileSystemException("x", null, reason)))
                .isInstanceOf(StoreFailure.NotWritable.class);
        assertThat(StoreFailure.of(path, 0, new IOException("Input/output error")))
                .isEqualTo(new StoreFailure.Io(path, "Input/output error"));
    }

    /// Writes until the disk is full; the bytes that were recorded before it was.
    private static long fill(ModelStore store) throws StoreException {
        var recorded = 0L;
        try (var staged = StagedBlob.open(store, BLOB)) {
            for (var at = 0; at < BYTES.length; at += STEP) {
                staged.write(ByteBuffer.allocate(STEP), at);
                staged.recorded(new ByteRange(at, at + STEP));
                recorded += STEP;
            }
        } catch (StoreException e) {
            assertThat(e.failure()).isInstanceOf(StoreFailure.NoSpace.class);
            assertThat(e).hasMessageContaining("no space left for");
        }
        return recorded;
    }

    private static StoreFailure failureOfDevFull() throws IOException {
        var device = Path.of("/dev/full");
        try (var channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
            var _ = channel.write(ByteBuffer.allocate(1));
            throw new AssertionError("there was space");
        } catch (IOException e) {
            return StoreFailure.of(device, 1, e);
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
