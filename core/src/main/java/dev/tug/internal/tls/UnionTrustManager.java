package dev.tug.internal.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts a server that any of several sources trusts, remembers who vouched for it, and says what is
/// wrong with one that none does.
final class UnionTrustManager extends ServerTrustManager {
    /// Certificates that a server may leave out and that are looked for.
    private static final int MISSING_MAX = 2;

    private static final int REMEMBERED_MAX = 256;

    private final List<Source> sources;
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

    UnionTrustManager(List<Source> sources, Issuers issuers, InstantSource time) {
        this.sources = List.copyOf(sources);
        this.issuers = issuers;
        this.time = time;
    }

    /// The same sources, where missing certificates are looked for by `other`.
    UnionTrustManager with(Issuers other) {
        return new UnionTrustManager(sources, other, time);
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
        for (int missing = 0; ; missing++) {
            var refusal = new CertificateException("nobody is trusted");
            if (isTrusted(chain, check, refusal)) {
                return;
            }
            var next = missing < MISSING_MAX ? missing(chain) : Optional.<X509Certificate>empty();
            if (next.isEmpty()) {
                throw untrusted(List.of(shown), refusal);
            }
            chain.add(next.get());
        }
    }

    private boolean isTrusted(
            List<X509Certificate> chain, Check check, CertificateException refusal) {
        for (var source : sources) {
            var judge = source.judge();
            if (judge.isEmpty()) {
                continue;
            }
            try {
                check.by(judge.get(), chain.toArray(X509Certificate[]::new));
                var anchor = anchor(source, chain);
                if (anchor.filter(this::isOver).isEmpty()) {
                    anchor.ifPresent(found -> remember(chain.getFirst(), found));
                    return true;
                }
            } catch (CertificateException e) {
                refusal.addSuppressed(e);
            }
        }
        return false;
    }

    /// Browsers hold authorities that somebody added to their dates, which the JDK does not; the
    /// public ones are the JDK's to judge.
    private boolean isOver(Anchor anchor) {
        return anchor.origin() != Origin.PUBLIC
                && time.instant().isAfter(anchor.certificate().getNotAfter().toInstant());
    }

    private static Optional<Anchor> anchor(Source source, List<X509Certificate> chain) {
        return Diagnosis.path(chain).stream()
                .flatMap(certificate -> source.issuerOf(certificate).stream())
                .findFirst();
    }

    private void remember(X509Certificate leaf, Anchor anchor) {
        synchronized (vouched) {
            vouched.put(leaf, anchor);
        }
    }

    /// The certificate that should come after the last one, from where that says that it lies.
    private Optional<X509Certificate> missing(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        var last = Diagnosis.path(chain).getLast();
        return issuer(last).isPresent()
                ? Optional.empty()
                : IssuerPlace.of(last)
                        .flatMap(issuers::at)
                        .filter(found -> Anchor.signed(found, last) && !chain.contains(found));
    }

    private Optional<Anchor> issuer(X509Certificate certificate) {
        return sources.stream()
                .flatMap(source -> source.issuerOf(certificate).stream())
                .findFirst();
    }

    private UntrustedChain untrusted(List<X509Certificate> chain, CertificateException refusal) {
        Instant now = time.instant();
        var cause = Arrays.stream(refusal.getSuppressed()).findFirst().orElse(refusal);
        var diagnosis = Diagnosis.of(chain, this::issuer, now, cause);
        return new UntrustedChain(
                chain.isEmpty()
                        ? "nobody"
                        : DistinguishedName.of(
                                        Diagnosis.path(chain).getLast().getIssuerX500Principal())
                                .words(),
                InspectionRule.vendor(chain),
                diagnosis.fault(),
                diagnosis.detail(),
                cause);
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
