package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Order;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

final class HttpIssuersTest {
    private static final Certifier SUB = Certifier.root(Order.of("CN=Acme Sub"));

    private final AtomicInteger asked = new AtomicInteger();
    private final ServerSocket server;

    HttpIssuersTest() throws IOException {
        server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private URI answering(int status, byte[] body) {
        var head =
                "HTTP/1.1 %d X\r\nLocation: /other\r\nContent-Length: %d\r\n\r\n"
                        .formatted(status, body.length)
                        .getBytes(US_ASCII);
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try (var socket = server.accept()) {
                            asked.incrementAndGet();
                            var _ = socket.getInputStream().read();
                            socket.getOutputStream().write(head);
                            socket.getOutputStream().write(body);
                        } catch (IOException _) {
                            // The client has had enough, or the test is over.
                        }
                    }
                });
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/sub.crt");
    }

    @Test
    void fetches_a_certificate_once() throws Exception {
        var place = answering(200, SUB.certificate().getEncoded());
        var issuers = new HttpIssuers(_ -> true);

        assertThat(issuers.at(place)).contains(SUB.certificate());
        assertThat(issuers.at(place)).contains(SUB.certificate());
        assertThat(asked).hasValue(1);
    }

    @Test
    void follows_no_redirect() throws Exception {
        var place = answering(302, SUB.certificate().getEncoded());

        assertThat(new HttpIssuers(_ -> true).at(place)).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void takes_nothing_that_is_too_large_or_no_certificate() {
        assertThat(new HttpIssuers(_ -> true).at(answering(200, new byte[1 << 20]))).isEmpty();
    }

    @Test
    void asks_nobody_on_this_machine() throws Exception {
        var place = answering(200, SUB.certificate().getEncoded());

        assertThat(new HttpIssuers().at(place)).isEmpty();
        assertThat(asked).hasValue(0);
    }
}
