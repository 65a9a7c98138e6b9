package dev.tug.internal.http;

import dev.tug.internal.name.Connector;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// Opens connections for requests, each when the request's [Dialling] allows it.
final class Dialler extends DefaultHttpClientConnectionOperator {
    /// Under this name an exchange's context holds its [Request].
    private static final String REQUEST = "tug.request";

    /// And under this one what is done when it is aborted.
    private static final String ABORTED = "tug.aborted";

    /// Marks what gives way: code point 1 of DiffServ (RFC 8622), two bits up in the octet. It counts
    /// where a router on the way heeds it, for what is sent more than for what comes.
    private static final int LOWER_EFFORT = 1 << 2;

    /// The connection that the calling thread has opened, for what goes on with it.
    private static final ScopedValue<Socket> OPENED = ScopedValue.newInstance();

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Connector connector;

    private final TlsSocketStrategy tls;
    private final Forwards forwards;

    Dialler(
            @Nullable SchemePortResolver ports,
            Connector connector,
            TlsSocketStrategy tls,
            Forwards forwards) {
        super(
                _ -> OPENED.get(),
                ports,
                new Opened(),
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register(URIScheme.HTTPS.id, tls)
                        .build());
        this.connector = connector;
        this.tls = tls;
        this.forwards = forwards;
    }

    /// Knows the one address that a connection has been opened to.
    private static final class Opened implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) {
            return new InetAddress[] {OPENED.get().getInetAddress()};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /// Has connections of the exchange open by the terms of `request`, until `aborted` is done.
    static void serve(HttpContext context, Request request, CompletableFuture<Void> aborted) {
        context.setAttribute(REQUEST, request);
        context.setAttribute(ABORTED, aborted);
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            NamedEndpoint name,
            Path unixSocket,
            InetSocketAddress local,
            Timeout timeout,
            SocketConfig config,
            Object attachment,
            HttpContext context)
            throws IOException {
        var terms = ((Request) context.getAttribute(REQUEST)).terms();
        awaitTurn(terms.dialling());
        var aborted = aborted(context);
        var patience =
                Timeout.ofMilliseconds(
                        Math.min(
                                timeout.toMilliseconds(), Math.max(1, terms.connect().toMillis())));
        var order = new Connector.Order(patience.toDuration(), config.getRcvBufSize(), aborted);
        Detour.Steps steps =
                new Detour.Steps() {
                    @Override
                    public void connect(HttpHost to, @Nullable NamedEndpoint as)
                            throws IOException {
                        var socket = connector.connect(to.getHostName(), port(to), order);
                        try {
                            ScopedValue.where(OPENED, socket)
                                    .<Void, IOException>call(() -> {
                                        Dialler.super.connect(
                                                connection,
                                                to,
                                                as,
                                                unixSocket,
                                                local,
                                                patience,
                                                config,
                                                attachment,
                                                context);
                                        return null;
                                    });
                        } catch (IOException e) {
                            if (!aborted.isDone()) {
                                connector.failed(socket.getInetAddress(), port(to));
                            }
                            throw e;
                        }
                    }

                    @Override
                    public void secure() throws IOException {
                        Dialler.super.upgrade(connection, host, name, attachment, context);
                    }

                    @Override
                    public Socket secure(Socket proxy, String as, int port) throws IOException {
                        var secured = tls.upgrade(proxy, as, port, attachment, context);
                        connection.bind(secured);
                        return secured;
                    }
                };
        forwards.take(connection);
        new Detour(connection, host, name, steps, connector, forwards).go(aborted);
        // Nobody else would close what was opened for a call that has been given up meanwhile.
        if (aborted.isDone()) {
            connection.close(CloseMode.IMMEDIATE);
            throw new InterruptedIOException("aborted");
        }
        if (config.getRcvBufSize() == ApacheTransport.BACKGROUND_BUFFER_BYTES) {
            connection.getSocket().setTrafficClass(LOWER_EFFORT);
        }
        terms.dialling().opened();
    }

    private static int port(HttpHost host) {
        if (host.getPort() > 0) {
            return host.getPort();
        }
        return URIScheme.HTTPS.same(host.getSchemeName()) ? HTTPS_PORT : HTTP_PORT;
    }

    /// Done when the exchange is aborted.
    @SuppressWarnings("unchecked") // as set above
    static CompletableFuture<Void> aborted(HttpContext context) {
        return (CompletableFuture<Void>) context.getAttribute(ABORTED);
    }

    private static void awaitTurn(Dialling dialling) throws InterruptedIOException {
        try {
            if (!dialling.opening()) {
                throw new InterruptedIOException("aborted");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("aborted");
        }
    }
}
