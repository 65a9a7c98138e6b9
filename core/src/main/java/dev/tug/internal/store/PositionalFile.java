package dev.tug.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// A regular file that many threads read and write at positions, and that outlives their interrupts.
///
/// An interrupt closes the channel that its thread works on, for all threads. Here the channel is
/// opened again, the work is finished, and the thread stays interrupted. A symbolic link in the
/// file's place is never followed.
final class PositionalFile implements Closeable {
    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ_WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final Set<OpenOption> options;

    /// Written with this object's lock held.
    private volatile FileChannel channel;

    /// Guarded by this object's lock.
    private boolean closed;

    /// One writer at a time: the file system locks the file for each write anyway, and writers that wait
    /// for it in the kernel spin (a fifth of all system time with 16 streams).
    private final ReentrantLock writing = new ReentrantLock();

    private PositionalFile(Path path, Set<OpenOption> options) throws IOException {
        this.path = path;
        this.options = options;
        this.channel = FileChannel.open(path, options);
    }

    /// Opens `path`, which is created with mode 0644 if it is not there.
    static PositionalFile open(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(path.toString(), null, "is not a regular file");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            FileChannel.open(
                            path,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.SPARSE,
                            StandardOpenOption.WRITE)
                    .close();
            Durable.chmod(path, Durable.FILE_MODE);
        }
        return new PositionalFile(path, READ_WRITE);
    }

    /// Opens `path`, which is there.
    static PositionalFile openToRead(Path path) throws IOException {
        return new PositionalFile(path, READ);
    }

    /// Writes all that remains in `source`; threads may write at once.
    void write(ByteBuffer source, long offset) throws IOException {
        var base = offset - source.position();
        var interrupted = false;
        try {
            while (source.hasRemaining()) {
                var current = channel;
                try {
                    // Counted by the buffer's position, which is right even if this throws.
                    writing.lock();
                    try {
                        var _ = current.write(source, base + source.position());
                    } finally {
                        writing.unlock();
                    }
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    reopen();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Reads until `target` is full or the file ends; returns the bytes read, 0 at the end.
    int read(ByteBuffer target, long offset) throws IOException {
        var start = target.position();
        var interrupted = false;
        try {
            while (target.hasRemaining()) {
                var current = channel;
                try {
                    if (current.read(target, offset + target.position() - start) < 0) {
                        break;
                    }
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    reopen();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return target.position() - start;
    }

    long length() throws IOException {
        return again(FileChannel::size);
    }

    /// Makes the file `size` bytes long, with a hole at its end if it was shorter.
    void setLength(long size) throws IOException {
        var length = length();
        if (length > size) {
            var _ = again(it -> it.truncate(size));
        } else if (length < size) {
            write(ByteBuffer.allocate(1), size - 1);
        }
    }

    /// Brings the bytes to the disk; with `all`, what the directory says of the file too.
    void force(boolean all) throws IOException {
        var _ =
                again(it -> {
                    it.force(all);
                    return true;
                });
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }

    private <T> T again(Step<T> step) throws IOException {
        var interrupted = false;
        try {
            while (true) {
                var current = channel;
                try {
                    return step.run(current);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    reopen();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (!channel.isOpen()) {
            channel = FileChannel.open(path, options);
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T run(FileChannel channel) throws IOException;
    }
}
