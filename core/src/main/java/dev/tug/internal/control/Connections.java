package dev.tug.internal.control;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The connections of the streams: which are being opened, which are there, which get bytes.
final class Connections {
    /// One stream's connection.
    static final class Connection {
        private final long openingMillis;
        private boolean opened;
        private boolean answered;
        private long bytes;
        private long lastByteMillis;
        private long pendingSinceMillis;
        private long requestBytes;

        private Connection(long atMillis) {
            openingMillis = atMillis;
            pendingSinceMillis = atMillis;
            lastByteMillis = atMillis;
        }

        /// Bytes that its last answered request asked for.
        long requestBytes() {
            return requestBytes;
        }

        /// When it began to open.
        long openingMillis() {
            return openingMillis;
        }

        /// Whether TCP and TLS are done.
        boolean isOpened() {
            return opened;
        }

        /// Whether it has ever been answered.
        boolean isAnswered() {
            return answered;
        }

        /// Whether an answer is complete and no other is there.
        private boolean isIdle() {
            return answered && pendingSinceMillis != NEVER;
        }

        /// Body bytes over its life.
        long bytes() {
            return bytes;
        }
    }

    private static final long NEVER = Long.MAX_VALUE;

    /// Connections that one cause ends are gone within this.
    private static final long JUST_NOW_MILLIS = 1_500;

    private final Map<Integer, Connection> byStream = new HashMap<>();

    /// For each number: since when more connections than that have been there.
    private final long[] aboveSince = new long[StreamControl.STREAMS_MAX + 2];

    /// For each number: when there ceased to be more than that, and how long there had been.
    private final long[] aboveUntil = new long[StreamControl.STREAMS_MAX + 2];

    private final long[] aboveFor = new long[StreamControl.STREAMS_MAX + 2];

    private int alive;
    private long lastByteMillis;

    Connections() {
        Arrays.fill(aboveSince, NEVER);
        Arrays.fill(aboveUntil, Long.MIN_VALUE / 2);
    }

    void opening(int stream, long atMillis) {
        remove(stream, atMillis);
        byStream.put(stream, new Connection(atMillis));
    }

    void opened(int stream, long atMillis) {
        var connection = byStream.computeIfAbsent(stream, _ -> new Connection(atMillis));
        if (!connection.opened) {
            connection.opened = true;
            if (alive < aboveSince.length) {
                aboveSince[alive] = atMillis;
            }
            alive++;
        }
    }

    /// @param requestBytes bytes that the request asked for
    void answered(int stream, long requestBytes, long atMillis) {
        if (!byStream.containsKey(stream)) {
            takeOver(stream);
        }
        opened(stream, atMillis);
        var connection = byStream.get(stream);
        if (connection != null) {
            connection.answered = true;
            connection.requestBytes = requestBytes;
            connection.lastByteMillis = atMillis;
            connection.pendingSinceMillis = NEVER;
        }
    }

    /// A stream that never opened a connection got one that an idle stream had left in the pool.
    private void takeOver(int stream) {
        byStream.entrySet().stream()
                .filter(entry -> entry.getValue().isIdle())
                .min(Comparator.comparingLong(entry -> entry.getValue().pendingSinceMillis))
                .map(Map.Entry::getKey)
                .ifPresent(idle -> byStream.put(stream, byStream.remove(idle)));
    }

    /// Body bytes came; says on which connection.
    Optional<Connection> received(int stream, long bytes, long atMillis) {
        lastByteMillis = atMillis;
        var connection = byStream.get(stream);
        if (connection != null) {
            connection.bytes += bytes;
            connection.lastByteMillis = atMillis;
        }
        return Optional.ofNullable(connection);
    }

    /// A response is complete; the next one is not here yet.
    void completed(int stream, long atMillis) {
        var connection = byStream.get(stream);
        if (connection != null) {
            connection.pendingSinceMillis = atMillis;
        }
    }

    /// The connection of a stream.
    Optional<Connection> of(int stream) {
        return Optional.ofNullable(byStream.get(stream));
    }

    /// The stream's connection is no more; says what it was.
    Optional<Connection> remove(int stream, long atMillis) {
        var connection = Optional.ofNullable(byStream.remove(stream));
        if (connection.filter(Connection::isOpened).isPresent()) {
            alive--;
            if (alive < aboveSince.length) {
                aboveUntil[alive] = atMillis;
                aboveFor[alive] = atMillis - aboveSince[alive];
                aboveSince[alive] = NEVER;
            }
        }
        return connection;
    }

    /// Connections that are there.
    int alive() {
        return alive;
    }

    /// Connections that are there and have been answered.
    int inUse() {
        int answered = 0;
        for (var connection : byStream.values()) {
            answered += connection.opened && connection.answered ? 1 : 0;
        }
        return answered;
    }

    /// How long more than `number` connections have been there, or had been until just now; 0 if they
    /// have not.
    long millisAbove(int number, long nowMillis) {
        int index = Math.min(number, aboveSince.length - 1);
        if (aboveSince[index] != NEVER) {
            return nowMillis - aboveSince[index];
        }
        return nowMillis - aboveUntil[index] <= JUST_NOW_MILLIS ? aboveFor[index] : 0;
    }

    /// How long more than `number` connections had been there at `endMillis`, since when they have been
    /// gone, or are; 0 if they had not.
    long aboveUntil(int number, long endMillis, long nowMillis) {
        long millis = millisAbove(number, nowMillis);
        if (millis == 0) {
            return 0;
        }
        long since = aboveSince[number] != NEVER ? aboveSince[number] : aboveUntil[number] - millis;
        return Math.max(0, endMillis - since);
    }

    /// Connections are counted up to this.
    int mostEver() {
        return aboveSince.length;
    }

    /// The most connections that have been there at a time for `millis` without a break: whoever counts
    /// them begins anew when one is gone.
    int lasting(long millis, long nowMillis) {
        int most = 0;
        while (most < alive && nowMillis - aboveSince[most] >= millis) {
            most++;
        }
        return most;
    }

    /// The most connections that have been there at one time until just now.
    int lately(long nowMillis) {
        int most = alive;
        while (most < aboveUntil.length && nowMillis - aboveUntil[most] <= Cuts.TOGETHER_MILLIS) {
            most++;
        }
        return most;
    }

    /// When any connection got a byte last.
    long lastByteMillis() {
        return lastByteMillis;
    }

    /// Connections that get bytes at a time, counted over the last `millis`: one at least if any came,
    /// also when the connection that they came on is gone.
    int served(long millis, long nowMillis) {
        boolean any = nowMillis - lastByteMillis < millis;
        return Math.max(moving(millis, nowMillis), any ? 1 : 0);
    }

    /// The age of the oldest connection that is there.
    long oldestMillis(long nowMillis) {
        return byStream.values().stream()
                .filter(Connection::isOpened)
                .mapToLong(each -> nowMillis - each.openingMillis())
                .max()
                .orElse(0);
    }

    /// The most body bytes that one connection which is there has carried.
    long mostBytes() {
        return byStream.values().stream().mapToLong(Connection::bytes).max().orElse(0);
    }

    /// Connections that got a byte in the last `millis`.
    int moving(long millis, long nowMillis) {
        int moving = 0;
        for (var connection : byStream.values()) {
            if (connection.bytes > 0 && nowMillis - connection.lastByteMillis < millis) {
                moving++;
            }
        }
        return moving;
    }
}
