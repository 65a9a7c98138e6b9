package dev.tug.internal.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLSocket;

/// A connection in TLS of which all that concerns TCP is done by the connection below.
abstract class LayeredSocket extends SSLSocket {
    private final Socket plain;

    LayeredSocket(Socket plain) {
        this.plain = plain;
    }

    @Override
    public final void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
        throw new UnsupportedOperationException("ask when the handshake has returned");
    }

    @Override
    public final void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
        throw new UnsupportedOperationException("there is none");
    }

    @Override
    public final InetAddress getInetAddress() {
        return plain.getInetAddress();
    }

    @Override
    public final InetAddress getLocalAddress() {
        return plain.getLocalAddress();
    }

    @Override
    public final int getPort() {
        return plain.getPort();
    }

    @Override
    public final int getLocalPort() {
        return plain.getLocalPort();
    }

    @Override
    public final SocketAddress getRemoteSocketAddress() {
        return plain.getRemoteSocketAddress();
    }

    @Override
    public final SocketAddress getLocalSocketAddress() {
        return plain.getLocalSocketAddress();
    }

    @Override
    public final void setSoTimeout(int millis) throws SocketException {
        plain.setSoTimeout(millis);
    }

    @Override
    public final int getSoTimeout() throws SocketException {
        return plain.getSoTimeout();
    }

    @Override
    public final void setSoLinger(boolean on, int seconds) throws SocketException {
        plain.setSoLinger(on, seconds);
    }

    @Override
    public final void setTrafficClass(int octet) throws SocketException {
        plain.setTrafficClass(octet);
    }

    @Override
    public final void setTcpNoDelay(boolean on) throws SocketException {
        plain.setTcpNoDelay(on);
    }

    @Override
    public final void setReceiveBufferSize(int bytes) throws SocketException {
        plain.setReceiveBufferSize(bytes);
    }

    @Override
    public final int getReceiveBufferSize() throws SocketException {
        return plain.getReceiveBufferSize();
    }

    @Override
    public final void setKeepAlive(boolean on) throws SocketException {
        plain.setKeepAlive(on);
    }

    @Override
    public final void shutdownInput() throws IOException {
        plain.shutdownInput();
    }

    @Override
    public final boolean isConnected() {
        return plain.isConnected();
    }

    @Override
    public final boolean isBound() {
        return plain.isBound();
    }

    @Override
    public final boolean isClosed() {
        return plain.isClosed();
    }

    @Override
    public final boolean isInputShutdown() {
        return plain.isInputShutdown();
    }

    @Override
    public final boolean isOutputShutdown() {
        return plain.isOutputShutdown();
    }
}
