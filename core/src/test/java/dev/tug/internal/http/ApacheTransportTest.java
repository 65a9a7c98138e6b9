package dev.tug.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The transport against bare sockets: how each phase of a call ends.
@Timeout(30)
final class ApacheTransportTest {
    private static final Duration STALL = Duration.ofSeconds(20);

    /// What the server does before it falls silent.
    enum Phase {
        CONNECT,
        HANDSHAKE,
        HEAD,
        BODY
    }

    private final List<Socket> sockets = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket server;
    private Transport transport;

    ApacheTransportTest() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        transport = transport(STALL);
    }

    private static Transport transport(Duration patience) {
        return new ApacheTransport(
                new HttpSettings(
                        Tls.of(TlsSettings.of(List.of()), InstantSource.system(), _ -> {}),
                        "test",
                        patience));
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void an_abort_ends_a_call_in_any_phase(Phase phase) throws Exception {
        if (phase == Phase.CONNECT) {
            fillBacklog();
        }
        var call = transport.call(Request.get(uri(phase), STALL));
        Future<?> ending = threads.submit(() -> readAll(call));
        if (phase == Phase.CONNECT) {
            // Nothing shows from outside that a connection is being tried.
            assertThatExceptionOfType(java.util.concurrent.TimeoutException.class)
                    .isThrownBy(() -> ending.get(300, TimeUnit.MILLISECONDS));
        } else {
            answer(phase);
        }
        call.abort();
        call.abort();

        var thrown =
                catchThrowableOfType(
                        ExecutionException.class, () -> ending.get(2, TimeUnit.SECONDS));
        assertThat(thrown.getCause()).isInstanceOf(TransferException.class);
    }

    @Test
    void a_call_that_was_aborted_before_sends_nothing() throws Exception {
        var call = transport.call(Request.get(uri(Phase.HEAD), STALL));
        call.abort();

        assertThatExceptionOfType(TransferException.class).isThrownBy(call::send);
        server.setSoTimeout(1);
        assertThatExceptionOfType(java.net.SocketTimeoutException.class).isThrownBy(server::accept);
    }

    @Test
    void an_abort_before_the_turn_to_connect_ends_the_call() throws Exception {
        var asked = new CountDownLatch(1);
        var turn = new CountDownLatch(1);
        var dialling =
                new Dialling() {
                    @Override
                    public boolean opening() throws InterruptedException {
                        asked.countDown();
                        turn.await();
                        return true;
                    }

                    @Override
                    public void opened() {}
                };
        var terms = new Terms(STALL, STALL, STALL, false, dialling);
        var call = transport.call(Request.get(uri(Phase.HEAD), terms));
        Future<?> ending = threads.submit(() -> readAll(call));
        assertThat(asked.await(9, TimeUnit.SECONDS)).isTrue();
        call.abort();
        turn.countDown();

        assertThat(failure(ending)).isInstanceOf(TransferFailure.Cut.class);
    }

    @Test
    void a_connection_that_ends_in_the_handshake_was_never_open() throws Exception {
        Future<?> ending =
                threads.submit(
                        () -> readAll(transport.call(Request.get(uri(Phase.HANDSHAKE), STALL))));
        var socket = accept();
        // Before the greeting has come, the reset may be what the connect itself meets.
        assertThat(socket.getInputStream().read()).isNotNegative();
        socket.setSoLinger(true, 0);
        socket.close();

        assertThat(failure(ending)).isInstanceOf(TransferFailure.HandshakeFailed.class);
    }

    @Test
    void silence_in_the_handshake_is_no_stall_of_a_request() throws Exception {
        try (var hasty = transport(Duration.ofMillis(200))) {
            Future<?> ending =
                    threads.submit(
                            () -> readAll(hasty.call(Request.get(uri(Phase.HANDSHAKE), STALL))));
            accept();

            assertThat(failure(ending)).isInstanceOf(TransferFailure.Unreachable.class);
        }
    }

    @Test
    void a_port_without_a_listener_is_unreachable() throws Exception {
        var uri = uri(Phase.HEAD);
        server.close();
        Future<?> ending = threads.submit(() -> readAll(transport.call(Request.get(uri, STALL))));

        assertThat(failure(ending)).isInstanceOf(TransferFailure.Unreachable.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAD", "BODY"})
    void silence_is_a_stall(Phase phase) throws Exception {
        var stall = Duration.ofMillis(150);
        Future<?> ending =
                threads.submit(() -> readAll(transport.call(Request.get(uri(phase), stall))));
        answer(phase);

        assertThat(failure(ending))
                .isEqualTo(
                        new TransferFailure.Stalled(
                                server.getInetAddress().getHostAddress(), stall));
    }

    @Test
    void a_head_without_end_is_refused() throws Exception {
        Future<?> ending =
                threads.submit(() -> readAll(transport.call(Request.get(uri(Phase.HEAD), STALL))));
        var out = accept().getOutputStream();
        out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
        try {
            for (int line = 0; line < 10_000 && !ending.isDone(); line++) {
                out.write("X-%d: y\r\n".formatted(line).getBytes(US_ASCII));
            }
        } catch (IOException e) {
            // The client has had enough, as it should.
        }

        assertThat(failure(ending)).isInstanceOf(TransferFailure.Cut.class);
    }

    @Test
    void a_header_line_without_end_is_refused() throws Exception {
        Future<?> ending =
                threads.submit(() -> readAll(transport.call(Request.get(uri(Phase.HEAD), STALL))));
        var out = accept().getOutputStream();
        out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(US_ASCII));
        try {
            var much = "y".repeat(10_000).getBytes(US_ASCII);
            for (int piece = 0; piece < 1_000 && !ending.isDone(); piece++) {
                out.write(much);
            }
        } catch (IOException e) {
            // The client has had enough, as it should.
        }

        assertThat(failure(ending)).isInstanceOf(TransferFailure.Cut.class);
    }

    @Test
    void an_idle_connection_that_ended_is_replaced_without_a_word() throws Exception {
        Future<?> first =
                threads.submit(() -> readAll(transport.call(Request.get(uri(Phase.HEAD), STALL))));
        var socket = accept();
        readHead(socket);
        socket.getOutputStream().write(ok("abc"));
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(3);

        Future<?> second =
                threads.submit(() -> readAll(transport.call(Request.get(uri(Phase.HEAD), STALL))));
        readHead(socket);
        socket.close();
        var fresh = accept();
        readHead(fresh);
        fresh.getOutputStream().write(ok("abcd"));

        assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo(4);
    }

    private static byte[] ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body)
                .getBytes(US_ASCII);
    }

    /// Linux answers no more connections than the backlog and one.
    private void fillBacklog() throws IOException {
        server.close();
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        for (int count = 0; count < 2; count++) {
            sockets.add(new Socket(server.getInetAddress(), server.getLocalPort()));
        }
    }

    private void answer(Phase phase) throws IOException {
        var socket = accept();
        if (phase == Phase.HANDSHAKE) {
            assertThat(socket.getInputStream().read()).isEqualTo(0x16);
            return;
        }
        readHead(socket);
        if (phase == Phase.BODY) {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".getBytes(US_ASCII));
        }
    }

    private Socket accept() throws IOException {
        var socket = server.accept();
        sockets.add(socket);
        return socket;
    }

    private static void readHead(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).isNotNegative();
            head.append((char) next);
        }
    }

    private URI uri(Phase phase) {
        return URI.create(
                (phase == Phase.HANDSHAKE ? "https" : "http")
                        + "://"
                        + server.getInetAddress().getHostAddress()
                        + ":"
                        + server.getLocalPort()
                        + "/");
    }

    private static int readAll(Call call) throws TransferException {
        try (var response = call.send()) {
            var buffer = ByteBuffer.allocate(1_000);
            int total = 0;
            for (int count = response.read(buffer); count >= 0; count = response.read(buffer)) {
                total += count;
            }
            return total;
        }
    }

    private static TransferFailure failure(Future<?> ending) {
        var thrown =
                catchThrowableOfType(
                        ExecutionException.class, () -> ending.get(10, TimeUnit.SECONDS));
        assertThat(thrown.getCause()).isInstanceOf(TransferException.class);
        return ((TransferException) requireNonNull(thrown.getCause())).failure();
    }
}
