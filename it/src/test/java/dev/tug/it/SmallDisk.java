package dev.tug.it;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A file system of a given size, in memory; only root may make one.
final class SmallDisk implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /// Mounts one of `bytes` on the new directory `path`.
    static SmallDisk mount(Path path, long bytes) throws IOException, InterruptedException {
        Files.createDirectories(path);
        var options = "size=" + bytes + ",mode=0700";
        if (run(Program.MOUNT.path(), "-t", "tmpfs", "-o", options, "tug-it", path.toString())
                != 0) {
            Program.lacking("needs root to mount a small disk: sudo ./mvnw verify");
        }
        return new SmallDisk(path);
    }

    Path path() {
        return path;
    }

    /// Uses up all room that is left; returns the file that does.
    Path fill() throws IOException {
        var file = path.resolve("filler");
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var chunk = ByteBuffer.allocate(CHUNK_BYTES);
            while (Files.getFileStore(path).getUsableSpace() > 0) {
                channel.write(chunk.clear());
            }
        } catch (IOException e) {
            if (Files.getFileStore(path).getUsableSpace() > 0) {
                throw e;
            }
        }
        return file;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Override
    public void close() throws IOException {
        try {
            // Whoever was killed a moment ago may still have files open.
            if (run(Program.UMOUNT.path(), "--lazy", path.toString()) != 0) {
                throw new IOException("cannot unmount " + path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        }
    }
}
