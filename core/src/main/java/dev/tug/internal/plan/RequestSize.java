package dev.tug.internal.plan;

/// How many bytes a stream asks for at once.
///
/// @param bytesMin what it asks for before its rate is known, and at least
/// @param bytesMax the largest answer that comes through, at least 1
/// @param streams streams that share what is left
public record RequestSize(long bytesMin, long bytesMax, int streams) {
    /// A request is to last this long: the round trip between two requests is then small.
    private static final long SECONDS = 6;

    /// The size for a stream that runs at `bytesPerSecond` (0 if that is not known) where nobody works
    /// on `openBytes`.
    public long of(long bytesPerSecond, long openBytes) {
        long fairShare = openBytes / (2L * streams);
        return Math.clamp(
                Math.min(bytesPerSecond * SECONDS, fairShare),
                Math.min(bytesMin, bytesMax),
                bytesMax);
    }
}
