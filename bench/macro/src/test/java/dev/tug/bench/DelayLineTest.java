package dev.tug.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

final class DelayLineTest {
    private static final Duration DELAY = Duration.ofMillis(40);

    @Test
    void every_byte_arrives_and_not_before_its_time() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        try (var server = new ServerSocket(0, 1, loopback);
                var line =
                        DelayLine.start(
                                loopback,
                                new InetSocketAddress(loopback, server.getLocalPort()),
                                DELAY);
                var client = new Socket(loopback, line.port())) {
            long start = System.nanoTime();
            client.getOutputStream()
                    .write("there".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            client.shutdownOutput();
            try (var accepted = server.accept()) {
                assertThat(accepted.getInputStream().readAllBytes()).asString().isEqualTo("there");
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(DELAY.toNanos());
                accepted.getOutputStream().write('!');
            }
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("!");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2 * DELAY.toNanos());
        }
    }
}
