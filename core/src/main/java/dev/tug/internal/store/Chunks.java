package dev.tug.internal.store;

import dev.tug.blob.ByteRange;

/// A blob of `size` bytes cut into pieces of 4 MiB, of which the last may be shorter: each is hashed by
/// itself, so that bytes that go wrong later can be found.
///
/// @param size bytes of the blob, 0 or more
public record Chunks(long size) {
    /// Small against what a wrong byte would cost without, large enough that 32 bytes for each are few.
    public static final long BYTES = 4L << 20;

    /// How many there are.
    public int count() {
        return Math.toIntExact(Math.ceilDiv(size, BYTES));
    }

    /// Chunk number `index`, counted from 0.
    public ByteRange range(int index) {
        long start = index * BYTES;
        return new ByteRange(start, Math.min(size, start + BYTES));
    }

    /// The chunk that holds the byte at `offset`.
    public int at(long offset) {
        return Math.toIntExact(offset / BYTES);
    }

    /// The chunk after the last one that holds a byte of `range`.
    public int after(ByteRange range) {
        return at(range.end() - 1) + 1;
    }
}
