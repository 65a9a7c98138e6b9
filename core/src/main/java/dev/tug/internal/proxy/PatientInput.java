package dev.tug.internal.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// What a socket sends, with the socket's timeout for all of it and not for each byte: who drips is
/// as silent as who says nothing.
final class PatientInput extends InputStream {
    /// For sockets that have no timeout.
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final LongSupplier clockMillis;
    private final int usualMillis;
    private long endMillis;

    /// @param clockMillis monotonic
    PatientInput(Socket socket, LongSupplier clockMillis) throws SocketException {
        this.socket = socket;
        this.clockMillis = clockMillis;
        this.usualMillis = socket.getSoTimeout();
        this.endMillis =
                clockMillis.getAsLong() + (usualMillis > 0 ? usualMillis : PATIENCE_MILLIS);
    }

    /// Waits no longer than so from now on, if that is less.
    void endWithin(Duration time) {
        endMillis = Math.min(endMillis, clockMillis.getAsLong() + time.toMillis());
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long left = endMillis - clockMillis.getAsLong();
        if (left <= 0) {
            throw new SocketTimeoutException("no whole answer in time");
        }
        socket.setSoTimeout((int) left);
        try {
            return socket.getInputStream().read(bytes, offset, length);
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout(usualMillis);
            }
        }
    }
}
