package dev.tug.blob;

/// Consecutive bytes of a blob, from `start` up to but not including `end`; never empty.
///
/// @param start offset of the first byte, 0 or more
/// @param end offset after the last byte, greater than `start`
public record ByteRange(long start, long end) {
    public ByteRange {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("no byte range: " + start + ".." + end);
        }
    }

    /// Bytes in this range, at least 1.
    public long length() {
        return end - start;
    }

    /// The value of a `Range` header that asks for these bytes (RFC 9110 14.2).
    public String header() {
        return "bytes=" + start + "-" + (end - 1);
    }

    /// These bytes as `start-last`, as a user reads them in a log.
    @Override
    public String toString() {
        return start + "-" + (end - 1);
    }
}
