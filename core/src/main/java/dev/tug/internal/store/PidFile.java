package dev.tug.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A lock on a file system that has none: a file that names its holder.
///
/// It is created atomically. On the machine that wrote it, it is void once the process is gone. From
/// another machine, or after a restart of this one, that cannot be seen, so it is void when it has not
/// been refreshed for an hour; the ages compared are both the file system's, whatever the clocks of
/// its machines. Two processes that find the same void file within the same few milliseconds may
/// both take it; that is what a file system without locks costs.
final class PidFile implements BlobLock.Holding {
    private static final Duration FOREIGN_AGE_MAX = Duration.ofHours(1);

    /// Time enough to write what was just created; after it, an unreadable file is a dead one.
    private static final Duration UNREADABLE_AGE_MAX = Duration.ofSeconds(10);

    private static final int CONTENT_MAX = 300;
    private static final int ATTEMPTS = 3;

    private final Path file;
    private final String content;

    private PidFile(Path file, String content) {
        this.file = file;
        this.content = content;
    }

    sealed interface Outcome {
        record Acquired(PidFile file) implements Outcome {}

        record Held(long pid) implements Outcome {}
    }

    /// Takes the lock beside `lockFile`, which exists and whose age is now.
    ///
    /// @param machine differs between machines and between starts of one
    static Outcome tryAcquire(Path lockFile, String machine) throws IOException {
        var file = lockFile.resolveSibling(lockFile.getFileName() + ".pid");
        var self = ProcessHandle.current();
        var content =
                "%d %d %s %s"
                        .formatted(self.pid(), start(self), UUID.randomUUID(), machine.strip());
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                var _ = write(file, content, StandardOpenOption.CREATE_NEW);
                return new Outcome.Acquired(new PidFile(file, content));
            } catch (FileAlreadyExistsException e) {
                var held = holder(file, lockFile, machine.strip());
                if (held.isPresent()) {
                    return held.get();
                }
                Files.deleteIfExists(file);
            }
        }
        return new Outcome.Held(0);
    }

    @Override
    public void refresh() throws IOException {
        var _ = write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public void release() throws IOException {
        Files.deleteIfExists(file);
    }

    /// Empty if the file is void.
    private static Optional<Outcome> holder(Path file, Path lockFile, String machine)
            throws IOException {
        String[] words;
        Duration age;
        try {
            var _ = write(lockFile, "", StandardOpenOption.TRUNCATE_EXISTING);
            age = Duration.between(modified(file), modified(lockFile));
            words = read(file).split(" ", 4);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (words.length < 4 || !isNumber(words[0]) || !isNumber(words[1])) {
            return age.compareTo(UNREADABLE_AGE_MAX) > 0
                    ? Optional.empty()
                    : Optional.of(new Outcome.Held(0));
        }
        var pid = Long.parseLong(words[0]);
        var lives =
                words[3].equals(machine)
                        ? isAlive(pid, Long.parseLong(words[1]))
                        : age.compareTo(FOREIGN_AGE_MAX) <= 0;
        return lives ? Optional.of(new Outcome.Held(pid)) : Optional.empty();
    }

    private static boolean isAlive(long pid, long start) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> start == 0 || start(process) == 0 || start(process) == start)
                .isPresent();
    }

    /// When the process was started, because pids come round again; 0 if unknown.
    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty()
                && word.length() <= 18
                && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(CONTENT_MAX), StandardCharsets.UTF_8);
        }
    }

    private static Path write(Path file, String content, StandardOpenOption how)
            throws IOException {
        return Files.writeString(file, content, StandardOpenOption.WRITE, how);
    }
}
