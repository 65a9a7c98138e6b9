package dev.tug.transfer;

import java.time.Duration;

/// What a control has learned of a path, fit to be kept and handed to the next control.
///
/// @param streams the number that it ended at, 1..32
/// @param held the largest number proved to hold; 0 if none was
/// @param wall the least number known to be too many; 0 if none is
/// @param certify how long a number must hold before it counts as proved
/// @param recover how long no byte came after all connections were ended for being too many; zero if
///     they never were
/// @param spacing least time between the openings of two connections
/// @param requestBytesMax the largest answer that comes through
/// @param retireAge the age before which a connection is to be left; [#AGELESS] if there is no limit
/// @param retireBytes the body bytes before which a connection is to be left
/// @param firstByte how long the first byte of an answer may take
/// @param ranges whether ranges come as asked for
/// @param cause what the number of streams follows from, for programs
/// @param reason the same in words fit for a user; empty if nothing stands in the way
public record PathProfile(
        int streams,
        int held,
        int wall,
        Duration certify,
        Duration recover,
        Duration spacing,
        long requestBytesMax,
        Duration retireAge,
        long retireBytes,
        Duration firstByte,
        boolean ranges,
        Cause cause,
        String reason) {
    /// The most streams that may ever run; Tug's own bound, twice Ollama's 16.
    public static final int STREAMS_MAX = 32;

    /// What holds of a path that asks for nothing else. Connections open one by one: a burst of
    /// handshakes is what some appliances answer with silence.
    public static final Duration SPACING = Duration.ofMillis(100);

    /// Beyond it a longer request gains nothing, and the hash falls behind the streams.
    public static final long REQUEST_BYTES_MAX = 32L << 20;

    /// No limit to a connection's age.
    public static final Duration AGELESS = Duration.ofDays(365);

    /// Ollama's 30 s.
    public static final Duration FIRST_BYTE = Duration.ofSeconds(30);

    public PathProfile {
        if (streams < 1 || streams > STREAMS_MAX) {
            throw new IllegalArgumentException("streams not in 1..32: " + streams);
        }
        if (held < 0 || wall < 0 || requestBytesMax < 1 || retireBytes < 1) {
            throw new IllegalArgumentException(
                    "held %d, wall %d, requestBytesMax %d, retireBytes %d"
                            .formatted(held, wall, requestBytesMax, retireBytes));
        }
    }
}
