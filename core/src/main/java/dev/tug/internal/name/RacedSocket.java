package dev.tug.internal.name;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;

/// A socket that was connected by [Connector]; to connect it once more does nothing, which is for
/// libraries that insist on doing it themselves.
final class RacedSocket extends Socket {
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (!isConnected()) {
            super.connect(endpoint, timeout);
        }
    }
}
