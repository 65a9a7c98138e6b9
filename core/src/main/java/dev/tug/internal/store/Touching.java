package dev.tug.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// Says that a file was modified.
@FunctionalInterface
interface Touching {
    /// What the operating system allows: an owner, and nobody else, may name a time.
    Touching NATIVE =
            (path, at) -> {
                var _ = Files.setLastModifiedTime(path, FileTime.from(at));
            };

    /// Sets the time of `path`.
    void touch(Path path, Instant at) throws IOException;
}
