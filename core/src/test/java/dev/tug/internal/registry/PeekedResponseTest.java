package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tug.internal.http.Connection;
import dev.tug.internal.http.Response;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

final class PeekedResponseTest {
    /// A body that nothing marks the end of: who reads beyond it waits for ever.
    private static final class Endless implements Response {
        private final ByteBuffer body;

        Endless(String body) {
            this.body = ByteBuffer.wrap(body.getBytes(US_ASCII));
        }

        @Override
        public int read(ByteBuffer into) {
            assertThat(body.hasRemaining()).as("read beyond the end").isTrue();
            int count = Math.min(5, Math.min(body.remaining(), into.remaining()));
            into.put(body.slice(body.position(), count));
            body.position(body.position() + count);
            return count;
        }

        @Override
        public URI uri() {
            return URI.create("https://cdn.test/b");
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
                    1, 1, InetSocketAddress.createUnresolved("cdn.test", 443), "", List.of());
        }

        @Override
        public void retire() {
            // Nothing is kept open.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Test
    void reads_nothing_beyond_a_small_blob() throws Exception {
        var peeked = PeekedResponse.of(new Endless("0123456789ab"), 12);

        assertThat(new String(peeked.start(), US_ASCII)).isEqualTo("0123456789ab");
        var buffer = ByteBuffer.allocate(100);
        assertThat(peeked.read(buffer)).isEqualTo(12);
    }

    @Test
    void gives_each_byte_once_and_in_order() throws Exception {
        var text = "x".repeat(70) + "y".repeat(70);
        var peeked = PeekedResponse.of(new Endless(text), text.length());
        var buffer = ByteBuffer.allocate(text.length());
        while (buffer.hasRemaining()) {
            assertThat(peeked.read(buffer)).isPositive();
        }

        assertThat(new String(buffer.array(), US_ASCII)).isEqualTo(text);
    }
}
