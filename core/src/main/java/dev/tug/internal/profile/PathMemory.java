package dev.tug.internal.profile;

import dev.tug.transfer.PathProfile;

import java.util.Optional;

/// Remembers what paths bear, from one transfer to the next. Safe for threads; no method fails.
public interface PathMemory {
    /// What a transfer over `path` is to start from, with what is no longer to be relied on left out.
    Optional<PathProfile> recall(PathKey path);

    /// Who read along on the last pull over a path that is `path` but for that; empty if nobody did.
    Optional<String> lastInspector(PathKey path);

    /// Whether an authority was found to read along with any host.
    boolean inspects(String fingerprint);

    /// What is known of handshakes with a host, from a network by a way.
    Optional<KnownHost> host(String way, String network, String host);

    /// Whether only TLS 1.2 gets through to a host from a network, by whichever way it was met last.
    boolean isOld(String network, String host);

    /// Whether that is to be tried again, by [KnownHost#isOldDueAt].
    boolean isOldDue(String network, String host);

    /// Notes what a handshake was like.
    void met(KnownHost host);

    /// Notes what a transfer over `path` ended with. A profile of cause `OUTAGE` is no lesson.
    void learn(PathKey path, PathProfile profile);
}
