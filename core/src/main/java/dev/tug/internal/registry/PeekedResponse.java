package dev.tug.internal.registry;

import dev.tug.failure.TransferException;
import dev.tug.internal.http.ForwardingResponse;
import dev.tug.internal.http.Response;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/// A response whose first bytes have been looked at, and are read again. Owned by one thread.
final class PeekedResponse extends ForwardingResponse {
    /// What a page begins with stands in the first line or two.
    private static final int BYTES_MAX = 512;

    /// A document type, and blanks before it.
    private static final int BYTES_MIN = 64;

    private final byte[] start;
    private int passed;

    private PeekedResponse(Response response, byte[] start) {
        super(response);
        this.start = start;
    }

    /// Waits for the first bytes of a body.
    ///
    /// @param size bytes that it should have: where nothing marks its end, none comes after them
    static PeekedResponse of(Response response, long size) throws TransferException {
        var buffer = ByteBuffer.allocate(BYTES_MAX);
        int count = 0;
        while (buffer.position() < Math.min(BYTES_MIN, size) && count >= 0) {
            count = response.read(buffer);
        }
        var start = new byte[buffer.position()];
        buffer.flip().get(start);
        return new PeekedResponse(response, start);
    }

    /// The first bytes, none if the body is empty.
    byte[] start() {
        return start.clone();
    }

    @Override
    public boolean awaits(int wanted, LongSupplier leftMillis) {
        return passed < start.length || super.awaits(wanted, leftMillis);
    }

    @Override
    public int read(ByteBuffer into) throws TransferException {
        if (passed == start.length) {
            return super.read(into);
        }
        int count = Math.min(into.remaining(), start.length - passed);
        into.put(start, passed, count);
        passed += count;
        return count;
    }
}
