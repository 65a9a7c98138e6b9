package dev.tug.internal.control;

/// How the bytes come: how many a second, whether any come at all, and what that says of this moment.
final class Pulse {
    /// The number of connections is averaged over some 2 s, as goodput is.
    private static final double ALIVE_SHARE = 0.05;

    /// Without a byte for so long, nothing can be told of numbers of streams.
    private static final long SILENCE_MILLIS = 3_000;

    /// Without a byte for so long, what is refused may be so because the network is gone.
    private static final long MUTE_MILLIS = 1_000;

    /// Where nothing came for half a second, the goodput of the next ten says nothing of numbers: it is
    /// the pause's.
    private static final long EVEN_MILLIS = 10_000;

    private static final long PAUSE_MILLIS = 500;

    private final Connections connections;
    private final RequestLimit requests;
    private final Goodput goodput = new Goodput();
    private long remaining = Long.MAX_VALUE;
    private double goodputNow;
    private double aliveMean;

    /// @param requests whether answers are held, and for how long
    Pulse(Connections connections, RequestLimit requests) {
        this.connections = connections;
        this.requests = requests;
    }

    void received(long bytes, long nowMillis) {
        goodput.received(bytes, nowMillis);
    }

    /// @param bytes of the transfer that are still to come
    void tick(long bytes, long nowMillis) {
        remaining = bytes;
        aliveMean += ALIVE_SHARE * (connections.alive() - aliveMean);
        goodputNow = goodput.perSecond(requests.epochMillis(), nowMillis);
    }

    /// Bytes of the transfer that are still to come.
    long remaining() {
        return remaining;
    }

    /// Bytes per second of one connection.
    double each() {
        return goodputNow / Math.max(1, aliveMean);
    }

    /// Whether no byte comes though one should: where answers are held, they come in lumps.
    boolean isSilent(long now) {
        return now - connections.lastByteMillis() > Math.max(SILENCE_MILLIS, requests.epochMillis())
                && (connections.alive() == 0 || !requests.holds());
    }

    /// Whether nothing comes on any connection: what happens to new ones then shows nothing of numbers.
    boolean isMute(long now) {
        long lumps = requests.holds() ? requests.epochMillis() : 0;
        return now - connections.lastByteMillis() > Math.max(MUTE_MILLIS, lumps);
    }

    Moment moment(long now) {
        return new Moment(
                now,
                connections.alive(),
                requests.epochMillis(),
                goodput.perSecond(requests.epochMillis(), now),
                goodput.plateau(now),
                remaining,
                !requests.holds() && goodput.longestPauseMillis(EVEN_MILLIS, now) < PAUSE_MILLIS);
    }
}
