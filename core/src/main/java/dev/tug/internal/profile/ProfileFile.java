package dev.tug.internal.profile;

import dev.tug.internal.store.Durable;
import dev.tug.internal.store.Uninterrupted;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// The file that a [PathBook] is kept in, shared by all processes of a user.
///
/// It is replaced whole, so that a reader needs no lock. A writer reads, changes and writes under a
/// lock on a file beside it. What cannot be read is put aside before it is replaced.
final class ProfileFile {
    /// A writer holds the lock for some milliseconds; one that holds it longer is stopped, and its
    /// entry is not worth waiting for.
    private static final long LOCK_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private static final long LOCK_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /// File locks are held by a process as a whole; this one keeps its threads apart.
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final Path path;

    ProfileFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /// What the file holds.
    ///
    /// @param problem what is wrong with it, in words that go on after its name; empty if nothing is
    record Contents(PathBook book, Optional<String> problem) {}

    /// Reads the file; one that is missing is an empty book, and one that is unfit too.
    Contents read() {
        try {
            if (!Files.exists(path)) {
                return new Contents(PathBook.EMPTY, Optional.empty());
            }
            if (!Files.isRegularFile(path)) {
                return unfit("is no file");
            }
            var reading = BookJson.read(bytes());
            return new Contents(
                    new PathBook(reading.paths(), reading.hosts()),
                    reading.senseless() == 0
                            ? Optional.empty()
                            : Optional.of(
                                    "has entries that make no sense: " + reading.senseless()));
        } catch (BookJson.Unreadable e) {
            return unfit(e.reason());
        } catch (IOException e) {
            return unfit("cannot be read: " + e);
        }
    }

    private byte[] bytes() throws IOException {
        return Uninterrupted.call(() -> {
            try (var in = Files.newInputStream(path)) {
                return in.readNBytes(BookJson.BYTES_MAX + 1);
            }
        });
    }

    private static Contents unfit(String problem) {
        return new Contents(PathBook.EMPTY, Optional.of(problem));
    }

    /// Replaces the file by what `change` makes of it; `change` may be asked more than once.
    void update(UnaryOperator<PathBook> change) throws IOException {
        IN_PROCESS.lock();
        try {
            Durable.createDirectories(Durable.parent(path));
            Uninterrupted.run(() -> updateLocked(change));
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private void updateLocked(UnaryOperator<PathBook> change) throws IOException {
        try (var channel =
                FileChannel.open(
                        beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            await(channel);
            var contents = read();
            var changed = change.apply(contents.book());
            if (contents.problem().isPresent()) {
                var _ = Files.move(path, aside(), StandardCopyOption.REPLACE_EXISTING);
            } else if (changed.equals(contents.book()) && Files.exists(path)) {
                return;
            }
            write(changed);
        }
    }

    /// Without the lock two writers may lose an entry, and never the file.
    private static void await(FileChannel channel) throws IOException {
        for (long waited = 0; waited < LOCK_NANOS_MAX; waited += LOCK_POLL_NANOS) {
            try {
                if (channel.tryLock() != null) {
                    return;
                }
            } catch (OverlappingFileLockException _) {
                // Another copy of this class in this process has it.
            }
            LockSupport.parkNanos(LOCK_POLL_NANOS);
        }
    }

    private void write(PathBook book) throws IOException {
        var kept = book;
        var bytes = BookJson.write(kept, Map.of(), entry -> entry);
        while (bytes.length > BookJson.BYTES_MAX) {
            kept = kept.latest(Math.max(kept.paths().size(), kept.hosts().size()) / 2);
            bytes = BookJson.write(kept, Map.of(), entry -> entry);
        }
        var target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
        Durable.write(
                target.resolveSibling(target.getFileName() + ".new"),
                target,
                ByteBuffer.wrap(bytes),
                Durable.PRIVATE_MODE);
    }

    /// Where an unfit file goes.
    Path aside() {
        return beside(".bad");
    }

    private Path beside(String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }
}
