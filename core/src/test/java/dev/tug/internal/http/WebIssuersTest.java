package dev.tug.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tug.internal.name.AddressMemory;
import dev.tug.internal.name.Connector;
import dev.tug.internal.name.Names;
import dev.tug.internal.name.Pins;
import dev.tug.internal.tls.IssuerFetch;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(30)
final class WebIssuersTest {
    private static final String HOST = "pki.example.com";

    private final AtomicInteger asked = new AtomicInteger();
    private byte[] body = "certificate".getBytes(US_ASCII);
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try (var socket = server.accept()) {
                            asked.incrementAndGet();
                            var _ = socket.getInputStream().read();
                            socket.getOutputStream()
                                    .write("HTTP/1.0 200 OK\r\n\r\n".getBytes(US_ASCII));
                            socket.getOutputStream().write(body);
                        } catch (IOException _) {
                            // The client has had enough, or the test is over.
                        }
                    }
                });
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private IssuerFetch by(Pins pins) {
        var connector =
                new Connector(
                        pins,
                        new Names(_ -> List.of(InetAddress.getLoopbackAddress())),
                        new AddressMemory(() -> 0),
                        InstantSource.system()::millis);
        var tls = Tls.of(TlsSettings.of(List.of()), InstantSource.system(), _ -> {});
        return new WebIssuers(
                new HttpSettings(tls, "agent", Duration.ofSeconds(5)).with(connector));
    }

    private Pins given() {
        return new Pins(
                List.of(
                        new Pins.Pin(
                                HOST,
                                server.getLocalPort(),
                                List.of(InetAddress.getLoopbackAddress()))));
    }

    private URI place() {
        return URI.create("http://" + HOST + ":" + server.getLocalPort() + "/sub.crt");
    }

    @Test
    void a_given_address_counts() throws Exception {
        assertThat(by(given()).get(place()).body().remaining()).isEqualTo(body.length);
    }

    @Test
    void a_name_that_leads_to_this_machine_is_not_asked() {
        assertThatThrownBy(() -> by(Pins.NONE).get(place()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no address");
        assertThat(asked).hasValue(0);
    }

    @Test
    void no_more_is_read_than_a_certificate_has() throws Exception {
        body = new byte[1 << 20];

        assertThat(by(given()).get(place()).body().remaining()).isEqualTo(IssuerFetch.BYTES_MAX);
    }
}
