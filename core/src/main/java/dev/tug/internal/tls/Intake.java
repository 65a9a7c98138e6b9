package dev.tug.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;

/// What has been received and not been decrypted yet. For one thread at a time.
final class Intake {
    /// What the JDK's sockets read at most at a time.
    static final int READ_BYTES = 128 * 1024;

    /// A record's type, version and length stand before it (RFC 8446 5.1).
    private static final int HEAD_BYTES = 5;

    private static final int LENGTH_AT = 3;

    private final Socket plain;
    private final SSLEngine engine;
    private final boolean isNative;
    private final int recordBytes;

    /// Where arrays are read to that go on elsewhere.
    private final byte[] scratch = new byte[READ_BYTES];

    /// From its position to its limit.
    private final ByteBuffer received;

    /// @param isNative whether the engine works outside the heap
    Intake(Socket plain, SSLEngine engine, boolean isNative) {
        this.plain = plain;
        this.engine = engine;
        this.isNative = isNative;
        recordBytes = engine.getSession().getPacketBufferSize();
        received = buffer(READ_BYTES + recordBytes, isNative).limit(0);
    }

    static ByteBuffer buffer(int bytes, boolean isNative) {
        return isNative ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    }

    /// An array of [#READ_BYTES] that a reader may use between its reads.
    byte[] scratch() {
        return scratch;
    }

    /// Decrypts one record into `target`.
    Status unwrap(ByteBuffer target) throws IOException {
        return engine.unwrap(received, target).getStatus();
    }

    /// Waits for bytes and takes what is there; false at the end.
    ///
    /// @param wanted bytes that the reader has room for. Who wants less than a record gets no more
    ///     than one ahead: whoever reads in small steps does so to go slowly, and what is taken from
    ///     the kernel opens the window for more.
    boolean fill(int wanted) throws IOException {
        received.compact();
        int max = wanted <= recordBytes ? recordBytes : wanted + recordBytes;
        received.limit(Math.min(received.capacity(), received.position() + max));
        try {
            InputStream in = plain.getInputStream();
            var channel = plain.getChannel();
            if (!isNative || channel == null) {
                return fill(in, READ_BYTES);
            }
            // The channel knows no patience: it is asked for what is there.
            return in.available() == 0
                    ? fill(in, 1) && (in.available() == 0 || channel.read(received) > 0)
                    : channel.read(received) > 0;
        } finally {
            received.flip();
        }
    }

    /// Waits until a record is there wholly, or the end; false if neither is in time.
    ///
    /// @param wanted as for [#fill]
    /// @param leftMillis how long may still be waited
    boolean awaitRecord(int wanted, LongSupplier leftMillis) throws IOException {
        if (plain instanceof EngineSocket) {
            // TLS within TLS: a read below may take longer than it is told to.
            return holdsRecord();
        }
        int patience = plain.getSoTimeout();
        try {
            while (!holdsRecord()) {
                long left = leftMillis.getAsLong();
                if (left <= 0) {
                    return false;
                }
                plain.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
                if (!fill(wanted)) {
                    return true;
                }
            }
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        } finally {
            plain.setSoTimeout(patience);
        }
    }

    private boolean holdsRecord() {
        int start = received.position();
        return received.remaining() >= HEAD_BYTES
                && received.remaining() - HEAD_BYTES
                        >= Short.toUnsignedInt(received.getShort(start + LENGTH_AT));
    }

    /// Waits for up to `max` bytes, which come by way of an array; false at the end.
    private boolean fill(InputStream in, int max) throws IOException {
        int most = Math.min(received.remaining(), max);
        if (received.hasArray()) {
            int start = received.position();
            int count = in.read(received.array(), received.arrayOffset() + start, most);
            received.position(start + Math.max(0, count));
            return count > 0;
        }
        int count = in.read(scratch, 0, most);
        if (count > 0) {
            received.put(scratch, 0, count);
        }
        return count > 0;
    }
}
