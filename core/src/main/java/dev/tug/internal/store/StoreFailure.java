package dev.tug.internal.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Why the store on disk could not do what was asked.
///
/// A failure is a value: the command turns it into advice. [StoreException] carries it up.
public sealed interface StoreFailure {
    /// The disk or the user's quota is full.
    ///
    /// @param needed bytes that were to be written, 0 if unknown
    /// @param available bytes that this user may still write, 0 if unknown
    record NoSpace(Path path, long needed, long available) implements StoreFailure {}

    /// This user may not write here; typical of a store that belongs to Ollama's service user.
    ///
    /// @param owner of the path or of the nearest directory above it, empty if unknown
    record NotWritable(Path path, String owner, String detail) implements StoreFailure {}

    /// The disk or the file system refused.
    record Io(Path path, String detail) implements StoreFailure {}

    /// Another process, or another transfer in this one, is bringing in the same blob.
    ///
    /// @param pid of the holder, 0 if unknown
    record Locked(long pid) implements StoreFailure {}

    /// The staged bytes are not what is to be committed.
    record WrongContent(Path path, String detail) implements StoreFailure {}

    /// One line for a log or a terminal: no full stop.
    default String summary() {
        return switch (this) {
            case NoSpace(var path, var needed, var available) ->
                    "no space left for "
                            + path
                            + (needed > 0 ? ": " + needed + " bytes needed, " : ": ")
                            + available
                            + " available";
            case NotWritable(var path, var owner, var detail) ->
                    "cannot write "
                            + path
                            + (owner.isEmpty() ? "" : " (owner " + owner + ")")
                            + ": "
                            + detail;
            case Io(var path, var detail) -> path + ": " + detail;
            case Locked(var pid) ->
                    "blob is being transferred by "
                            + (pid > 0 ? "process " + pid : "another process");
            case WrongContent(var path, var detail) -> path + " " + detail;
        };
    }

    /// Says what `cause` means; the platform tells causes apart by their text alone.
    ///
    /// @param path what was being worked on
    /// @param needed bytes that were to be written, 0 if unknown
    static StoreFailure of(Path path, long needed, IOException cause) {
        var detail = detail(cause);
        if (isAny(detail, NO_SPACE)) {
            return new NoSpace(path, needed, usable(path));
        }
        if (cause instanceof AccessDeniedException || isAny(detail, NOT_WRITABLE)) {
            return new NotWritable(path, owner(path), detail);
        }
        return new Io(path, detail);
    }

    /// ENOSPC and EDQUOT in the words of Linux and macOS, then of Windows.
    List<String> NO_SPACE =
            List.of(
                    "No space left on device",
                    "Disk quota exceeded",
                    "Disc quota exceeded",
                    "not enough space on the disk");

    /// EROFS, EACCES and EPERM.
    List<String> NOT_WRITABLE =
            List.of("Read-only file system", "Permission denied", "Operation not permitted");

    private static boolean isAny(String detail, List<String> texts) {
        return texts.stream().anyMatch(detail::contains);
    }

    /// What `cause` says beyond the path, which is all that some of Java's messages hold.
    static String detail(IOException cause) {
        return switch (cause) {
            case AccessDeniedException denied when denied.getReason() == null ->
                    "permission denied";
            case NoSuchFileException missing when missing.getReason() == null ->
                    "no such file or directory";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            default ->
                    Objects.requireNonNullElse(
                            cause.getMessage(), cause.getClass().getSimpleName());
        };
    }

    private static long usable(Path path) {
        return FreeSpace.at(nearestExisting(path));
    }

    /// The owner of `path` or of the nearest directory above it, empty if unknown.
    static String owner(Path path) {
        try {
            return Files.getOwner(nearestExisting(path)).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private static Path nearestExisting(Path path) {
        var at = path.toAbsolutePath();
        while (!Files.exists(at)) {
            var parent = at.getParent();
            if (parent == null) {
                return at;
            }
            at = parent;
        }
        return at;
    }
}
