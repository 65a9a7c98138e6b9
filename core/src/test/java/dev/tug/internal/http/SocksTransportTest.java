package dev.tug.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tug.failure.TransferException;
import dev.tug.internal.name.AddressMemory;
import dev.tug.internal.name.Connector;
import dev.tug.internal.name.Lookup;
import dev.tug.internal.name.Names;
import dev.tug.internal.name.Pins;
import dev.tug.internal.proxy.Hop;
import dev.tug.internal.proxy.Logins;
import dev.tug.internal.proxy.Proxies;
import dev.tug.internal.proxy.ProxyServer;
import dev.tug.internal.proxy.Refusals;
import dev.tug.internal.proxy.Talk;
import dev.tug.internal.proxy.Tickets;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What a SOCKS proxy is asked for, and what becomes of its replies.
final class SocksTransportTest {
    private static final URI PLAIN = URI.create("http://registry.nowhere.test:5000/v2/");
    private static final int NAME = 3;
    private static final int HOST_REFUSES = 5;

    private final Queue<Integer> replies = new ConcurrentLinkedQueue<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (true) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            in.readFully(new byte[3]);
            out.write(new byte[] {5, 0});
            var head = new byte[4];
            in.readFully(head);
            var place = new byte[head[3] == NAME ? in.readUnsignedByte() : 4];
            in.readFully(place);
            in.readUnsignedShort();
            asked.add(
                    head[3] == NAME
                            ? new String(place, ISO_8859_1)
                            : InetAddress.getByAddress(place).getHostAddress());
            int reply = replies.remove();
            out.write(new byte[] {5, (byte) reply, 0, 1, 0, 0, 0, 0, 0, 0});
            if (reply == 0) {
                out.write("HTTP/1.1 204 None\r\n\r\n".getBytes(ISO_8859_1));
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException _) {
            // The client went away, as it may.
        }
    }

    private ApacheTransport transport(String scheme) throws Exception {
        var proxy = ProxyServer.parse(scheme + "://127.0.0.1:" + server.getLocalPort());
        var proxies =
                new Proxies(
                        (_, _) -> List.of(new Hop.Via(proxy, "test")),
                        Logins.NONE,
                        new Refusals(),
                        new Talk.Tools(InstantSource.system(), () -> 1, Tickets.NONE),
                        () -> 0);
        var pins =
                new Pins(
                        List.of(
                                new Pins.Pin(
                                        PLAIN.getHost(),
                                        PLAIN.getPort(),
                                        List.of(
                                                InetAddress.ofLiteral("192.0.2.1"),
                                                InetAddress.ofLiteral("192.0.2.2")))));
        return new ApacheTransport(
                new HttpSettings(
                                Tls.of(TlsSettings.of(List.of()), InstantSource.system(), _ -> {}),
                                "agent",
                                Duration.ofSeconds(5))
                        .with(
                                new Connector(
                                        pins,
                                        new Names(Lookup.ofPlatform()),
                                        new AddressMemory(() -> 0),
                                        () -> 0))
                        .with(Optional.of(proxies)));
    }

    private static int get(Transport transport) throws TransferException {
        try (var response = transport.call(Request.get(PLAIN, Duration.ofSeconds(5))).send()) {
            return response.status();
        }
    }

    @Test
    void each_address_is_tried_at_a_proxy_that_wants_addresses() throws Exception {
        replies.addAll(List.of(HOST_REFUSES, 0));
        try (var transport = transport("socks5")) {
            assertThat(get(transport)).isEqualTo(204);
        }
        assertThat(asked).containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    void a_reply_is_told_in_words() throws Exception {
        replies.add(HOST_REFUSES);
        try (var transport = transport("socks5h")) {
            assertThatThrownBy(() -> get(transport))
                    .hasMessageEndingWith(
                            "does not connect to registry.nowhere.test: the host refuses the"
                                    + " connection")
                    .hasMessageNotContaining("HTTP");
        }
        assertThat(asked).containsExactly("registry.nowhere.test");
    }
}
