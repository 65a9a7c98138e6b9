package dev.tug.internal.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.TransferException;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.Connection;
import dev.tug.internal.http.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// With a clock that goes on by a little whenever it is looked at.
@Timeout(30)
final class PacedCallTest {
    private static final long STEP_NANOS = 100_000;
    private static final long RATE = 10_000_000;
    private static final int READS = 3 * PacedCall.SUFFICIENT;

    private static final Connection CONNECTION =
            new Connection(
                    1,
                    1,
                    InetSocketAddress.createUnresolved("cdn.example", 443),
                    "TLSv1.3",
                    List.of());

    private final AtomicLong nanos = new AtomicLong();
    private final Throttle throttle = new Throttle(() -> nanos.addAndGet(STEP_NANOS));
    private final Body body = new Body();

    @Test
    void what_the_kernel_holds_grows_no_more_once_it_suffices_for_the_rate() throws Exception {
        throttle.limit(RATE);
        read(READS);

        assertThat(body.steadied).isEqualTo(1);
        assertThat(body.retired).isFalse();
    }

    @Test
    void it_grows_where_reads_come_short_of_the_rate() throws Exception {
        throttle.limit(RATE);
        body.bytes = 100;
        read(READS);

        assertThat(body.steadied).isZero();
    }

    @Test
    void it_grows_without_a_rate() throws Exception {
        read(READS);

        assertThat(body.steadied).isZero();
        assertThat(body.retired).isFalse();
    }

    @Test
    void a_connection_that_holds_little_is_given_up_when_the_limit_is_lifted() throws Exception {
        throttle.limit(RATE);
        read(READS);
        throttle.limit(Throttle.UNLIMITED);
        read(1);

        assertThat(body.retired).isTrue();
    }

    @Test
    void who_is_held_back_awaits_nothing_with_bytes_in_hand() throws Exception {
        var call = new PacedCall(body, throttle, _ -> {});
        try (var response = call.send()) {
            assertThat(response.awaits(1, () -> 50)).isTrue();
            throttle.limit(RATE);
            read(READS);

            assertThat(response.awaits(1, () -> 50)).isFalse();
        }
    }

    private void read(int times) throws TransferException {
        var call = new PacedCall(body, throttle, _ -> {});
        try (var response = call.send()) {
            var buffer = ByteBuffer.allocate(64 * 1024);
            for (int i = 0; i < times; i++) {
                assertThat(response.read(buffer.clear())).isPositive();
            }
        }
    }

    /// Brings as much as is asked for, or `bytes` if that is less.
    private static final class Body implements Call, Response {
        private int bytes = Integer.MAX_VALUE;
        private int steadied;
        private boolean retired;

        @Override
        public Response send() {
            return this;
        }

        @Override
        public void abort() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer into) {
            int count = Math.min(bytes, into.remaining());
            into.position(into.position() + count);
            return count;
        }

        @Override
        public void steady() {
            steadied++;
        }

        @Override
        public boolean isSteady() {
            return steadied > 0;
        }

        @Override
        public void retire() {
            retired = true;
        }

        @Override
        public Connection connection() {
            return CONNECTION;
        }

        @Override
        public URI uri() {
            return URI.create("https://cdn.example/blob");
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
        public void close() {
            // There is nothing to close.
        }
    }
}
