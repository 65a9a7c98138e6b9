package dev.tug.internal.plan;

/// How many bytes a stream asks for at once.
///
/// @param bytesMax the largest answer that comes through, at least 1
/// @param streams streams that share what is left
public record RequestSize(long bytesMax, int streams) {
    /// What a stream asks for first, before its rate is known.
    private static final long BYTES_MIN = 4L << 20;

    /// A request is to last this long: the round trip between two requests is then small.
    private static final long SECONDS = 6;

    /// The size for a stream that runs at `bytesPerSecond` (0 if that is not known) where nobody works
    /// on `openBytes`.
    public long of(long bytesPerSecond, long openBytes) {
        long fairShare = openBytes / (2L * streams);
        return Math.clamp(
                Math.min(bytesPerSecond * SECONDS, fairShare),
                Math.min(BYTES_MIN, bytesMax),
                bytesMax);
    }
}
