package dev.tug.internal.tls;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// What the connections to each host showed, judged once for each certificate. Safe for threads.
final class Sightings {
    private static final int HOSTS_MAX = 256;

    private final UnionTrustManager trust;
    private final Unverified isUnverified;
    private final Function<String, Seen.Old> old;
    private final TlsMemory memory;

    /// What the last connection to a host showed, the oldest forgotten; guarded by itself.
    private final Map<String, Judged> last =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Judged> eldest) {
                    return size() > HOSTS_MAX;
                }
            };

    /// Authorities that were found to inspect, by fingerprint.
    private final Set<String> inspectors = ConcurrentHashMap.newKeySet();

    /// @param old what is known of a host, with its port, that only TLS 1.2 gets through to
    Sightings(
            UnionTrustManager trust,
            Unverified isUnverified,
            Function<String, Seen.Old> old,
            TlsMemory memory) {
        this.trust = trust;
        this.isUnverified = isUnverified;
        this.old = old;
        this.memory = memory;
    }

    /// Tells whether the user wants no proof of who a host is.
    @FunctionalInterface
    interface Unverified {
        boolean test(String host, int port);
    }

    /// What the handshake of a connection showed that is in use.
    ///
    /// @param peer the server's address; empty if it is a proxy's
    /// @param chain as the session has it, leaf first
    Seen seen(String host, int port, Optional<InetAddress> peer, List<X509Certificate> chain) {
        var key = Tls.key(host, port);
        int known = inspectors.size();
        synchronized (last) {
            var before = last.get(key);
            if (before != null && before.holds(chain.getFirst(), known, old.apply(key))) {
                return before.seen();
            }
        }
        var seen = judge(host, port, peer, chain);
        synchronized (last) {
            last.put(key, new Judged(chain.getFirst(), known, seen));
        }
        return seen;
    }

    /// A judgement; it holds for other connections with the same certificate, unless more is known.
    private record Judged(X509Certificate leaf, int inspectors, Seen seen) {
        boolean holds(X509Certificate other, int known, Seen.Old now) {
            return known == inspectors && seen.old() == now && leaf.equals(other);
        }
    }

    /// What the last answer of a host showed, which is named as [Tls#key] does; empty if there is none.
    Optional<Seen> last(String key) {
        synchronized (last) {
            return Optional.ofNullable(last.get(key)).map(Judged::seen);
        }
    }

    private Seen judge(
            String host, int port, Optional<InetAddress> peer, List<X509Certificate> chain) {
        var greeted = old.apply(Tls.key(host, port));
        if (isUnverified.test(host, port)) {
            return new Seen(false, greeted, Optional.empty());
        }
        var inspector =
                trust.voucher(chain.getFirst())
                        .flatMap(anchor ->
                                InspectionRule.judge(
                                        new InspectionRule.Case(host, peer, chain, anchor),
                                        this::inspects));
        inspector.ifPresent(found -> inspectors.add(found.fingerprint()));
        return new Seen(true, greeted, inspector);
    }

    private boolean inspects(String fingerprint) {
        return inspectors.contains(fingerprint) || memory.inspects(fingerprint);
    }
}
