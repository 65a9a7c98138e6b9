package dev.tug.internal.profile;

import dev.tug.transfer.PathProfile;

import java.util.Optional;

/// Remembers what paths bear, from one transfer to the next. Safe for threads; neither method fails.
public interface PathMemory {
    /// What a transfer over `path` is to start from, with what is no longer to be relied on left out.
    Optional<PathProfile> recall(PathKey path);

    /// Notes what a transfer over `path` ended with. A profile of cause `OUTAGE` is no lesson.
    void learn(PathKey path, PathProfile profile);
}
