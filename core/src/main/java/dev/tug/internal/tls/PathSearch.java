package dev.tug.internal.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the ways from a server's certificate up to authorities. Looks at each signature once; used for
/// one chain, by one thread.
///
/// All ways are found, because one that is refused says nothing about another: somebody may have added
/// an old copy of a certificate that is between, too.
final class PathSearch {
    /// Ways of one source that are worth looking at.
    private static final int PATHS_MAX = 16;

    /// Certificates that a source's ways are looked for from: as many as Go's library checks signatures.
    private static final int STEPS_MAX = 100;

    private final List<X509Certificate> chain;
    private final Map<Link, Boolean> signatures = new HashMap<>();

    private record Link(X509Certificate issuer, X509Certificate subject) {}

    /// @param chain the server's own certificate first, the others in any order
    PathSearch(List<X509Certificate> chain) {
        this.chain = List.copyOf(chain);
    }

    /// The certificates that the server shows from its own up, as far as they go.
    List<X509Certificate> trail() {
        var trail = new ArrayList<X509Certificate>();
        var next = Optional.of(chain.getFirst());
        while (next.isPresent()) {
            var last = next.get();
            trail.add(last);
            next =
                    chain.stream()
                            .filter(other -> !trail.contains(other) && hasSigned(other, last))
                            .findFirst();
        }
        return trail;
    }

    /// The ways up to the authorities of `source`, the short ones first.
    List<TrustPath> paths(Source source) {
        var walk = new Walk(source);
        walk.from(List.of(chain.getFirst()));
        return walk.found;
    }

    /// Whether the key of `issuer` made the signature of `subject`.
    boolean hasSigned(X509Certificate issuer, X509Certificate subject) {
        return issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal())
                && signatures.computeIfAbsent(
                        new Link(issuer, subject),
                        link -> Anchor.signed(link.issuer, link.subject));
    }

    private final class Walk {
        private final Source source;
        private final List<TrustPath> found = new ArrayList<>();
        private int steps;

        Walk(Source source) {
            this.source = source;
        }

        void from(List<X509Certificate> path) {
            if (steps++ >= STEPS_MAX) {
                return;
            }
            var last = path.getLast();
            source.named(last.getSubjectX500Principal()).stream()
                    .filter(anchor -> anchor.certificate().equals(last))
                    .forEach(anchor -> add(path, anchor));
            source.named(last.getIssuerX500Principal()).stream()
                    .filter(anchor ->
                            !path.contains(anchor.certificate())
                                    && hasSigned(anchor.certificate(), last))
                    .forEach(anchor -> add(path, anchor));
            for (var next : chain) {
                if (!path.contains(next) && hasSigned(next, last)) {
                    var longer = new ArrayList<>(path);
                    longer.add(next);
                    from(longer);
                }
            }
        }

        private void add(List<X509Certificate> path, Anchor anchor) {
            if (found.size() < PATHS_MAX) {
                found.add(new TrustPath(path, anchor));
            }
        }
    }
}
