package dev.tug.internal.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// What is sent in TLS: by whoever writes, and by the reader where it must answer. Safe for threads.
final class Outlet {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Socket plain;
    private final SSLEngine engine;

    /// Guards what is sent.
    private final ReentrantLock sending = new ReentrantLock();

    private final ByteBuffer sent;

    Outlet(Socket plain, SSLEngine engine) {
        this.plain = plain;
        this.engine = engine;
        sent = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    /// Sends what the engine has to say.
    void send() throws IOException {
        send(NOTHING);
    }

    /// Sends all that remains in `source`, and what the engine has to say.
    void send(ByteBuffer source) throws IOException {
        sending.lock();
        try {
            do {
                var result = engine.wrap(source, sent.clear());
                flush();
                check(result, source.hasRemaining());
            } while (source.hasRemaining());
        } finally {
            sending.unlock();
        }
    }

    private void flush() throws IOException {
        OutputStream out = plain.getOutputStream();
        out.write(sent.array(), 0, sent.position());
    }

    /// Whether it is of use to go on.
    private void check(SSLEngineResult result, boolean isMore) throws IOException {
        switch (result.getStatus()) {
            case OK -> {}
            case CLOSED -> {
                if (isMore) {
                    throw new SocketException("Socket closed");
                }
            }
            case BUFFER_OVERFLOW, BUFFER_UNDERFLOW ->
                    throw new SSLException("a record is larger than allowed");
        }
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            runTasks(engine);
        } else if (isMore && result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
            throw new SSLException("sent in the middle of a handshake");
        }
    }

    static void runTasks(SSLEngine engine) {
        var task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    /// What the engine has to say of a handshake that failed; the failure itself is what counts.
    void alert() {
        try {
            sent.clear();
            for (int steps = 0; steps < 2 && sent.position() == 0; steps++) {
                var _ = engine.wrap(NOTHING, sent);
            }
            flush();
        } catch (IOException _) {
            // Nobody hears it.
        }
    }

    /// Says goodbye, unless somebody is in the middle of a word.
    ///
    /// @param forGood whether nothing more is to be read either, and the engine gives back what it holds
    void end(boolean forGood) {
        if (!sending.tryLock()) {
            return;
        }
        try {
            engine.closeOutbound();
            if (!plain.isClosed() && !plain.isOutputShutdown()) {
                var _ = engine.wrap(NOTHING, sent.clear());
                flush();
            }
            if (forGood) {
                engine.closeInbound();
            }
        } catch (IOException _) {
            // The connection is gone, as is meant.
        } finally {
            sending.unlock();
        }
    }
}
