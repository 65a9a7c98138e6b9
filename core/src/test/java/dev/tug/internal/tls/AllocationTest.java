package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads of a body leave nothing to be collected but what an engine returns for each record.
@Timeout(60)
final class AllocationTest {
    private static final int MEGABYTE = 1_000_000;
    private static final int WARM_BYTES = 4 * MEGABYTE;
    private static final int BYTES = 32 * MEGABYTE;
    private static final int RECORD_BYTES = 16_384;

    /// A result of the engine, and what its wrapper makes of it.
    private static final int BYTES_A_RECORD = 128;

    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    @Test
    void reads_make_nothing_but_results() throws Exception {
        var kind = new TlsPair.Kind(Optional.of(Native.provider().orElseThrow()), true);
        try (var socket =
                TlsPair.connected(
                        kind,
                        (_, out) -> {
                            var chunk = new byte[MEGABYTE];
                            for (int at = 0; at < WARM_BYTES + BYTES; at += MEGABYTE) {
                                out.write(chunk);
                            }
                        })) {
            var buffer = ByteBuffer.allocateDirect(256 * 1024);
            read(socket, buffer, WARM_BYTES);
            long before = threads.getCurrentThreadAllocatedBytes();
            read(socket, buffer, BYTES);
            long made = threads.getCurrentThreadAllocatedBytes() - before;

            System.out.println("allocated per MB read: " + made / (BYTES / MEGABYTE) + " bytes");
            assertThat(made).isLessThan((long) BYTES / RECORD_BYTES * BYTES_A_RECORD);
        }
    }

    private static void read(EngineSocket socket, ByteBuffer buffer, int bytes) throws Exception {
        int left = bytes;
        while (left > 0) {
            buffer.clear().limit(Math.min(left, buffer.capacity()));
            while (buffer.hasRemaining()) {
                socket.land(buffer);
                int wanted = Math.min(buffer.remaining(), socket.scratch().length);
                int count = socket.getInputStream().read(socket.scratch(), 0, wanted);
                if (count <= 0 || !socket.landed()) {
                    throw new AssertionError("the body ended, or went elsewhere: " + count);
                }
                socket.awaits(wanted, () -> 0);
            }
            left -= buffer.position();
        }
    }
}
