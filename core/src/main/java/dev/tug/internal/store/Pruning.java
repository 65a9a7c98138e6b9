package dev.tug.internal.store;

import dev.tug.blob.Digest;

import java.nio.file.Path;
import java.util.List;

/// What was deleted from a store, or would be.
///
/// @param removed in the order of their paths
/// @param problems that kept blobs from being deleted
public record Pruning(List<Removed> removed, List<StoreProblem> problems) {
    public Pruning {
        removed = List.copyOf(removed);
        problems = List.copyOf(problems);
    }

    /// One file.
    ///
    /// @param digest of the blob that it is, or was to become
    /// @param bytes that it takes or took, as far as its length says
    public record Removed(Path path, Digest digest, long bytes) {}

    /// Bytes of all that was removed.
    public long bytes() {
        return removed.stream().mapToLong(Removed::bytes).sum();
    }
}
