package dev.tug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// Shows its certificates to whoever comes, and says no more.
final class OddServer implements AutoCloseable {
    private final SSLServerSocket server;

    private OddServer(SSLServerSocket server) {
        this.server = server;
    }

    static OddServer start(SSLContext certificates) {
        try {
            var server =
                    new OddServer(
                            (SSLServerSocket)
                                    certificates
                                            .getServerSocketFactory()
                                            .createServerSocket(
                                                    0, 50, InetAddress.getLoopbackAddress()));
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

    private static void show(Socket socket) {
        try (var tls = (SSLSocket) socket) {
            tls.startHandshake();
            var _ = tls.getInputStream().read();
        } catch (IOException _) {
            // Who does not believe it goes away.
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
