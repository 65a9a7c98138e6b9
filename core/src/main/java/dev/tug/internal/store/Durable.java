package dev.tug.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Changes to files and directories that are there whole after a power cut, or not at all.
///
/// Modes are Ollama's (0644 and 0755) whatever the umask, where the file system has modes.
public final class Durable {
    static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-r--r--");
    static final Set<PosixFilePermission> DIRECTORY_MODE =
            PosixFilePermissions.fromString("rwxr-xr-x");

    /// For what is nobody else's business.
    public static final Set<PosixFilePermission> PRIVATE_MODE =
            PosixFilePermissions.fromString("rw-------");

    private Durable() {}

    /// Puts `content` at `target`, by way of `temporary` on the same file system.
    static void write(Path temporary, Path target, ByteBuffer content) throws IOException {
        write(temporary, target, content, FILE_MODE);
    }

    /// The same without waiting for the disk: a power cut may take it back or leave it empty, and the end of
    /// this process does neither. For what is worth nothing without something that is synced later.
    static void replace(Path temporary, Path target, ByteBuffer content) throws IOException {
        Uninterrupted.run(() -> {
            put(temporary, content, false);
            chmod(temporary, FILE_MODE);
            var _ = Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /// The first with a mode of choice.
    public static void write(
            Path temporary, Path target, ByteBuffer content, Set<PosixFilePermission> mode)
            throws IOException {
        Uninterrupted.run(() -> {
            put(temporary, content, true);
            chmod(temporary, mode);
        });
        move(temporary, target);
    }

    private static void put(Path file, ByteBuffer content, boolean forced) throws IOException {
        Files.deleteIfExists(file);
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var rest = content.duplicate();
            while (rest.hasRemaining()) {
                var _ = channel.write(rest);
            }
            if (forced) {
                channel.force(true);
            }
        }
    }

    /// Renames `source` to `target`, replacing it, and makes that durable.
    static void move(Path source, Path target) throws IOException {
        var _ = Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(parent(target));
        if (!parent(source).equals(parent(target))) {
            syncDirectory(parent(source));
        }
    }

    /// Creates `directory` and what is missing above it.
    public static void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        var parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        try {
            var _ = Files.createDirectory(directory);
            chmod(directory, DIRECTORY_MODE);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    /// Sets the mode of a file or directory that is ours, where there are modes.
    static void chmod(Path path, Set<PosixFilePermission> mode) throws IOException {
        if (isPosix(path) && !Files.isSymbolicLink(path)) {
            var _ = Files.setPosixFilePermissions(path, mode);
        }
    }

    /// Makes entries of `directory` durable; Windows has no such call and needs none.
    static void syncDirectory(Path directory) throws IOException {
        if (!isPosix(directory)) {
            return;
        }
        Uninterrupted.run(() -> {
            if (!Files.isReadable(directory)) {
                return;
            }
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        });
    }

    static boolean isRegular(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// The directory that `path` is in.
    public static Path parent(Path path) {
        var parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("no directory above " + path);
        }
        return parent;
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
