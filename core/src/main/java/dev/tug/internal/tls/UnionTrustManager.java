package dev.tug.internal.tls;

import dev.tug.failure.ChainFault;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts a server that any of several sources trusts, remembers who vouched for it, and says what is
/// wrong with one that none does.
///
/// More sources never make it trust less: each way to an authority is judged by itself. What is
/// distrusted is the exception, as it should be.
final class UnionTrustManager extends ServerTrustManager {
    private static final System.Logger LOG = System.getLogger(UnionTrustManager.class.getName());

    /// As many certificates may a server show: JSSE's default
    /// (`jdk.tls.client.maxInboundCertificateChainLength`).
    private static final int SHOWN_MAX = 10;

    /// Certificates that a server may leave out and that are looked for.
    private static final int MISSING_MAX = 2;

    private static final int REMEMBERED_MAX = 256;

    private final List<Source> sources;
    private final Distrust distrust;
    private final Issuers issuers;
    private final InstantSource time;

    /// Who vouched for a server's certificate, the oldest forgotten; guarded by itself.
    private final Map<X509Certificate, Anchor> vouched =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<X509Certificate, Anchor> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    UnionTrustManager(
            List<Source> sources, Distrust distrust, Issuers issuers, InstantSource time) {
        this.sources = List.copyOf(sources);
        this.distrust = distrust;
        this.issuers = issuers;
        this.time = time;
    }

    /// The same sources, where missing certificates are looked for by `other`.
    UnionTrustManager with(Issuers other) {
        return new UnionTrustManager(sources, distrust, other, time);
    }

    /// Reads what is asked first of every server: the first source, and what is distrusted. What cannot be
    /// read is told by the handshake that asks for it.
    void readAhead() {
        try {
            sources.stream().findFirst().ifPresent(Source::certificates);
            var _ = distrust.of(List.of());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "cannot read authorities ahead", e);
        }
    }

    @FunctionalInterface
    private interface Check {
        void by(X509ExtendedTrustManager judge, X509Certificate[] chain)
                throws CertificateException;
    }

    /// The authority that vouched for a server's certificate; empty if none has, in this process.
    Optional<Anchor> voucher(X509Certificate leaf) {
        synchronized (vouched) {
            return Optional.ofNullable(vouched.get(leaf));
        }
    }

    private void check(X509Certificate[] shown, Check check) throws CertificateException {
        var chain = new ArrayList<>(List.of(shown));
        if (chain.isEmpty() || chain.size() > SHOWN_MAX) {
            throw untrusted(chain, tooFewOrMany(chain.size()));
        }
        for (int missing = 0; ; missing++) {
            var search = new PathSearch(chain);
            var refusal = refusal(search, check);
            if (refusal.isEmpty()) {
                return;
            }
            var next =
                    missing < MISSING_MAX
                            ? missing(search, chain)
                            : Optional.<X509Certificate>empty();
            if (next.isEmpty()) {
                throw untrusted(search.trail(), refusal.get());
            }
            chain.add(next.get());
        }
    }

    private static Diagnosis tooFewOrMany(int count) {
        return count == 0
                ? new Diagnosis(ChainFault.OTHER, "the server shows no certificate")
                : new Diagnosis(
                        ChainFault.TOO_LONG,
                        "the server shows %d certificates, and no more than %d are looked at"
                                .formatted(count, SHOWN_MAX));
    }

    /// What is wrong; empty if nothing is.
    private Optional<Diagnosis> refusal(PathSearch search, Check check) {
        var refusals = new ArrayList<Diagnosis>();
        for (var source : sources) {
            for (var path : search.paths(source)) {
                var refusal = refusal(path, check);
                if (refusal.isEmpty()) {
                    remember(path.leaf(), path.anchor());
                    return Optional.empty();
                }
                refusals.add(refusal.get());
            }
        }
        // An authority that has expired says less than what the others mind.
        return refusals.stream()
                .filter(refusal -> refusal.fault() != ChainFault.AUTHORITY_EXPIRED)
                .findFirst()
                .or(() -> refusals.stream().findFirst())
                .or(() -> Optional.of(unknown(search)));
    }

    private Optional<Diagnosis> refusal(TrustPath path, Check check) {
        var now = time.instant();
        try {
            check.by(
                    PlatformJudge.of(path.anchor().certificate()),
                    path.shown().toArray(X509Certificate[]::new));
        } catch (CertificateException e) {
            return Optional.of(PathDiagnosis.of(path, now, e));
        }
        return over(path.anchor(), now)
                .or(() -> PathDiagnosis.ofAuthorities(path))
                .or(() -> distrust.of(path.whole()));
    }

    /// Browsers hold authorities that somebody added to their dates, which the JDK does not; the
    /// public ones are the JDK's to judge.
    private static Optional<Diagnosis> over(Anchor anchor, Instant now) {
        return anchor.origin() != Origin.PUBLIC && Validity.isOver(anchor.certificate(), now)
                ? Optional.of(Validity.ofAuthority(anchor.certificate(), now))
                : Optional.empty();
    }

    private Diagnosis unknown(PathSearch search) {
        var trail = search.trail();
        var issuer = trail.getLast().getIssuerX500Principal();
        return distrust.of(trail)
                .or(() -> distrust.over(trail.getLast(), search))
                .orElseGet(() ->
                        Diagnosis.ofUnknown(
                                trail,
                                time.instant(),
                                sources.stream().anyMatch(each -> !each.named(issuer).isEmpty())));
    }

    private void remember(X509Certificate leaf, Anchor anchor) {
        synchronized (vouched) {
            vouched.put(leaf, anchor);
        }
    }

    /// The certificate that should come after the last one, from where that says that it lies.
    private Optional<X509Certificate> missing(PathSearch search, List<X509Certificate> chain) {
        var last = search.trail().getLast();
        return sources.stream().anyMatch(source -> !search.paths(source).isEmpty())
                ? Optional.empty()
                : IssuerPlace.of(last)
                        .flatMap(issuers::at)
                        .filter(found -> search.hasSigned(found, last) && !chain.contains(found));
    }

    private static UntrustedChain untrusted(List<X509Certificate> trail, Diagnosis diagnosis) {
        return new UntrustedChain(
                trail.isEmpty()
                        ? "nobody"
                        : DistinguishedName.of(trail.getLast().getIssuerX500Principal()).words(),
                InspectionRule.vendor(trail),
                diagnosis.fault(),
                diagnosis.detail());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, (judge, shown) -> judge.checkServerTrusted(shown, known(authType)));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, (judge, shown) -> judge.checkServerTrusted(shown, known(authType), socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, (judge, shown) -> judge.checkServerTrusted(shown, known(authType), engine));
    }

    /// Conscrypt calls the key exchange of TLS 1.3 `GENERIC`, which the JDK's judge takes for an error;
    /// JSSE calls it `UNKNOWN`.
    private static String known(String authType) {
        return authType.equals("GENERIC") ? "UNKNOWN" : authType;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return sources.stream()
                .flatMap(source -> source.certificates().stream())
                .toArray(X509Certificate[]::new);
    }
}
