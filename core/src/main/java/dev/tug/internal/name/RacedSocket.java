package dev.tug.internal.name;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;

/// A socket that was connected by [Connector]; to connect it once more does nothing, which is for
/// libraries that insist on doing it themselves. It has a channel, for those who read into buffers.
final class RacedSocket extends Socket {
    private final SocketChannel channel;

    private RacedSocket(SocketChannel channel) throws SocketException {
        super(new ChannelWire(channel));
        this.channel = channel;
    }

    static Socket open() {
        try {
            return new RacedSocket(SocketChannel.open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SocketChannel getChannel() {
        return channel;
    }

    /// A socket that has never tried to connect would leave the channel open.
    @Override
    public void close() throws IOException {
        try (channel) {
            super.close();
        }
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (!isConnected()) {
            super.connect(endpoint, timeout);
        }
    }
}
