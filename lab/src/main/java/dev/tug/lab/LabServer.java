package dev.tug.lab;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

/// An HTTP/1.1 server with keep-alive that sends what a responder means and a script spoils.
final class LabServer implements AutoCloseable {
    private final String name;
    private final Host host;
    private final @Nullable SSLContext tls;
    private final Function<LabRequest, Answer> responder;
    private final Journal journal = new Journal();
    private final Listener listener;
    private volatile Function<LabRequest, Fault> script = _ -> Fault.none();
    private volatile String advertised;

    private LabServer(
            String name,
            Host host,
            @Nullable SSLContext tls,
            Function<LabRequest, Answer> responder) {
        this.name = name;
        this.host = host;
        this.tls = tls;
        this.responder = responder;
        this.listener = Listener.start("lab-" + name, host.address(), this::serve);
        this.advertised = address();
    }

    /// Where a server is found.
    ///
    /// @param name as clients call it
    /// @param address that it listens on
    record Host(String name, InetAddress address) {
        /// One on loopback.
        static Host local(String name) {
            return new Host(name, Listener.LOOPBACK);
        }
    }

    /// @param authority null for plain HTTP
    static LabServer start(
            String name,
            Host host,
            @Nullable CertificateAuthority authority,
            Function<LabRequest, Answer> responder) {
        var tls =
                authority == null
                        ? null
                        : authority.serverContext("localhost", "127.0.0.1", host.name());
        return new LabServer(name, host, tls, responder);
    }

    Journal journal() {
        return journal;
    }

    void script(Function<LabRequest, Fault> next) {
        script = next;
    }

    String name() {
        return name;
    }

    String host() {
        return host.name();
    }

    int port() {
        return listener.port();
    }

    String address() {
        return host() + ":" + port();
    }

    String advertised() {
        return advertised;
    }

    void advertise(String hostAndPort) {
        advertised = hostAndPort;
    }

    String baseUrl() {
        return (tls == null ? "http://" : "https://") + advertised;
    }

    @Override
    public void close() {
        listener.close();
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        var connection = journal.connectionOpened();
        var open = new AtomicBoolean(true);
        Runnable closed =
                () -> {
                    if (open.getAndSet(false)) {
                        journal.connectionClosed();
                    }
                };
        try (var wire = Wire.accept(socket, tls)) {
            wire.beforeEnd(closed);
            var in = wire.bufferedIn();
            var delivery = new Delivery(wire, journal);
            var reusable = true;
            while (reusable) {
                var request = journal.requested(Head.read(in), name, connection);
                reusable = delivery.send(request, responder.apply(request), script.apply(request));
            }
        } finally {
            closed.run();
        }
    }
}
