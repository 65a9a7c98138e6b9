package dev.tug.internal.http;

import java.time.Duration;

/// How long a request waits, and on which connection it goes out.
///
/// @param connect the longest wait for a TCP connection; the transport's own limit holds besides
/// @param firstByte the longest silence before the answer begins
/// @param stall the longest silence within the answer
/// @param fresh whether an idle connection of earlier requests may not be used
/// @param dialling has a say in new connections
public record Terms(
        Duration connect, Duration firstByte, Duration stall, boolean fresh, Dialling dialling) {
    /// One limit for all silence, and any connection.
    public static Terms of(Duration stall) {
        return new Terms(stall, stall, stall, false, Dialling.FREE);
    }

    /// The same where `other` has its say.
    public Terms with(Dialling other) {
        return new Terms(connect, firstByte, stall, fresh, other);
    }

    /// The same on a connection of its own, if `fresh`.
    public Terms onFresh(boolean other) {
        return new Terms(connect, firstByte, stall, other, dialling);
    }
}
