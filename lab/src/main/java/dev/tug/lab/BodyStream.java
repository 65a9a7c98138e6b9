package dev.tug.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;

/// Sends the body of one response, paced and framed, until it is complete or the fault strikes.
///
/// A fault that ends the connection shows as [Severed]. For use by one thread.
final class BodyStream extends OutputStream {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final Wire wire;
    private final Distortion distortion;
    private final Framing framing;
    private final Flight flight;
    private final Pace pace;
    private long sent;

    /// The connection was ended on purpose.
    static final class Severed extends IOException {
        private static final long serialVersionUID = 1;
    }

    /// How the body is wrapped.
    ///
    /// @param bytes that will be written, [Long#MAX_VALUE] if that is unknown
    record Framing(boolean chunked, long bytes) {}

    BodyStream(Wire wire, Distortion distortion, Framing framing, Flight flight) {
        this.wire = wire;
        this.distortion = distortion;
        this.framing = framing;
        this.flight = flight;
        this.pace = new Pace(distortion.bytesPerSecond);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int off, int len) throws IOException {
        Objects.checkFromIndexSize(off, len, bytes.length);
        if (len == 0) {
            return;
        }
        if (framing.chunked()) {
            wire.out().write((Integer.toHexString(len) + "\r\n").getBytes(US_ASCII));
        }
        for (var done = 0; done < len; ) {
            var count = pace.slice(untilFault(len - done));
            awaitTurn(count);
            sent += count;
            flight.carries(count);
            if (sent >= framing.bytes()) {
                flight.land();
            }
            wire.out().write(bytes, off + done, count);
            done += count;
        }
        if (framing.chunked()) {
            wire.out().write(LINE_END);
        }
    }

    /// Ends a chunked body; strikes with a fault that was due exactly at the end.
    void complete() throws IOException {
        strike();
        flight.land();
        if (framing.chunked()) {
            wire.out().write("0\r\n\r\n".getBytes(US_ASCII));
        }
    }

    private int untilFault(int bytes) throws IOException {
        strike();
        var limit = Math.min(distortion.cutAfterBytes, distortion.stallAfterBytes);
        return (int) Math.min(bytes, limit - sent);
    }

    private void strike() throws IOException {
        if (sent >= distortion.stallAfterBytes) {
            awaitPeer();
            throw new Severed();
        }
        if (sent >= distortion.cutAfterBytes
                || pace.elapsed().compareTo(distortion.cutAfterTime) >= 0) {
            flight.land();
            wire.end(distortion.cutKind);
            throw new Severed();
        }
    }

    /// Silence needs no clock: the read ends when the peer or the lab closes the connection.
    private void awaitPeer() throws IOException {
        wire.out().flush();
        wire.in().transferTo(OutputStream.nullOutputStream());
    }

    private void awaitTurn(int count) throws IOException {
        try {
            pace.await(count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("lab closes").initCause(e);
        }
    }
}
