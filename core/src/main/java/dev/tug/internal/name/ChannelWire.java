package dev.tug.internal.name;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Set;

/// What a socket does, done by a channel.
///
/// The JDK's own socket of a channel does all of it but cannot be extended; this is the way in between.
final class ChannelWire extends SocketImpl {
    private final SocketChannel channel;
    private final Socket socket;

    ChannelWire(SocketChannel channel) {
        this.channel = channel;
        this.socket = channel.socket();
    }

    @Override
    protected void create(boolean stream) {
        // It is there.
    }

    @Override
    protected void connect(String host, int port) throws IOException {
        connect(new InetSocketAddress(host, port), 0);
    }

    @Override
    protected void connect(InetAddress address, int port) throws IOException {
        connect(new InetSocketAddress(address, port), 0);
    }

    @Override
    protected void connect(SocketAddress address, int timeout) throws IOException {
        socket.connect(address, timeout);
    }

    @Override
    protected void bind(InetAddress host, int port) throws IOException {
        socket.bind(new InetSocketAddress(host, port));
    }

    @Override
    protected void listen(int backlog) throws IOException {
        throw new SocketException("connects and does not listen");
    }

    @Override
    protected void accept(SocketImpl other) throws IOException {
        throw new SocketException("connects and does not listen");
    }

    @Override
    protected InputStream getInputStream() throws IOException {
        return socket.getInputStream();
    }

    @Override
    protected OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    protected int available() throws IOException {
        return socket.getInputStream().available();
    }

    @Override
    protected void close() throws IOException {
        channel.close();
    }

    @Override
    protected void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    protected void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    protected void sendUrgentData(int octet) throws IOException {
        socket.sendUrgentData(octet);
    }

    @Override
    protected InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    protected int getPort() {
        return socket.getPort();
    }

    @Override
    protected int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
    }

    @Override
    protected <T> T getOption(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    @Override
    public void setOption(int option, Object value) throws SocketException {
        switch (option) {
            case SocketOptions.SO_TIMEOUT -> socket.setSoTimeout((int) value);
            case SocketOptions.TCP_NODELAY -> socket.setTcpNoDelay((boolean) value);
            case SocketOptions.SO_KEEPALIVE -> socket.setKeepAlive((boolean) value);
            case SocketOptions.SO_REUSEADDR -> socket.setReuseAddress((boolean) value);
            case SocketOptions.SO_OOBINLINE -> socket.setOOBInline((boolean) value);
            case SocketOptions.SO_RCVBUF -> socket.setReceiveBufferSize((int) value);
            case SocketOptions.SO_SNDBUF -> socket.setSendBufferSize((int) value);
            case SocketOptions.IP_TOS -> socket.setTrafficClass((int) value);
            case SocketOptions.SO_LINGER -> {
                if (value instanceof Integer seconds) {
                    socket.setSoLinger(true, seconds);
                } else {
                    socket.setSoLinger(false, 0);
                }
            }
            default -> throw new SocketException("unknown option " + option);
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        return switch (option) {
            case SocketOptions.SO_TIMEOUT -> socket.getSoTimeout();
            case SocketOptions.TCP_NODELAY -> socket.getTcpNoDelay();
            case SocketOptions.SO_KEEPALIVE -> socket.getKeepAlive();
            case SocketOptions.SO_REUSEADDR -> socket.getReuseAddress();
            case SocketOptions.SO_OOBINLINE -> socket.getOOBInline();
            case SocketOptions.SO_RCVBUF -> socket.getReceiveBufferSize();
            case SocketOptions.SO_SNDBUF -> socket.getSendBufferSize();
            case SocketOptions.IP_TOS -> socket.getTrafficClass();
            case SocketOptions.SO_LINGER -> socket.getSoLinger();
            case SocketOptions.SO_BINDADDR -> socket.getLocalAddress();
            default -> throw new SocketException("unknown option " + option);
        };
    }
}
