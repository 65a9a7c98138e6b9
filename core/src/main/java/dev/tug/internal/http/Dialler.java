package dev.tug.internal.http;

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

    private final DnsResolver names;
    private final TlsSocketStrategy tls;
    private final Forwards forwards;

    Dialler(
            @Nullable SchemePortResolver ports,
            DnsResolver names,
            TlsSocketStrategy tls,
            Forwards forwards) {
        super(
                ports,
                names,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register(URIScheme.HTTPS.id, tls)
                        .build());
        this.names = names;
        this.tls = tls;
        this.forwards = forwards;
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
        Detour.Steps steps =
                new Detour.Steps() {
                    @Override
                    public void connect(HttpHost to, @Nullable NamedEndpoint as)
                            throws IOException {
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
        ScopedValue.where(Names.ABORTED, aborted)
                .<Void, IOException>call(() -> {
                    forwards.take(connection);
                    new Detour(connection, host, name, steps, names, forwards).go(aborted);
                    return null;
                });
        // Nobody else would close what was opened for a call that has been given up meanwhile.
        if (aborted.isDone()) {
            connection.close(CloseMode.IMMEDIATE);
            throw new InterruptedIOException("aborted");
        }
        terms.dialling().opened();
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
