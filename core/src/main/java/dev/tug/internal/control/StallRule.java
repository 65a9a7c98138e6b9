package dev.tug.internal.control;

import java.time.Duration;

/// Says how long a body may be silent before its connection counts as dead.
///
/// Others that move show that the path is fine, and that it is this connection that is not. What scans
/// content is silent too, for other reasons: before the first byte, before the last ones, and between
/// the few that it lets through to keep its client patient.
///
/// @param stall the longest silence when nothing speaks for or against it (Ollama: 30 s)
public record StallRule(Duration stall) {
    /// While others move (concurrency.md E7).
    private static final Duration WHILE_OTHERS_MOVE = Duration.ofSeconds(10);

    /// The last part of an answer where scanners hold back: they pass on about 95 %.
    private static final int TAIL = 10;

    /// One body that is being read.
    ///
    /// @param received bytes of it that have come
    /// @param asked bytes of it in all
    /// @param othersMoved whether other streams received bytes since this one last did
    /// @param pauseMillisMax the longest silence that some body of this transfer has ended by itself
    /// @param firstByte how long the first byte of an answer is waited for
    public record Body(
            long received,
            long asked,
            boolean othersMoved,
            long pauseMillisMax,
            Duration firstByte) {
        /// Whether its silence may be that of a scanner that has all of it.
        boolean isHeld() {
            return received == 0 || received >= asked - asked / TAIL;
        }
    }

    /// The longest silence to bear.
    public Duration limit(Body body) {
        if (body.isHeld()) {
            return longer(stall, body.firstByte());
        }
        if (!body.othersMoved()) {
            return stall;
        }
        var usual = Duration.ofMillis(2 * body.pauseMillisMax());
        return shorter(stall, longer(WHILE_OTHERS_MOVE, usual));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
