package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// An interrupt ends a transfer at once, whatever its streams wait for, and keeps what came.
@Timeout(60)
final class TransferCancelTest {
    private static final GeneratedBlob BLOB = GeneratedBlob.random(1, 8_000_000);

    /// Far below the 50 s that the streams would wait, far above what a busy machine needs.
    private static final long SOON_MILLIS = 3_000;

    @TempDir Path directory;
    private TransferRig rig;

    @BeforeEach
    void open() throws IOException {
        rig =
                new TransferRig(directory)
                        .stall(Duration.ofSeconds(50))
                        .outage(Duration.ofSeconds(50))
                        .control(new Brisk(2, 4 << 20));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void while_the_server_is_silent() throws Exception {
        rig.cdn.script(_ -> new Fault.StallAfter(1_000_000));

        // All that came is there: none of it waits for more.
        assertEndsAtOnce(() -> rig.completed(BLOB) == 2_000_000);
    }

    @Test
    void before_the_server_answers() throws Exception {
        rig.cdn.script(_ -> new Fault.Latency(Duration.ofSeconds(50)));

        assertEndsAtOnce(() -> !rig.cdn.journal().requests().isEmpty());
    }

    @Test
    void while_the_server_wants_to_be_left_alone() throws Exception {
        rig.cdn.script(_ -> new Fault.Status(503, Map.of("Retry-After", "50"), "text/plain", ""));

        assertEndsAtOnce(() -> !rig.retried.isEmpty());
    }

    @Test
    void while_the_streams_of_others_fill_the_gate() throws Exception {
        assertThat(rig.gate.enter(() -> 1, () -> false)).isTrue();
        rig.control(new Brisk(1, 4 << 20));

        assertEndsAtOnce(() ->
                Thread.getAllStackTraces().entrySet().stream()
                        .filter(entry -> entry.getKey().getName().startsWith("tug-stream"))
                        .anyMatch(entry ->
                                entry.getValue().length > 1
                                        && contains(entry.getValue(), "StreamGate")));
    }

    @Test
    void while_nobody_answers() throws Exception {
        rig.away(() -> rig.completed(BLOB) > 0);
        rig.cdn.script(_ -> new Fault.CutAfter(500_000, Fault.CutKind.RST));

        assertEndsAtOnce(() -> rig.retried.size() > 3);
    }

    @Test
    void while_a_handshake_is_not_answered() throws Exception {
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            rig.cdn.advertise("127.0.0.1:" + mute.getLocalPort());
            assertEndsAtOnce(() -> isInside("startHandshake"));
        }
    }

    @Test
    void while_a_connection_is_not_accepted() throws Exception {
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var first = new Socket();
                var second = new Socket()) {
            // Two connections fill a queue of one; further ones are not answered.
            first.connect(full.getLocalSocketAddress());
            second.connect(full.getLocalSocketAddress());
            rig.cdn.advertise("127.0.0.1:" + full.getLocalPort());
            assertEndsAtOnce(() -> isInside("connect"));
        }
    }

    private static boolean isInside(String method) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("tug-stream"))
                .flatMap(entry -> Stream.of(entry.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    private static boolean contains(StackTraceElement[] frames, String type) {
        for (var frame : frames) {
            if (frame.getClassName().endsWith(type)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void the_next_pull_fetches_only_the_rest() throws Exception {
        rig.cdn.script(_ -> new Fault.StallAfter(1_500_000));
        cancelWhen(() -> rig.completed(BLOB) >= 2_800_000);
        long sentBefore = rig.cdn.journal().bodyBytesSent();
        rig.cdn.script(_ -> Fault.none());
        var totals = rig.pull(BLOB);

        assertThat(rig.digestInStore(BLOB)).isEqualTo(BLOB.digest());
        // Two streams were sent 1.5 MB each; of the end of that some may have been under way.
        assertThat(totals.fetched()).isBetween(BLOB.size() - 3_000_000, BLOB.size() - 2_800_000);
        assertThat(rig.cdn.journal().bodyBytesSent() - sentBefore).isEqualTo(totals.fetched());
    }

    @Test
    void a_failed_transfer_keeps_what_came_too() throws Exception {
        rig.control(new Brisk(1, 4 << 20));
        rig.cdn.script(request ->
                request.number() == 1
                        ? new Fault.CutAfter(1_000_000, Fault.CutKind.FIN_BARE)
                        : Fault.Status.of(404));
        assertThatExceptionOfType(TransferFailed.class).isThrownBy(() -> rig.pull(BLOB));
        rig.cdn.script(_ -> Fault.none());

        assertThat(rig.pull(BLOB).fetched()).isEqualTo(BLOB.size() - 1_000_000);
    }

    private void assertEndsAtOnce(BooleanSupplier underWay) throws Exception {
        assertThat(cancelWhen(underWay)).isLessThan(SOON_MILLIS);
    }

    /// Interrupts a pull when it is as far as `underWay` says; returns the milliseconds it took to end.
    private long cancelWhen(BooleanSupplier underWay) throws Exception {
        var pull = new FutureTask<>(() -> rig.pull(BLOB));
        var thread = Thread.ofPlatform().name("pull").start(pull);
        while (!underWay.getAsBoolean()) {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> pull.get(2, TimeUnit.MILLISECONDS));
        }
        long start = System.nanoTime();
        thread.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> pull.get(40, TimeUnit.SECONDS))
                .withCauseInstanceOf(InterruptedException.class);
        return (System.nanoTime() - start) / 1_000_000;
    }
}
