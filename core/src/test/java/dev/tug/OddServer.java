package dev.tug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// Shows its certificates to whoever comes, and says no more; or what somebody behind it says.
final class OddServer implements AutoCloseable {
    private final SSLServerSocket server;

    /// The port of this machine that answers; 0 for none.
    private final int behind;

    private OddServer(SSLServerSocket server, int behind) {
        this.server = server;
        this.behind = behind;
    }

    static OddServer start(SSLContext certificates) {
        return before(certificates, 0);
    }

    /// @param behind the port of this machine where somebody answers in the clear
    static OddServer before(SSLContext certificates, int behind) {
        try {
            var server =
                    new OddServer(
                            (SSLServerSocket)
                                    certificates
                                            .getServerSocketFactory()
                                            .createServerSocket(
                                                    0, 50, InetAddress.getLoopbackAddress()),
                            behind);
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                var socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> show(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void show(Socket socket) {
        try (var tls = (SSLSocket) socket) {
            tls.startHandshake();
            if (behind == 0) {
                var _ = tls.getInputStream().read();
                return;
            }
            try (var answering = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                Thread.ofPlatform().daemon().start(() -> pump(tls, answering));
                answering.getInputStream().transferTo(tls.getOutputStream());
            }
        } catch (IOException _) {
            // Who does not believe it goes away.
        }
    }

    private static void pump(Socket from, Socket to) {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // The conversation is over.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
