package dev.tug.internal.store;

import dev.tug.blob.Digest;

import java.util.ArrayList;
import java.util.HashSet;
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

    /// What the models of `listing` need, and what `newer` mentions.
    static References of(StoreListing listing, NewerManifests newer) {
        var digests = new HashSet<Digest>();
        listing.models().forEach(model -> digests.addAll(model.digests()));
        var problems = new ArrayList<>(listing.problems());
        newer.collect(digests, problems);
        return new References(digests, problems);
    }
}
