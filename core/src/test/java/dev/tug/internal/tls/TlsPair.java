package dev.tug.internal.tls;

import dev.tug.lab.CertificateAuthority;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.Provider;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;

/// A client that is to be tested and a server by the JDK that says what the test has it say.
final class TlsPair {
    static final CertificateAuthority AUTHORITY = CertificateAuthority.create("CN=Engines");
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BUFFER_BYTES = 4096;

    private TlsPair() {}

    /// @param channel whether the connection below has a channel to read from
    record Kind(Optional<Provider> provider, boolean channel) {
        @Override
        public String toString() {
            return (provider.isPresent() ? "native" : "JSSE") + (channel ? ", channel" : "");
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(Native.provider(), Optional.<Provider>empty())
                .flatMap(it -> Stream.of(new Kind(it, false), new Kind(it, true)));
    }

    /// What a server does after the handshake.
    @FunctionalInterface
    interface Speech {
        void to(SSLSocket client, OutputStream out) throws IOException;
    }

    /// What passes bytes on from a server to a client.
    @FunctionalInterface
    interface Passage {
        /// Passes `count` bytes on, after `before` others.
        void pass(byte[] bytes, int count, long before, OutputStream to) throws IOException;
    }

    static EngineSocket connected(Kind kind, Speech speech) throws IOException {
        return over(plain(kind, server(speech)), kind);
    }

    static EngineSocket over(Socket plain, Kind kind) throws IOException {
        return (EngineSocket)
                Handshake.knowing(kind.provider(), AUTHORITY.certificate())
                        .over(plain, "localhost", plain.getPort(), PATIENCE, (_, _) -> {});
    }

    /// A connection without TLS.
    static Socket plain(Kind kind, int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return kind.channel()
                ? SocketChannel.open(address).socket()
                : new Socket(address.getAddress(), port);
    }

    /// The port of a server for one client.
    static int server(Speech speech) throws IOException {
        return listen(tcp -> {
            var factory = AUTHORITY.serverContext("localhost").getSocketFactory();
            try (var client = (SSLSocket) factory.createSocket(tcp, "", tcp.getPort(), true)) {
                client.setUseClientMode(false);
                speech.to(client, client.getOutputStream());
            }
        });
    }

    /// The port of something that lies between a client and a server.
    static int relay(int server, Passage passage) throws IOException {
        return listen(client -> {
            client.setTcpNoDelay(true);
            try (var upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
                serve(() ->
                        pump(client, upstream, (bytes, count, _, to) -> to.write(bytes, 0, count)));
                pump(upstream, client, passage);
            }
        });
    }

    private static void pump(Socket from, Socket to, Passage passage) throws IOException {
        InputStream in = from.getInputStream();
        var buffer = new byte[BUFFER_BYTES];
        long before = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            passage.pass(buffer, count, before, to.getOutputStream());
            before += count;
        }
    }

    @FunctionalInterface
    private interface Service {
        void to(Socket client) throws IOException;
    }

    private static int listen(Service service) throws IOException {
        var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        serve(() -> {
            try (server;
                    var client = server.accept()) {
                service.to(client);
            }
        });
        return server.getLocalPort();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void serve(Work work) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        work.run();
                    } catch (IOException _) {
                        // The test tells from what it read.
                    }
                });
    }
}
