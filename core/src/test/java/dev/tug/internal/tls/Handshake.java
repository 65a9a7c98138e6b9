package dev.tug.internal.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// A server that shakes hands with all comers, and a client that is to believe it.
final class Handshake implements AutoCloseable {
    static final String HOST = "localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SSLServerSocket server;

    Handshake(SSLContext context) throws IOException {
        server =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 9, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                socket.getInputStream().readAllBytes();
            } catch (IOException _) {
                // The client refused, or the test is over.
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /// Shakes hands; what it showed.
    Seen by(Tls tls) throws IOException {
        return by(tls, HOST, (_, _) -> {});
    }

    Seen by(Tls tls, String host, NameCheck names) throws IOException {
        try (var plain = new Socket(InetAddress.getLoopbackAddress(), port());
                var socket = tls.over(plain, host, port(), PATIENCE, names)) {
            return tls.seen(host, port(), Optional.empty(), chain(socket));
        }
    }

    /// Why it was refused.
    UntrustedChain refusedBy(Tls tls) {
        try {
            by(tls);
        } catch (IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof UntrustedChain untrusted) {
                    return untrusted;
                }
            }
            throw new AssertionError("failed for another reason", e);
        }
        throw new AssertionError("was believed");
    }

    private static List<X509Certificate> chain(SSLSocket socket) throws IOException {
        return Arrays.stream(socket.getSession().getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /// A client that knows these authorities and asks nobody.
    static Tls knowing(Optional<Provider> provider, X509Certificate... authorities) {
        return knowing(provider, Issuers.NONE, Origin.SYSTEM, authorities);
    }

    static Tls knowing(
            Optional<Provider> provider,
            Issuers issuers,
            Origin origin,
            X509Certificate... authorities) {
        return knowing(
                provider,
                trust(
                        List.of(new Source(origin, "", () -> List.of(authorities))),
                        Distrust.NONE,
                        issuers));
    }

    /// A client that asks nobody.
    static Tls knowing(Optional<Provider> provider, List<Source> sources, Distrust distrust) {
        return knowing(provider, trust(sources, distrust));
    }

    private static Tls knowing(Optional<Provider> provider, UnionTrustManager trust) {
        return Tls.of(provider, trust, TlsSettings.of(List.of()));
    }

    static UnionTrustManager trust(List<Source> sources, Distrust distrust) {
        return trust(sources, distrust, Issuers.NONE);
    }

    private static UnionTrustManager trust(
            List<Source> sources, Distrust distrust, Issuers issuers) {
        return new UnionTrustManager(sources, distrust, issuers, InstantSource.system());
    }
}
