package dev.tug.internal.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/// TLS on a connection, by an engine: what arrives is taken in large pieces, and all whole records of
/// it are decrypted at once, to where the reader wants them.
///
/// One thread at a time reads, one writes, any may close.
final class Records {
    /// A handshake has some ten steps, and as many more where certificates are long.
    private static final int STEPS_MAX = 1_000;

    private final Socket plain;
    private final SSLEngine engine;
    private final boolean isNative;
    private final Intake intake;
    private final Outlet outlet;

    /// Decrypted and not taken, for readers that have no room for a record.
    private final ByteBuffer rest;

    private boolean ended;
    private volatile boolean closed;

    /// @param isNative whether the engine works outside the heap
    Records(Socket plain, SSLEngine engine, boolean isNative) {
        this.plain = plain;
        this.engine = engine;
        this.isNative = isNative;
        intake = new Intake(plain, engine, isNative);
        outlet = new Outlet(plain, engine);
        int bytes = engine.getSession().getApplicationBufferSize();
        rest = Intake.buffer(bytes, isNative).limit(0);
    }

    /// An array that a reader may use between its reads.
    byte[] scratch() {
        return intake.scratch();
    }

    /// Shakes hands as far as that needs to go now.
    void shake() throws IOException {
        try {
            engine.beginHandshake();
            for (int steps = 0; steps < STEPS_MAX; steps++) {
                switch (engine.getHandshakeStatus()) {
                    case FINISHED, NOT_HANDSHAKING -> {
                        return;
                    }
                    case NEED_TASK -> Outlet.runTasks(engine);
                    case NEED_WRAP -> outlet.send();
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> receive();
                }
            }
            throw new SSLHandshakeException("the handshake does not end");
        } catch (SSLException e) {
            outlet.alert();
            throw e;
        }
    }

    private void receive() throws IOException {
        if (rest.hasRemaining()) {
            throw new SSLHandshakeException("data in the handshake");
        }
        var status = intake.unwrap(rest.clear());
        rest.flip();
        switch (status) {
            case OK -> {}
            case BUFFER_UNDERFLOW -> {
                if (!intake.fill(1)) {
                    throw terminated();
                }
            }
            case CLOSED -> throw terminated();
            case BUFFER_OVERFLOW -> throw tooLarge();
        }
    }

    private static SSLHandshakeException terminated() {
        var e = new SSLHandshakeException("the other side terminated the handshake");
        e.initCause(new EOFException("closed"));
        return e;
    }

    private static SSLException tooLarge() {
        return new SSLException("a record is larger than allowed");
    }

    /// Reads at least one byte into `target`, which has room, and as many as are there already;
    /// returns how many, -1 at the end.
    ///
    /// A connection that ends without a goodbye has ended all the same, as with the providers' own
    /// sockets: whether all has come is told by lengths.
    int read(ByteBuffer target) throws IOException {
        int start = target.position();
        while (!rest.hasRemaining() && !ended) {
            boolean fits = target.remaining() >= rest.capacity();
            if (!fits && target.position() > start) {
                break;
            }
            requireOpen();
            var status = intake.unwrap(fits ? target : rest.clear());
            if (!fits) {
                rest.flip();
            }
            switch (status) {
                case OK -> afterwards();
                case BUFFER_UNDERFLOW -> {
                    if (target.position() > start) {
                        return target.position() - start;
                    }
                    ended = !intake.fill(target.remaining());
                }
                case CLOSED -> ended = true;
                case BUFFER_OVERFLOW -> throw tooLarge();
            }
        }
        if (target.position() == start) {
            take(target);
        }
        if (target.position() > start) {
            return target.position() - start;
        }
        requireOpen();
        return -1;
    }

    /// Waits for a record that is there wholly; returns whether a read would not wait.
    boolean awaits(int wanted, LongSupplier leftMillis) throws IOException {
        return rest.hasRemaining() || ended || intake.awaitRecord(wanted, leftMillis);
    }

    private void take(ByteBuffer target) {
        int count = Math.min(rest.remaining(), target.remaining());
        target.put(target.position(), rest, rest.position(), count);
        target.position(target.position() + count);
        rest.position(rest.position() + count);
    }

    /// An end that this side has made is none of the other's.
    private void requireOpen() throws SocketException {
        if (closed || plain.isClosed()) {
            throw new SocketException("Socket closed");
        }
    }

    /// Bytes that a read would not wait for.
    int available() {
        return rest.remaining();
    }

    /// What comes after the handshake may want an answer: new keys.
    private void afterwards() throws IOException {
        for (int steps = 0; steps < STEPS_MAX; steps++) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    refuseRenegotiation();
                    Outlet.runTasks(engine);
                }
                case NEED_WRAP -> {
                    refuseRenegotiation();
                    outlet.send();
                }
                case FINISHED, NOT_HANDSHAKING, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    return;
                }
            }
        }
        throw new SSLException("what comes after the handshake does not end");
    }

    /// Who answers has been checked once, for the first handshake; before TLS 1.3 there may be more.
    private void refuseRenegotiation() throws SSLException {
        if (!"TLSv1.3".equals(engine.getSession().getProtocol())) {
            throw new SSLException("renegotiation refused");
        }
    }

    /// Sends all that remains in `source`.
    void send(ByteBuffer source) throws IOException {
        outlet.send(source);
    }

    /// Says that no more will be sent. Conscrypt's engine reads nothing after that: reads then fail,
    /// rather than tell of an end that there was not.
    void fallSilent() {
        closed = isNative;
        outlet.end(false);
    }

    /// Says goodbye, and has reads fail from now on.
    void end() {
        closed = true;
        // Gives back what a native engine holds; JSSE would forget its session for it.
        outlet.end(isNative);
    }
}
