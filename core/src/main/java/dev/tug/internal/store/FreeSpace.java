package dev.tug.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether a pull fits on the disk, with the numbers; asked before its first byte.
///
/// @param missing bytes that are still to come, without what is staged already
/// @param margin bytes that shall stay free
/// @param usable bytes that this user may still write
public record FreeSpace(long missing, long margin, long usable) {
    public FreeSpace {
        if (missing < 0 || margin < 0 || usable < 0) {
            throw new IllegalArgumentException(
                    "negative: " + missing + ", " + margin + " or " + usable);
        }
    }

    /// Whether it fits. Nothing to write always does, even on a full disk.
    public boolean isEnough() {
        return shortBy() == 0;
    }

    /// Bytes that must be freed first, 0 if it fits.
    public long shortBy() {
        if (missing == 0 || missing <= usable - margin) {
            return 0;
        }
        var needed = missing + margin;
        return needed < 0 ? Long.MAX_VALUE - usable : needed - usable;
    }

    /// Says so with the numbers.
    @Override
    public String toString() {
        return "%d bytes missing, %d to stay free, %d available".formatted(missing, margin, usable);
    }

    /// What this user may still write where `path` is or will be.
    static long usable(Path path) throws IOException {
        var at = path.toAbsolutePath();
        while (!Files.exists(at)) {
            at = Durable.parent(at);
        }
        return Math.max(0, Files.getFileStore(at).getUsableSpace());
    }
}
