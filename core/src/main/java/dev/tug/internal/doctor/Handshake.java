package dev.tug.internal.doctor;

import dev.tug.internal.tls.Tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Shakes hands with a server to see what it shows, whoever signed that; nothing is sent after it.
///
/// Requests go through the transport, which trusts as a pull does: it alone tells whether the chain is good.
final class Handshake {
    /// What browsers offer; Tug itself speaks HTTP/1.1.
    private static final String[] OFFERED = {"h2", "http/1.1"};

    private Handshake() {}

    /// What a server showed.
    ///
    /// @param protocol such as `TLSv1.3`
    /// @param chosen of the protocols offered; empty if it chose none
    /// @param chain the leaf first
    record Shown(String protocol, String chosen, List<X509Certificate> chain) {
        /// Who signed the leaf.
        String issuer() {
            return chain.isEmpty() ? "nobody" : Tls.issuer(chain.getFirst());
        }
    }

    /// Shakes hands on a connected `socket`, and ends it.
    static Shown on(Socket socket, String host, int port, Duration limit) throws IOException {
        try (var tls =
                (SSLSocket) context().getSocketFactory().createSocket(socket, host, port, true)) {
            tls.setSoTimeout(Math.toIntExact(limit.toMillis()));
            var parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(OFFERED);
            name(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            var session = tls.getSession();
            var chosen = tls.getApplicationProtocol();
            return new Shown(
                    session.getProtocol(),
                    chosen == null ? "" : chosen,
                    Arrays.stream(session.getPeerCertificates())
                            .filter(X509Certificate.class::isInstance)
                            .map(X509Certificate.class::cast)
                            .toList());
        }
    }

    /// What the greeting calls the host; empty for an address, and for what no name may look like.
    private static Optional<SNIServerName> name(String host) {
        boolean isName =
                host.indexOf(':') < 0
                        && host.chars().anyMatch(c -> c != '.' && !Character.isDigit(c));
        try {
            return isName ? Optional.of(new SNIHostName(Tls.greeted(host))) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Onlooker()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS on this platform", e);
        }
    }

    /// Lets every chain be looked at.
    private static final class Onlooker extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
