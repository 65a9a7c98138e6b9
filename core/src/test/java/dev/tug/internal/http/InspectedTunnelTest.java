package dev.tug.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.Inspector;
import dev.tug.internal.proxy.Hop;
import dev.tug.internal.proxy.Logins;
import dev.tug.internal.proxy.Proxies;
import dev.tug.internal.proxy.ProxyServer;
import dev.tug.internal.proxy.Refusals;
import dev.tug.internal.proxy.Talk;
import dev.tug.internal.proxy.Tickets;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsMemory;
import dev.tug.internal.tls.TlsSettings;
import dev.tug.lab.CertificateAuthority;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLSocket;

/// Whose the private address is that a connection through a proxy goes to.
final class InspectedTunnelTest {
    private static final String HOST = "models.somewhere.dev";
    private static final CertificateAuthority BORDER =
            CertificateAuthority.create("CN=Border Authority,O=Corp");

    @TempDir Path directory;

    @Test
    void a_proxy_s_private_address_makes_no_server_the_user_s_own() throws Exception {
        var pem = Files.writeString(directory.resolve("border.pem"), BORDER.pem());
        try (var proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(proxy));
            var via = new Hop.Via(ProxyServer.parse("127.0.0.1:" + proxy.getLocalPort()), "test");
            try (var transport = transport(pem, via);
                    var response =
                            transport
                                    .call(
                                            Request.get(
                                                    URI.create("https://" + HOST + "/v2/"),
                                                    Duration.ofSeconds(9)))
                                    .send()) {
                assertThat(response.connection().seen().inspector())
                        .map(Inspector::authority)
                        .hasValueSatisfying(name -> assertThat(name).contains("Border Authority"));
            }
        }
    }

    private static Transport transport(Path authority, Hop.Via via) {
        var settings = new TlsSettings(List.of(authority), List.of(), new Inspecting());
        var proxies =
                new Proxies(
                        (_, _) -> List.of(via),
                        Logins.NONE,
                        new Refusals(),
                        new Talk.Tools(InstantSource.system(), () -> 1, Tickets.NONE),
                        () -> 0);
        return new ApacheTransport(
                new HttpSettings(
                                Tls.of(settings, InstantSource.system(), _ -> {}),
                                "test",
                                Duration.ofSeconds(9))
                        .with(Optional.of(proxies)));
    }

    /// Every authority was found to inspect other hosts.
    private record Inspecting() implements TlsMemory {
        @Override
        public boolean isOld(String host) {
            return false;
        }

        @Override
        public boolean isDue(String host) {
            return false;
        }

        @Override
        public boolean inspects(String fingerprint) {
            return true;
        }
    }

    /// Opens the tunnel, and is the server at its other end too.
    private static void answer(ServerSocket proxy) {
        try (var plain = proxy.accept()) {
            readHead(plain);
            say(plain, "HTTP/1.1 200 OK\r\n\r\n");
            try (var socket =
                    (SSLSocket)
                            BORDER.serverContext(HOST)
                                    .getSocketFactory()
                                    .createSocket(plain, null, plain.getPort(), true)) {
                socket.setUseClientMode(false);
                readHead(socket);
                say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var _ = socket.getInputStream().read();
            }
        } catch (IOException _) {
            // The client went away, and fails if it should not have.
        }
    }

    private static void readHead(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed within a head");
            }
            head.append((char) next);
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
