package dev.tug.internal.http;

import dev.tug.internal.tls.EngineSocket;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A body as the client library sees it, a stream of arrays, read into buffers: what comes in TLS goes
/// to them directly, while the library still counts every byte. Owned by one thread.
final class Body {
    private static final int ARRAY_BYTES = 64 * 1024;

    private final InputStream stream;
    private final Optional<Socket> socket;
    private final Optional<EngineSocket> secured;

    /// Made when wanted, where there is no TLS to lend one.
    private byte[] array = new byte[0];

    /// @param socket what the stream reads from
    Body(InputStream stream, Optional<Socket> socket) {
        this.stream = stream;
        this.socket = socket;
        this.secured = socket.filter(EngineSocket.class::isInstance).map(EngineSocket.class::cast);
    }

    /// Reads at least one byte into `into`, which has room; returns how many, -1 at the end.
    int read(ByteBuffer into) throws IOException {
        if (into.hasArray()) {
            int count =
                    stream.read(
                            into.array(), into.arrayOffset() + into.position(), into.remaining());
            into.position(into.position() + Math.max(0, count));
            return count;
        }
        return secured.isPresent() ? read(into, secured.get()) : copy(into);
    }

    /// What the library holds already comes in the array, all else lands where it is wanted.
    private int read(ByteBuffer into, EngineSocket socket) throws IOException {
        var scratch = socket.scratch();
        socket.land(into);
        int count;
        boolean landed = false;
        try {
            count = stream.read(scratch, 0, Math.min(into.remaining(), scratch.length));
        } finally {
            landed = socket.landed();
        }
        if (count > 0 && !landed) {
            into.put(scratch, 0, count);
        }
        return count;
    }

    private int copy(ByteBuffer into) throws IOException {
        if (array.length == 0) {
            array = new byte[ARRAY_BYTES];
        }
        int count = stream.read(array, 0, Math.min(into.remaining(), array.length));
        if (count > 0) {
            into.put(array, 0, count);
        }
        return count;
    }

    /// Waits for more, of which `wanted` bytes are to be read, if TLS brings it; returns
    /// whether a read would wait no more.
    boolean awaits(int wanted, LongSupplier leftMillis) throws IOException {
        if (secured.isPresent()) {
            return secured.get().awaits(wanted, leftMillis);
        }
        return socket.isPresent() && socket.get().getInputStream().available() > 0;
    }

    /// Whether the stream has ended: it notices only when it is asked for the byte after the last.
    boolean isOver() throws IOException {
        return stream.read() < 0;
    }
}
