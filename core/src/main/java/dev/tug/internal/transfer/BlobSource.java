package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.Terms;

import java.util.Optional;

/// Where the bytes of blobs come from; it finds the way through redirects and credentials.
@FunctionalInterface
public interface BlobSource {
    /// Prepares a request for `range` of `blob`, or for all of it if empty.
    ///
    /// @param terms how long it may wait, and for which connection
    Call open(Descriptor blob, Optional<ByteRange> range, Terms terms);

    /// Prepares the question what the pieces of `blob` must hash to; empty if nobody there would know.
    default Optional<SumsCall> sums(Descriptor blob) {
        return Optional.empty();
    }
}
