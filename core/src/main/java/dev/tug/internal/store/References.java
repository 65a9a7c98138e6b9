package dev.tug.internal.store;

import dev.tug.blob.Digest;

import java.util.List;
import java.util.Set;

/// The blobs that some model needs.
///
/// @param problems manifests that could not be read: while there are any, more blobs may be needed
///     than are known, and none may be deleted
public record References(Set<Digest> digests, List<StoreProblem> problems) {
    public References {
        digests = Set.copyOf(digests);
        problems = List.copyOf(problems);
    }
}
