package dev.tug.internal.store;

import dev.tug.blob.ByteRange;

import java.util.List;
import java.util.OptionalInt;

/// What a [Journal] says of a blob: which bytes are there, which of them for ever, and what they must
/// be.
///
/// Not thread-safe; the journal guards it.
final class Claims {
    private final RangeSet present = new RangeSet();
    private final RangeSet durable = new RangeSet();
    private final ChunkCrcs crcs;

    Claims(Chunks chunks) {
        this.crcs = new ChunkCrcs(chunks);
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

    /// The chunk came with this CRC-32C; returns whether that was news.
    boolean checked(int chunk, int crc) {
        return crcs.put(chunk, crc);
    }

    /// Nothing from `dataLength` on is there.
    void cutAt(long dataLength) {
        present.cutAt(dataLength);
        durable.cutAt(dataLength);
        crcs.retain(present);
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

    OptionalInt crc(int chunk) {
        return crcs.of(chunk);
    }

    /// What is known of chunks, in order.
    List<ChunkCrcs.Run> crcs() {
        return crcs.runs();
    }
}
