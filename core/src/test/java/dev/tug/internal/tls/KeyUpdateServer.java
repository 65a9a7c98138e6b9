package dev.tug.internal.tls;

import dev.tug.lab.CertificateAuthority;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.Security;

import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// A server that wants new keys for every 256 kB that it sends, which the JDK's TLS takes in once in the
/// life of a process: so this is one.
///
/// Says its port; echoes what it is sent.
final class KeyUpdateServer {
    private static final int BUFFER_BYTES = 8192;

    private KeyUpdateServer() {}

    /// Serves one client.
    ///
    /// @param args where its authority's certificate is to be written
    public static void main(String[] args) throws IOException {
        Security.setProperty(
                "jdk.tls.keyLimits",
                "AES/GCM/NoPadding KeyUpdate 2^18, ChaCha20-Poly1305 KeyUpdate 2^18");
        var authority = CertificateAuthority.create("CN=New keys");
        authority.writeAuthorityPem(Path.of(args[0]));
        var factory = authority.serverContext("localhost").getServerSocketFactory();
        try (var server =
                (SSLServerSocket)
                        factory.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            try (var client = (SSLSocket) server.accept()) {
                client.setTcpNoDelay(true);
                var buffer = new byte[BUFFER_BYTES];
                var in = client.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    client.getOutputStream().write(buffer, 0, count);
                }
            }
        }
    }
}
