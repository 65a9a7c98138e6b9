package dev.tug.internal.store;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The right to bring in one blob, held by one transfer of one process at a time.
///
/// Between processes it is a lock of the operating system on a file, which a dead process gives back
/// by itself; between the threads of a process, on which such locks have no effect, it is a table.
///
/// The file may be deleted by its holder alone, before unlocking. So whoever locks a file that was
/// just deleted holds nothing: it writes a word of its own into what it has locked, and holds the
/// lock if that word can be read back under the file's name. The second channel that reads it stays
/// open as long as the lock, because POSIX drops all locks of a process on a file with the first
/// channel that it closes. For the same reason a file that this process holds is never opened.
///
/// Where there are no such locks (some network file systems), a [PidFile] does what it can.
final class BlobLock implements Closeable {
    /// A holder and its word are shorter.
    private static final int CONTENT_MAX = 100;

    /// Deletions by others that are met in a row before giving up.
    private static final int ATTEMPTS = 100;

    /// Far behind the content, which Windows would not let others read if it were locked.
    private static final long LOCKED_BYTE = 1L << 30;

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final Holding holding;

    private BlobLock(Path key, Holding holding) {
        this.key = key;
        this.holding = holding;
    }

    /// What came of trying.
    sealed interface Outcome {
        /// The lock is ours until closed.
        record Acquired(BlobLock lock) implements Outcome {}

        /// It is somebody else's.
        ///
        /// @param pid of the process that holds it, 0 if unknown
        record Held(long pid) implements Outcome {}
    }

    /// Locks one byte of a file; null if another process has it locked.
    @FunctionalInterface
    interface Locking {
        /// What the operating system offers.
        Locking NATIVE = channel -> channel.tryLock(LOCKED_BYTE, 1, false);

        /// Locks the byte, or says that it is locked by another process.
        ///
        /// @throws IOException if the file system has no locks
        @Nullable FileLock tryLock(FileChannel channel) throws IOException;
    }

    /// Takes the lock whose file is `file`, without waiting.
    ///
    /// @param machine names this machine where locks are files; see [PidFile]
    static Outcome tryAcquire(Path file, String machine) throws IOException {
        return tryAcquire(file, machine, Locking.NATIVE);
    }

    static Outcome tryAcquire(Path file, String machine, Locking locking) throws IOException {
        var key = Durable.parent(file).toRealPath().resolve(file.getFileName());
        if (!HELD.add(key)) {
            return new Outcome.Held(ProcessHandle.current().pid());
        }
        var acquired = false;
        try {
            var outcome = Uninterrupted.call(() -> acquire(key, machine, locking));
            acquired = outcome instanceof Outcome.Acquired;
            return outcome;
        } finally {
            if (!acquired) {
                HELD.remove(key);
            }
        }
    }

    /// Says that the holder lives, where locks are files.
    void refresh() throws IOException {
        holding.refresh();
    }

    /// Gives the lock back and takes its file away.
    @Override
    public void close() throws IOException {
        try {
            holding.release();
        } finally {
            HELD.remove(key);
        }
    }

    private static Outcome acquire(Path file, String machine, Locking locking) throws IOException {
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS);
            var kept = false;
            try {
                FileLock lock;
                try {
                    lock = locking.tryLock(channel);
                } catch (OverlappingFileLockException e) {
                    return new Outcome.Held(ProcessHandle.current().pid());
                } catch (ClosedByInterruptException e) {
                    throw e;
                } catch (IOException | UnsupportedOperationException e) {
                    return acquirePidFile(file, machine);
                }
                if (lock == null) {
                    return new Outcome.Held(pid(read(channel)));
                }
                var holding = verified(file, channel);
                if (holding != null) {
                    kept = true;
                    return new Outcome.Acquired(new BlobLock(file, holding));
                }
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
        return new Outcome.Held(0);
    }

    private static Outcome acquirePidFile(Path file, String machine) throws IOException {
        return switch (PidFile.tryAcquire(file, machine)) {
            case PidFile.Outcome.Acquired(var pidFile) ->
                    new Outcome.Acquired(new BlobLock(file, pidFile));
            case PidFile.Outcome.Held(var pid) -> new Outcome.Held(pid);
        };
    }

    /// Null if what is locked is no longer the file of that name.
    private static @Nullable Holding verified(Path file, FileChannel locked) throws IOException {
        var word = ProcessHandle.current().pid() + " " + UUID.randomUUID() + "\n";
        locked.truncate(0);
        var _ = locked.write(ByteBuffer.wrap(word.getBytes(StandardCharsets.US_ASCII)), 0);
        FileChannel witness;
        try {
            witness = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
        if (!read(witness).equals(word)) {
            witness.close();
            return null;
        }
        return new OsLock(file, locked, witness);
    }

    private static String read(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(CONTENT_MAX);
        var _ = channel.read(bytes, 0);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }

    private static long pid(String content) {
        var end = content.indexOf(' ');
        try {
            return end < 0 ? 0 : Long.parseLong(content, 0, end, 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// What is given back at the end.
    interface Holding {
        /// Says that the holder lives.
        void refresh() throws IOException;

        /// Ends it.
        void release() throws IOException;
    }

    private record OsLock(Path file, FileChannel locked, FileChannel witness) implements Holding {
        @Override
        public void refresh() {
            // The operating system knows.
        }

        @Override
        public void release() throws IOException {
            try (locked;
                    witness) {
                Files.deleteIfExists(file);
            }
        }
    }
}
