package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Connection;
import dev.tug.internal.http.Response;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

final class BodiesTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    @Test
    void gives_up_a_body_that_drips_in() {
        var drip = new Drip(Integer.MAX_VALUE, Duration.ofSeconds(20));

        assertThatExceptionOfType(TransferException.class)
                .isThrownBy(() -> Bodies.read(drip, 1_000_000, now::get))
                .satisfies(
                        e -> assertThat(e.failure()).isInstanceOf(TransferFailure.Stalled.class));
        assertThat(now.get()).isBefore(Instant.EPOCH.plusSeconds(180));
    }

    @Test
    void reads_a_slow_body_to_its_end() throws Exception {
        assertThat(Bodies.read(new Drip(5, Duration.ofSeconds(20)), 100, now::get)).hasSize(5);
    }

    @Test
    void reads_no_more_than_one_byte_beyond_the_bound() throws Exception {
        assertThat(Bodies.read(new Drip(500, Duration.ZERO), 100, now::get)).hasSize(101);
    }

    @Test
    void ends_with_its_object_where_nothing_else_tells_its_end() throws Exception {
        var text = "{\"a\":[\"}\\\"]\",{}]}";

        assertThat(Bodies.read(new Drip(text + "\nnever read", Duration.ZERO), 100, now::get))
                .asString(UTF_8)
                .isEqualTo(text);
    }

    /// One byte for each read, `pause` after the one before.
    private final class Drip implements Response {
        private final int length;
        private final Duration pause;
        private final String text;
        private int sent;

        Drip(int length, Duration pause) {
            this.length = length;
            this.pause = pause;
            this.text = "x";
        }

        Drip(String text, Duration pause) {
            this.length = text.length();
            this.pause = pause;
            this.text = text;
        }

        @Override
        public URI uri() {
            return URI.create("https://registry.test/");
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.empty();
        }

        @Override
        public long length() {
            return -1;
        }

        @Override
        public Connection connection() {
            return new Connection(
                    1, 1, InetSocketAddress.createUnresolved("registry.test", 443), "", List.of());
        }

        @Override
        public int read(ByteBuffer into) {
            if (sent == length) {
                return -1;
            }
            now.updateAndGet(time -> time.plus(pause));
            into.put((byte) text.charAt(sent % text.length()));
            sent++;
            return 1;
        }

        @Override
        public void retire() {
            // Nothing is kept open.
        }

        @Override
        public void close() {}
    }
}
