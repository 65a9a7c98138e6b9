package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tug.internal.tls.TlsPair.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

/// What a connection does that does not go on as it began.
@Timeout(60)
final class EngineSocketEdgeTest {
    private static final int RECORD_BYTES = 16 * 1024;
    private static final int MANY_BYTES = 1_000_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final CountDownLatch over = new CountDownLatch(1);

    static Stream<Kind> kinds() {
        return TlsPair.kinds();
    }

    @AfterEach
    void end() {
        over.countDown();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_connection_that_ends_without_a_goodbye_has_ended(Kind kind) throws Exception {
        var swallowed = new AtomicBoolean();
        var read = new CountDownLatch(1);
        int server =
                TlsPair.server((_, out) -> {
                    out.write(new byte[1000]);
                    await(read);
                });
        int relay =
                TlsPair.relay(
                        server,
                        (bytes, count, _, to) -> {
                            if (!swallowed.get()) {
                                to.write(bytes, 0, count);
                            }
                        });
        try (var socket = TlsPair.over(TlsPair.plain(kind, relay), kind)) {
            assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
            swallowed.set(true);
            read.countDown();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void who_awaits_a_record_waits_for_all_of_it_and_keeps_what_came(Kind kind) throws Exception {
        var content = new byte[1000];
        random.nextBytes(content);
        var shaken = new AtomicBoolean();
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        int server =
                TlsPair.server((client, out) -> {
                    out.write(7);
                    client.getInputStream().read();
                    out.write(content);
                    await(over);
                });
        int relay =
                TlsPair.relay(
                        server,
                        (bytes, count, _, to) -> {
                            int most = shaken.get() ? Math.min(count, 100) : count;
                            to.write(bytes, 0, most);
                            if (shaken.get()) {
                                begun.countDown();
                                await(goOn);
                            }
                            to.write(bytes, most, count - most);
                        });
        try (var socket = TlsPair.over(TlsPair.plain(kind, relay), kind)) {
            socket.setSoTimeout(12_345);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            shaken.set(true);
            socket.getOutputStream().write(1);
            begun.await();

            assertThat(socket.awaits(content.length, () -> 50)).isFalse();
            assertThat(socket.getSoTimeout()).isEqualTo(12_345);
            goOn.countDown();
            assertThat(socket.awaits(content.length, () -> 20_000)).isTrue();
            assertThat(socket.getSoTimeout()).isEqualTo(12_345);
            assertThat(socket.getInputStream().readNBytes(content.length))
                    .as("seed %d", seed)
                    .isEqualTo(content);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void of_a_record_that_is_cut_nothing_is_believed(Kind kind) throws Exception {
        var content = new byte[3 * RECORD_BYTES];
        random.nextBytes(content);
        var shaken = new AtomicBoolean();
        int server =
                TlsPair.server((client, out) -> {
                    client.getInputStream().read();
                    shaken.set(true);
                    out.write(content);
                    await(over);
                });
        int relay = TlsPair.relay(server, cutting(shaken, 2 * RECORD_BYTES));
        try (var socket = TlsPair.over(TlsPair.plain(kind, relay), kind)) {
            socket.getOutputStream().write(1);
            var came = socket.getInputStream().readAllBytes();

            assertThat(came.length).as("whole records").isBetween(1, 2 * RECORD_BYTES - 1);
            assertThat(content).as("seed %d", seed).startsWith(came);
        }
    }

    /// Passes on so many bytes once `shaken`, and ends.
    private static TlsPair.Passage cutting(AtomicBoolean shaken, int bytes) {
        var left = new int[] {bytes};
        return (from, count, _, to) -> {
            int passed = shaken.get() ? Math.min(count, left[0]) : count;
            to.write(from, 0, passed);
            if (shaken.get()) {
                left[0] -= passed;
                if (left[0] == 0) {
                    throw new IOException("cut");
                }
            }
        };
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void segments_of_one_byte_make_records(Kind kind) throws Exception {
        var content = new byte[3000];
        random.nextBytes(content);
        int server =
                TlsPair.server((_, out) -> {
                    out.write(content, 0, 100);
                    out.write(content, 100, 2900);
                });
        int relay =
                TlsPair.relay(
                        server,
                        (bytes, count, _, to) -> {
                            for (int i = 0; i < count; i++) {
                                to.write(bytes, i, 1);
                            }
                        });
        try (var socket = TlsPair.over(TlsPair.plain(kind, relay), kind)) {
            assertThat(socket.getInputStream().readAllBytes())
                    .as("seed %d", seed)
                    .isEqualTo(content);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void who_has_said_all_is_told_of_no_end_that_was_not(Kind kind) throws Exception {
        try (var socket =
                TlsPair.connected(
                        kind,
                        (client, out) -> {
                            var heard = client.getInputStream().readAllBytes();
                            out.write(heard.length);
                        })) {
            socket.getOutputStream().write(new byte[7]);
            socket.shutdownOutput();

            if (kind.provider().isPresent()) {
                // Conscrypt's engine does not.
                assertThatExceptionOfType(SocketException.class)
                        .isThrownBy(() -> socket.getInputStream().read());
            } else {
                assertThat(socket.getInputStream().read()).isEqualTo(7);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> socket.getOutputStream().write(1));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void reading_and_writing_do_not_wait_for_each_other(Kind kind) throws Exception {
        var content = new byte[5 * MANY_BYTES];
        random.nextBytes(content);
        try (var socket =
                TlsPair.connected(
                        kind,
                        (client, out) -> {
                            client.getInputStream().transferTo(out);
                        })) {
            var write =
                    new FutureTask<>(() -> {
                        socket.getOutputStream().write(content);
                        return 0;
                    });
            Thread.ofPlatform().start(write);
            assertThat(socket.getInputStream().readNBytes(content.length))
                    .as("seed %d", seed)
                    .isEqualTo(content);
            write.get();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closing_frees_a_write_that_nobody_reads(Kind kind) throws Exception {
        var socket =
                TlsPair.connected(
                        kind,
                        (client, _) -> {
                            client.startHandshake();
                            await(over);
                        });
        var begun = new CountDownLatch(1);
        var write =
                new FutureTask<>(() -> {
                    begun.countDown();
                    while (true) {
                        socket.getOutputStream().write(new byte[MANY_BYTES]);
                    }
                });
        Thread.ofPlatform().start(write);
        begun.await();
        socket.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(write::get)
                .withCauseInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void an_end_of_ones_own_is_no_end_of_the_others(Kind kind) throws Exception {
        var socket =
                TlsPair.connected(
                        kind,
                        (_, out) -> {
                            out.write(1);
                            await(over);
                        });
        assertThat(socket.getInputStream().read()).isEqualTo(1);
        socket.close();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> socket.getInputStream().read());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void another_handshake_on_an_old_connection_is_refused(Kind kind) throws Exception {
        int server =
                TlsPair.server((client, out) -> {
                    client.setEnabledProtocols(new String[] {"TLSv1.2"});
                    out.write(1);
                    client.startHandshake();
                    client.getInputStream().read();
                });
        try (var socket = TlsPair.over(TlsPair.plain(kind, server), kind)) {
            assertThat(socket.getInputStream().read()).isEqualTo(1);
            assertThatExceptionOfType(SSLException.class)
                    .isThrownBy(() -> socket.getInputStream().read());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void empty_records_are_passed_over(Kind kind) throws Exception {
        int port = recordsServer();
        try (var socket = TlsPair.over(TlsPair.plain(kind, port), kind)) {
            assertThat(socket.getInputStream().read()).isEqualTo(1);
            assertThat(socket.getInputStream().read()).isEqualTo(2);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    /// Sends an empty record, a byte, three empty records, and a byte.
    private static int recordsServer() throws IOException {
        var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    try (server;
                            var client = server.accept()) {
                        var engine = TlsPair.AUTHORITY.serverContext("localhost").createSSLEngine();
                        engine.setUseClientMode(false);
                        var records = new Records(client, engine, false);
                        records.shake();
                        for (int length : new int[] {0, 1, 0, 0, 0, 2}) {
                            var bytes = new byte[] {(byte) length};
                            records.send(ByteBuffer.wrap(bytes, 0, Math.min(1, length)));
                        }
                        records.end();
                    } catch (IOException _) {
                        // The test tells from what it read.
                    }
                });
        return server.getLocalPort();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void who_reads_in_small_steps_leaves_the_rest_to_the_kernel(Kind kind) throws Exception {
        int port =
                TlsPair.server((_, out) -> {
                    out.write(new byte[5 * RECORD_BYTES]);
                    await(over);
                });
        var plain = TlsPair.plain(kind, port);
        try (var socket = TlsPair.over(plain, kind)) {
            while (plain.getInputStream().available() < 5 * RECORD_BYTES) {
                Thread.onSpinWait();
            }
            assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);

            assertThat(plain.getInputStream().available()).isGreaterThan(4 * RECORD_BYTES - 1000);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void new_keys_change_nothing(Kind kind, @TempDir Path directory) throws Exception {
        var pem = directory.resolve("authority.pem");
        var server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KeyUpdateServer.class.getName(),
                                pem.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var said = server.inputReader()) {
            int port = Integer.parseInt(said.readLine());
            var content = new byte[3 * MANY_BYTES];
            random.nextBytes(content);
            var tls =
                    Tls.of(
                            kind.provider(),
                            TlsSettings.of(List.of(pem)),
                            InstantSource.system(),
                            _ -> {});
            try (var plain = TlsPair.plain(kind, port);
                    var socket =
                            tls.over(plain, "localhost", port, TlsPair.PATIENCE, (_, _) -> {})) {
                for (int at = 0; at < content.length; at += 100_000) {
                    socket.getOutputStream().write(content, at, 100_000);
                    var echo = socket.getInputStream().readNBytes(100_000);
                    assertThat(ByteBuffer.wrap(echo))
                            .as("seed %d, at %d", seed, at)
                            .isEqualTo(ByteBuffer.wrap(content, at, 100_000));
                }
            }
        } finally {
            server.destroy();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
