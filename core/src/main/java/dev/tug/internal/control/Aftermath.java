package dev.tug.internal.control;

import java.util.Optional;

/// The time after an end of all connections: what is one of its stragglers, whether the door is still
/// closed, and when bytes flow again.
final class Aftermath {
    /// Most connections that are ended together are gone after this; a straggler is no new event.
    private static final long STRAGGLE_MILLIS = 3_000;

    /// After an end of all, a door may be closed for this long.
    private static final long PENALTY_MILLIS_MAX = 60_000;

    private long endedMillis = Long.MIN_VALUE / 2;
    private boolean recovering;

    /// When the youngest connection that has come about began to open.
    private long admittedMillis = Long.MIN_VALUE / 2;

    /// All were ended.
    void began(long nowMillis) {
        endedMillis = nowMillis;
        recovering = true;
    }

    /// A connection came about that began to open at `sinceMillis`.
    void admitted(long sinceMillis) {
        admittedMillis = Math.max(admittedMillis, sinceMillis);
    }

    /// Whether it was one of those that were ended, and notices late.
    boolean isStraggler(Optional<Connections.Connection> connection, long nowMillis) {
        return nowMillis - endedMillis < STRAGGLE_MILLIS
                && connection.filter(c -> c.openingMillis() <= endedMillis).isPresent();
    }

    /// Whether a refusal may come of the end of all.
    boolean isPenalty(long nowMillis) {
        return nowMillis - endedMillis < PENALTY_MILLIS_MAX;
    }

    /// Whether nobody has got in since all were ended.
    boolean isClosed() {
        return admittedMillis <= endedMillis;
    }

    /// Bytes came on a connection; says whether they are the first on one opened since.
    boolean isOverWith(Optional<Connections.Connection> connection) {
        boolean over =
                recovering
                        && connection
                                .filter(c -> c.isAnswered() && c.openingMillis() > endedMillis)
                                .isPresent();
        recovering &= !over;
        return over;
    }

    /// How long ago all were ended.
    long millis(long nowMillis) {
        return nowMillis - endedMillis;
    }
}
