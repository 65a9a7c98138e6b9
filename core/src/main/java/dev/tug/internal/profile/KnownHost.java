package dev.tug.internal.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What handshakes with one host were like when a pull met it last, from one network.
///
/// @param way as in [Egress]
/// @param network the local network, as [LocalNetwork] names it
/// @param host with its port, lower case
/// @param inspector SHA-256 of the authority that signs in its name; empty if nobody reads along
/// @param words who that is, for people; empty if nobody
/// @param old whether only TLS 1.2 gets through
/// @param learned when a pull met it last, or found `old` last
public record KnownHost(
        String way,
        String network,
        String host,
        Optional<String> inspector,
        String words,
        boolean old,
        Instant learned) {
    /// Of a month's pulls each may start with the last one's knowledge: certificates are replaced more
    /// often than boxes.
    static final Duration FORGOTTEN = Duration.ofDays(30);

    /// TLS 1.3 is tried again after this, as what a path bears is.
    private static final Duration OLD_BELIEVED = KnownPath.FORGOTTEN;

    /// The first handshake after this tries TLS 1.3, which costs its patience where it is still
    /// swallowed: no more than once a day.
    public static final Duration OLD_DUE = Duration.ofDays(1);

    /// A pull a minute is not to write the same a thousand times a day.
    private static final Duration REFRESHED = Duration.ofHours(12);

    private static final int WORDS_LENGTH_MAX = 250;
    private static final Duration AHEAD_MAX = Duration.ofDays(1);

    public KnownHost {
        if (!PathKey.isFit(way)
                || !PathKey.isFit(network)
                || !PathKey.isFit(host)
                || inspector.filter(who -> !PathKey.isFit(who)).isPresent()
                || words.length() > WORDS_LENGTH_MAX) {
            throw new IllegalArgumentException("not 1..300 printable ASCII characters");
        }
    }

    /// Whether it tells of anything but the usual.
    public boolean isTelling() {
        return inspector.isPresent() || old;
    }

    /// Whether it says all that `later` does, and that has just been written.
    boolean isWorth(KnownHost later) {
        return inspector.equals(later.inspector)
                && words.equals(later.words)
                && old == later.old
                && learned.plus(REFRESHED).isAfter(later.learned);
    }

    /// Whether `other` is of the same host from the same network.
    boolean isSame(KnownHost other) {
        return isAt(other.way, other.network, other.host);
    }

    /// Whether it is of this host from this network.
    boolean isAt(String otherWay, String otherNetwork, String otherHost) {
        return way.equals(otherWay) && network.equals(otherNetwork) && host.equals(otherHost);
    }

    /// The same in another local network.
    public KnownHost in(String other) {
        return new KnownHost(way, other, host, inspector, words, old, learned);
    }

    /// Whether it is too old at `now`, or dated in a future that no clock's error explains.
    boolean isForgotten(Instant now) {
        return learned.plus(FORGOTTEN).isBefore(now) || learned.isAfter(now.plus(AHEAD_MAX));
    }

    /// Whether TLS 1.2 alone is to be offered at `now`.
    public boolean isOldAt(Instant now) {
        return old && !learned.plus(OLD_BELIEVED).isBefore(now);
    }

    /// Whether TLS 1.3 is to be tried again at `now`.
    public boolean isOldDueAt(Instant now) {
        return old && !learned.plus(OLD_DUE).isAfter(now);
    }
}
