package dev.tug.internal.http;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts a server that any of several sources trusts, and names the issuer of one that none does.
///
/// Sources are read when they are first needed: to parse all authorities of a system takes longer than
/// a small pull.
final class UnionTrustManager extends X509ExtendedTrustManager {
    private final List<Source> sources;

    UnionTrustManager(List<Supplier<X509ExtendedTrustManager>> sources) {
        this.sources = sources.stream().map(Source::new).toList();
    }

    @FunctionalInterface
    private interface Check {
        void by(X509ExtendedTrustManager judge) throws CertificateException;
    }

    private static final class Source {
        private final Supplier<X509ExtendedTrustManager> read;

        /// Guarded by `this`.
        private @Nullable X509ExtendedTrustManager manager;

        Source(Supplier<X509ExtendedTrustManager> read) {
            this.read = read;
        }

        synchronized X509ExtendedTrustManager manager() {
            if (manager == null) {
                manager = read.get();
            }
            return Objects.requireNonNull(manager);
        }
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        CertificateException refusal = null;
        for (var source : sources) {
            try {
                check.by(source.manager());
                return;
            } catch (CertificateException e) {
                if (refusal == null) {
                    refusal = e;
                } else {
                    refusal.addSuppressed(e);
                }
            }
        }
        throw new UntrustedChain(
                chain.length == 0
                        ? "nobody"
                        : chain[chain.length - 1].getIssuerX500Principal().getName(),
                refusal == null ? new CertificateException("nobody is trusted") : refusal);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain, judge -> judge.checkServerTrusted(chain, known(authType)));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, judge -> judge.checkServerTrusted(chain, known(authType), socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, judge -> judge.checkServerTrusted(chain, known(authType), engine));
    }

    /// Conscrypt calls the key exchange of TLS 1.3 `GENERIC`, which the JDK's judge takes for an error;
    /// JSSE calls it `UNKNOWN`.
    private static String known(String authType) {
        return authType.equals("GENERIC") ? "UNKNOWN" : authType;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("no client is trusted");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no client is trusted");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no client is trusted");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return sources.stream()
                .flatMap(source -> Stream.of(source.manager().getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
    }
}
