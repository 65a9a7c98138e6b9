package dev.tug.internal.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

@Timeout(60)
final class RacedSocketTest {
    private static final int MILLIS = 20_000;

    @Test
    void a_socket_that_never_connected_holds_nothing_once_closed() throws Exception {
        var socket = RacedSocket.open();
        socket.close();

        assertThat(socket.getChannel().isOpen()).isFalse();
    }

    @Test
    void a_loser_that_connects_after_its_close_holds_nothing() throws Exception {
        try (var server = server()) {
            var socket = RacedSocket.open();
            socket.close();

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> socket.connect(server.getLocalSocketAddress(), MILLIS));
            assertThat(socket.getChannel().isOpen()).isFalse();
        }
    }

    @Test
    void a_refusal_is_told_as_such() throws Exception {
        InetSocketAddress address;
        try (var server = server()) {
            address = (InetSocketAddress) server.getLocalSocketAddress();
        }
        try (var socket = RacedSocket.open()) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> socket.connect(address, MILLIS))
                    .withMessageContaining("refused");
        }
    }

    @Test
    void silence_ends_a_read_and_not_the_connection() throws Exception {
        try (var server = server();
                var socket = RacedSocket.open()) {
            socket.connect(server.getLocalSocketAddress(), MILLIS);
            try (var client = server.accept()) {
                socket.setSoTimeout(20);
                assertThatExceptionOfType(SocketTimeoutException.class)
                        .isThrownBy(() -> socket.getInputStream().read());
                socket.setSoTimeout(MILLIS);
                client.getOutputStream().write(5);
                assertThat(socket.getInputStream().read()).isEqualTo(5);
            }
        }
    }

    @Test
    void closing_from_elsewhere_ends_a_read_with_patience_and_one_without() throws Exception {
        for (int patience : new int[] {0, MILLIS}) {
            var socket = RacedSocket.open();
            try (var server = server()) {
                socket.connect(server.getLocalSocketAddress(), MILLIS);
                socket.setSoTimeout(patience);
                try (var client = server.accept()) {
                    client.getOutputStream().write(5);
                    var reading = new CountDownLatch(1);
                    var read =
                            new FutureTask<>(() -> {
                                socket.getInputStream().read();
                                reading.countDown();
                                return socket.getInputStream().read();
                            });
                    Thread.ofPlatform().start(read);
                    reading.await();
                    socket.close();

                    assertThatExceptionOfType(ExecutionException.class)
                            .isThrownBy(read::get)
                            .withCauseInstanceOf(IOException.class);
                    assertThat(socket.getChannel().isOpen()).isFalse();
                    assertThat(client.getInputStream().read()).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void interrupting_ends_a_read_and_the_connection() throws Exception {
        try (var server = server();
                var socket = RacedSocket.open()) {
            socket.connect(server.getLocalSocketAddress(), MILLIS);
            try (var client = server.accept()) {
                var read = new FutureTask<>(() -> socket.getInputStream().read());
                var thread = Thread.ofPlatform().start(read);
                thread.interrupt();

                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(read::get)
                        .withCauseInstanceOf(IOException.class);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
