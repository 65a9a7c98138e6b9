package dev.tug.internal.tls;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/// TLS on a connection, by an engine: what arrives is taken in large pieces, and all whole records of
/// it are decrypted at once, to where the reader wants them.
///
/// One thread at a time reads, one writes, any may close.
final class Records {
    /// What the JDK's sockets read at most at a time.
    static final int READ_BYTES = 128 * 1024;

    /// A handshake has some ten steps, and as many more where certificates are long.
    private static final int STEPS_MAX = 1_000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Socket plain;
    private final SSLEngine engine;
    private final boolean isNative;

    /// Where arrays are read to that go on elsewhere; for the reader.
    private final byte[] scratch = new byte[READ_BYTES];

    /// Received and not decrypted, from its position to its limit.
    private final ByteBuffer received;

    /// Decrypted and not taken, for readers that have no room for a record.
    private final ByteBuffer rest;

    /// Guards what is sent.
    private final ReentrantLock sending = new ReentrantLock();

    private final ByteBuffer sent;
    private boolean ended;

    /// @param isNative whether the engine works outside the heap
    Records(Socket plain, SSLEngine engine, boolean isNative) {
        this.plain = plain;
        this.engine = engine;
        this.isNative = isNative;
        var session = engine.getSession();
        int record = session.getPacketBufferSize();
        received = buffer(READ_BYTES + record).limit(0);
        rest = buffer(session.getApplicationBufferSize()).limit(0);
        sent = ByteBuffer.allocate(record);
    }

    private ByteBuffer buffer(int bytes) {
        return isNative ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    }

    /// An array of [#READ_BYTES] that a reader may use between its reads.
    byte[] scratch() {
        return scratch;
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
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> send(NOTHING);
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> receive();
                }
            }
            throw new SSLHandshakeException("the handshake does not end");
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
    }

    private void receive() throws IOException {
        if (rest.hasRemaining()) {
            throw new SSLHandshakeException("data in the handshake");
        }
        var status = unwrap(rest.clear());
        rest.flip();
        switch (status) {
            case OK -> {}
            case BUFFER_UNDERFLOW -> {
                if (!fill()) {
                    throw terminated();
                }
            }
            case CLOSED -> throw terminated();
            case BUFFER_OVERFLOW -> throw new SSLException("a record is larger than allowed");
        }
    }

    private static SSLHandshakeException terminated() {
        var e = new SSLHandshakeException("the other side terminated the handshake");
        e.initCause(new EOFException("closed"));
        return e;
    }

    /// Reads at least one byte into `target`, which has room, and as many as are there already;
    /// returns how many, -1 at the end.
    int read(ByteBuffer target) throws IOException {
        int start = target.position();
        while (!rest.hasRemaining()) {
            boolean fits = target.remaining() >= rest.capacity();
            if (ended || (!fits && target.position() > start)) {
                break;
            }
            var status = unwrap(fits ? target : rest.clear());
            if (!fits) {
                rest.flip();
            }
            switch (status) {
                case OK -> afterwards();
                case BUFFER_UNDERFLOW -> {
                    if (target.position() > start) {
                        return target.position() - start;
                    }
                    ended = !fill();
                }
                case CLOSED -> ended = true;
                case BUFFER_OVERFLOW -> throw new SSLException("a record is larger than allowed");
            }
        }
        if (target.position() == start && rest.hasRemaining()) {
            int count = Math.min(rest.remaining(), target.remaining());
            target.put(target.position(), rest, rest.position(), count);
            target.position(start + count);
            rest.position(rest.position() + count);
        }
        return target.position() == start ? -1 : target.position() - start;
    }

    /// Bytes that a read would not wait for.
    int available() {
        return rest.remaining();
    }

    private Status unwrap(ByteBuffer target) throws IOException {
        if (plain.isClosed()) {
            throw new SocketException("Socket closed");
        }
        return engine.unwrap(received, target).getStatus();
    }

    /// What comes after the handshake may want an answer: new keys.
    private void afterwards() throws IOException {
        var status = engine.getHandshakeStatus();
        for (int steps = 0; steps < STEPS_MAX; steps++) {
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                send(NOTHING);
            } else {
                return;
            }
            status = engine.getHandshakeStatus();
        }
    }

    private void runTasks() {
        var task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    /// Waits for bytes and takes what is there; false at the end.
    private boolean fill() throws IOException {
        received.compact();
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

    /// Waits for up to `max` bytes, which come by way of an array; false at the end.
    private boolean fill(InputStream in, int max) throws IOException {
        int count = in.read(scratch, 0, Math.min(received.remaining(), max));
        if (count > 0) {
            received.put(scratch, 0, count);
        }
        return count > 0;
    }

    /// Sends all that remains in `source`, and whatever the engine has to say.
    void send(ByteBuffer source) throws IOException {
        sending.lock();
        try {
            OutputStream out = plain.getOutputStream();
            do {
                var result = engine.wrap(source, sent.clear());
                out.write(sent.array(), 0, sent.position());
                if (result.getStatus() == Status.CLOSED && source.hasRemaining()) {
                    throw new SocketException("Socket closed");
                }
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    runTasks();
                }
            } while (source.hasRemaining());
        } finally {
            sending.unlock();
        }
    }

    /// What the engine has to say of a handshake that failed; the failure itself is what counts.
    private void sendAlert() {
        try {
            sent.clear();
            for (int steps = 0; steps < 2 && sent.position() == 0; steps++) {
                var _ = engine.wrap(NOTHING, sent);
            }
            plain.getOutputStream().write(sent.array(), 0, sent.position());
        } catch (IOException _) {
            // Nobody hears it.
        }
    }

    /// Says goodbye, unless somebody is in the middle of a word: never waits.
    void end() {
        if (!sending.tryLock()) {
            return;
        }
        try {
            engine.closeOutbound();
            if (!plain.isClosed() && !plain.isOutputShutdown()) {
                var _ = engine.wrap(NOTHING, sent.clear());
                plain.getOutputStream().write(sent.array(), 0, sent.position());
            }
            if (isNative) {
                // Gives back what it holds outside the heap; JSSE would forget its session for it.
                engine.closeInbound();
            }
        } catch (IOException _) {
            // The connection is gone, as is meant.
        } finally {
            sending.unlock();
        }
    }
}
