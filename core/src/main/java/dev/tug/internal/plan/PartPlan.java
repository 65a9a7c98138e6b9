package dev.tug.internal.plan;

import dev.tug.blob.ByteRange;

/// The parts of a blob by Ollama's rule: its size over the streams, within 100 MB..1000 MB.
///
/// Parts are how a blob is accounted for, and no request crosses their borders; what a stream asks
/// for at once is smaller, so that bytes arrive nearly in order and the hash can follow them.
///
/// @param size bytes of the blob, 0 or more
/// @param partBytes bytes of each part but the last, which may be shorter
public record PartPlan(long size, long partBytes) {
    /// Ollama's bounds, in decimal megabytes.
    public static final long PART_BYTES_MIN = 100_000_000;

    public static final long PART_BYTES_MAX = 1_000_000_000;

    /// The plan for a blob of `size` bytes when `streams` may run.
    public static PartPlan of(long size, int streams) {
        return new PartPlan(size, Math.clamp(size / streams, PART_BYTES_MIN, PART_BYTES_MAX));
    }

    /// Parts in all, at least 1.
    public int count() {
        return Math.toIntExact(Math.max(1, Math.ceilDiv(size, partBytes)));
    }

    /// Part number `index`, counted from 0.
    public ByteRange part(int index) {
        long start = index * partBytes;
        return new ByteRange(start, Math.min(size, start + partBytes));
    }

    /// Where the part ends that holds the byte at `offset`.
    public long endOfPartAt(long offset) {
        return Math.min(size, (offset / partBytes + 1) * partBytes);
    }
}
