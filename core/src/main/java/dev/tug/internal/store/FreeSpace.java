package dev.tug.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much may still be written to a file system.
final class FreeSpace {
    private FreeSpace() {}

    /// Bytes that this user may write where `existing` is; 0 if nobody can tell.
    ///
    /// Java looks a file store up in the list of mounts, where the one of a chroot is not (`Mount point
    /// not found`); the older question goes to the file system itself.
    static long at(Path existing) {
        try {
            return Math.max(0, Files.getFileStore(existing).getUsableSpace());
        } catch (IOException e) {
            return existing.toFile().getUsableSpace();
        }
    }
}
