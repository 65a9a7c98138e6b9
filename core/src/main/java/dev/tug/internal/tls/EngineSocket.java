package dev.tug.internal.tls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/// A connection in TLS that hands out large pieces, also past libraries that know arrays alone.
///
/// What concerns TLS is the engine's: the second half of this class says so, method by method.
public final class EngineSocket extends LayeredSocket {
    private final Socket plain;
    private final SSLEngine engine;
    private final Records records;
    private final InputStream input = new Input();
    private final OutputStream output = new Output();

    /// Where the next read of [#scratch()] goes instead; for the reader.
    private @Nullable ByteBuffer landing;

    /// @param isNative whether the engine works outside the heap
    EngineSocket(Socket plain, SSLEngine engine, boolean isNative) {
        super(plain);
        this.plain = plain;
        this.engine = engine;
        this.records = new Records(plain, engine, isNative);
    }

    /// An array that a reader may use between its reads, and that [#land] knows.
    public byte[] scratch() {
        return records.scratch();
    }

    /// Has the next read into [#scratch()] put its bytes into `target` instead, and count them as read.
    public void land(ByteBuffer target) {
        landing = target;
    }

    /// Ends what [#land] began; returns whether bytes were read to there.
    public boolean landed() {
        boolean landed = landing == null;
        landing = null;
        return landed;
    }

    /// Waits for bytes, of which `wanted` are to be read; returns whether a read would wait
    /// no more.
    public boolean awaits(int wanted, LongSupplier leftMillis) throws IOException {
        return records.awaits(wanted, leftMillis);
    }

    @SuppressWarnings("ReferenceEquality") // which array it is is what counts, not what it holds
    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            var target = landing;
            if (length == 0) {
                return 0;
            }
            if (target == null || into != scratch()) {
                return records.read(ByteBuffer.wrap(into, from, length));
            }
            landing = null;
            int limit = target.limit();
            try {
                target.limit(Math.min(limit, target.position() + length));
                return records.read(target);
            } finally {
                target.limit(limit);
            }
        }

        @Override
        public int available() {
            return records.available();
        }

        @Override
        public void close() throws IOException {
            EngineSocket.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int start, int length) throws IOException {
            if (length > 0) {
                records.send(ByteBuffer.wrap(from, start, length));
            }
        }

        @Override
        public void close() throws IOException {
            EngineSocket.this.close();
        }
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public void startHandshake() throws IOException {
        records.shake();
    }

    @Override
    public void close() throws IOException {
        try (plain) {
            if (!plain.isClosed()) {
                records.end();
            }
        }
    }

    /// Says that no more will be sent; what comes is read as before, unless the engine is native.
    @Override
    public void shutdownOutput() throws IOException {
        records.fallSilent();
        plain.shutdownOutput();
    }

    @Override
    public SSLSession getSession() {
        return engine.getSession();
    }

    @Override
    public SSLSession getHandshakeSession() {
        return engine.getHandshakeSession();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        engine.setSSLParameters(parameters);
    }

    @Override
    public String getApplicationProtocol() {
        return engine.getApplicationProtocol();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        engine.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        engine.setEnabledProtocols(protocols);
    }

    @Override
    public void setUseClientMode(boolean client) {
        engine.setUseClientMode(client);
    }

    @Override
    public boolean getUseClientMode() {
        return engine.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean create) {
        engine.setEnableSessionCreation(create);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine.getEnableSessionCreation();
    }
}
