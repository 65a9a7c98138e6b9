package dev.tug.internal.store;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Digest;

import java.util.List;
import java.util.Optional;

/// What a [Journal] says of a blob: which bytes are there, which of them for ever, and what they hash
/// to.
///
/// Not thread-safe; the journal guards it.
final class Claims {
    private final RangeSet present = new RangeSet();
    private final RangeSet durable = new RangeSet();
    private final ChunkDigests digests;

    Claims(Chunks chunks) {
        this.digests = new ChunkDigests(chunks);
    }

    /// The bytes are there as long as the machine is up.
    void written(long start, long end) {
        present.add(start, end);
    }

    /// The bytes are there for ever.
    void durable(long start, long end) {
        durable.add(start, end);
        present.add(start, end);
    }

    /// The chunk hashed to this; returns whether that was news.
    boolean hashed(int chunk, Digest digest) {
        return digests.put(chunk, digest);
    }

    /// Nothing from `dataLength` on is there.
    void cutAt(long dataLength) {
        present.cutAt(dataLength);
        durable.cutAt(dataLength);
        digests.retain(present);
    }

    /// The bytes that are there, as of now.
    RangeSet present() {
        return present.copy();
    }

    /// How many bytes are there.
    long total() {
        return present.total();
    }

    /// What is not there of the first `size` bytes.
    List<ByteRange> missing(long size) {
        return present.gaps(size);
    }

    boolean isDurable(ByteRange range) {
        return durable.contains(range.start(), range.end());
    }

    /// The bytes that are there for ever.
    List<ByteRange> durableRanges() {
        return durable.ranges();
    }

    /// The bytes that are there only as long as the machine is up, in runs that may hold others.
    List<ByteRange> writtenRanges() {
        return present.ranges().stream().filter(range -> !isDurable(range)).toList();
    }

    /// As many runs as there are at most, of both kinds.
    int rangesMax() {
        return durable.count() + present.count();
    }

    Optional<Digest> digest(int chunk) {
        return digests.of(chunk);
    }

    /// What is known of chunks, in order.
    List<ChunkDigests.Run> digests() {
        return digests.runs();
    }
}
