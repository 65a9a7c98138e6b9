package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tug.internal.tls.TlsPair.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

@Timeout(60)
final class EngineSocketTest {
    private static final int BYTES = 1_500_000;

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
    void bytes_are_the_same_in_whatever_pieces_they_are_sent_and_read(Kind kind) throws Exception {
        var content = new byte[BYTES];
        random.nextBytes(content);
        var pieces = new Random(seed + 1);
        try (var socket =
                TlsPair.connected(
                        kind,
                        (_, out) -> {
                            for (int at = 0; at < BYTES; ) {
                                int count = Math.min(BYTES - at, 1 + pieces.nextInt(60_000));
                                out.write(content, at, count);
                                at += count;
                            }
                        })) {
            var read = new ByteArrayOutputStream();
            int count = 0;
            while (count >= 0) {
                count = readSome(socket, read);
            }
            assertThat(read.toByteArray()).as("seed %d", seed).isEqualTo(content);
        }
    }

    /// In one of the ways there are: one byte, an array, or a buffer past a library.
    private int readSome(EngineSocket socket, ByteArrayOutputStream to) throws IOException {
        int length = 1 + random.nextInt(random.nextBoolean() ? 300 : 200_000);
        int way = random.nextInt(4);
        if (way == 0) {
            int one = socket.getInputStream().read();
            if (one >= 0) {
                to.write(one);
            }
            return one;
        }
        if (way == 1) {
            var array = new byte[length + 7];
            int count = socket.getInputStream().read(array, 5, length);
            to.write(array, 5, Math.max(0, count));
            return count;
        }
        var buffer = ByteBuffer.allocateDirect(length).position(random.nextInt(length));
        int start = buffer.position();
        socket.land(buffer);
        int wanted = Math.min(buffer.remaining(), socket.scratch().length);
        int count = socket.getInputStream().read(socket.scratch(), 0, wanted);
        assertThat(socket.landed()).isTrue();
        assertThat(buffer.position() - start).isEqualTo(Math.max(0, count));
        assertThat(buffer.limit()).isEqualTo(length);
        var array = new byte[Math.max(0, count)];
        buffer.get(start, array);
        to.writeBytes(array);
        return count;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void what_is_read_elsewhere_lands_nowhere(Kind kind) throws Exception {
        try (var socket = TlsPair.connected(kind, (_, out) -> out.write(new byte[5]))) {
            var buffer = ByteBuffer.allocateDirect(9);
            socket.land(buffer);

            assertThat(socket.getInputStream().readNBytes(new byte[5], 0, 5)).isEqualTo(5);
            assertThat(socket.landed()).isFalse();
            assertThat(buffer.position()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void silence_ends_a_read_and_loses_nothing(Kind kind) throws Exception {
        var goOn = new CountDownLatch(1);
        try (var socket =
                TlsPair.connected(
                        kind,
                        (client, out) -> {
                            out.write(1);
                            await(goOn);
                            out.write(2);
                            client.close();
                        })) {
            assertThat(socket.getInputStream().read()).isEqualTo(1);
            socket.setSoTimeout(50);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> socket.getInputStream().read());
            goOn.countDown();
            socket.setSoTimeout(20_000);

            assertThat(socket.getInputStream().read()).isEqualTo(2);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void who_awaits_learns_whether_a_read_would_wait(Kind kind) throws Exception {
        var goOn = new CountDownLatch(1);
        var goOff = new CountDownLatch(1);
        try (var socket =
                TlsPair.connected(
                        kind,
                        (client, out) -> {
                            out.write(7);
                            await(goOn);
                            out.write(new byte[3]);
                            await(goOff);
                            client.close();
                        })) {
            // What a server says of its own accord comes before.
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            assertThat(socket.awaits(9, () -> 0)).isFalse();
            assertThat(socket.awaits(9, () -> 20)).isFalse();
            goOn.countDown();
            assertThat(socket.awaits(9, () -> 20_000)).isTrue();
            assertThat(socket.getInputStream().read(new byte[2])).isEqualTo(2);
            assertThat(socket.awaits(9, () -> 0)).isTrue();
            assertThat(socket.getInputStream().read()).isZero();
            assertThat(socket.awaits(9, () -> 20)).isFalse();
            goOff.countDown();
            assertThat(socket.awaits(9, () -> 20_000)).isTrue();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(socket.awaits(9, () -> 0)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closing_from_elsewhere_ends_a_read(Kind kind) throws Exception {
        var reading = new CountDownLatch(1);
        var socket =
                TlsPair.connected(
                        kind,
                        (_, out) -> {
                            out.write(1);
                            await(over);
                        });
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
        assertThat(socket.isClosed()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void what_is_written_arrives(Kind kind) throws Exception {
        var content = new byte[100_000];
        random.nextBytes(content);
        var received = new byte[content.length];
        try (var socket =
                TlsPair.connected(
                        kind,
                        (client, out) -> {
                            client.getInputStream().readNBytes(received, 0, received.length);
                            out.write(7);
                        })) {
            socket.getOutputStream().write(content);

            assertThat(socket.getInputStream().read()).isEqualTo(7);
            assertThat(received).as("seed %d", seed).isEqualTo(content);
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
