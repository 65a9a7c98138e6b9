package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Order;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

final class HttpIssuersTest {
    private static final Certifier SUB = Certifier.root(Order.of("CN=Acme Sub"));

    private final AtomicInteger asked = new AtomicInteger();
    private final ServerSocket server;

    /// How many connections are closed without an answer, first.
    private int failures;

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
                            if (asked.incrementAndGet() <= failures) {
                                continue;
                            }
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

    @Test
    void what_failed_is_asked_for_again() throws Exception {
        failures = 1;
        var place = answering(200, SUB.certificate().getEncoded());
        var issuers = new HttpIssuers(_ -> true);

        assertThat(issuers.at(place)).isEmpty();
        assertThat(issuers.at(place)).contains(SUB.certificate());
    }

    @Test
    void what_is_not_there_is_not_asked_for_again() {
        var place = answering(404, new byte[0]);
        var issuers = new HttpIssuers(_ -> true);

        assertThat(issuers.at(place)).isEmpty();
        assertThat(issuers.at(place)).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "pki.example.com, 93.184.216.34, 80, true",
        "pki.example.com, 2606:4700::1, 80, true",
        "pki.example.com, 93.184.216.34, 8080, false",
        "pki.example.com, 93.184.216.34, 22, false",
        "pki.example.com, 10.0.0.1, 80, false",
        "pki.example.com, 172.16.9.9, 80, false",
        "pki.example.com, 192.168.1.1, 80, false",
        "pki.example.com, 127.0.0.1, 80, false",
        "pki.example.com, 0.0.0.0, 80, false",
        "pki.example.com, 169.254.169.254, 80, false",
        "pki.example.com, 100.64.0.1, 80, false",
        "pki.example.com, 224.0.0.1, 80, false",
        "pki.example.com, ::1, 80, false",
        "pki.example.com, fd00::1, 80, false",
        "pki.example.com, fe80::1, 80, false",
        "pki.example.com, ::ffff:10.0.0.1, 80, false",
        "pki.example.com, 64:ff9b::a00:1, 80, false",
        "printer, 93.184.216.34, 80, false",
        "pki.corp, 93.184.216.34, 80, false",
        "93.184.216.34, 93.184.216.34, 80, false"
    })
    void only_a_public_host_s_http_is_asked(String name, String address, int port, boolean may)
            throws Exception {
        var bytes = InetAddress.getByName(address).getAddress();
        var place = new InetSocketAddress(InetAddress.getByAddress(name, bytes), port);

        assertThat(HttpIssuers.isPublic(place)).isEqualTo(may);
    }
}
