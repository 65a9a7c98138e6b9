package dev.tug.internal.http;

import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/// Sends requests, and keeps hold of the connection while a response is read from it.
final class Exchange extends HttpRequestExecutor {
    private static final String CONNECTION = "tug.connection";
    private static final String DIRECT = "tug.direct";

    private final Forwards forwards;

    Exchange(Forwards forwards) {
        this.forwards = forwards;
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            HttpResponseInformationCallback information,
            HttpContext context)
            throws IOException, HttpException {
        var forward = forwards.of(connection);
        var response =
                forward.isPresent()
                        ? forwards.execute(
                                forward.get(),
                                request,
                                () -> super.execute(request, connection, information, context),
                                context)
                        : super.execute(request, connection, information, context);
        context.setAttribute(CONNECTION, connection);
        context.setAttribute(DIRECT, forwards.isDirect(connection));
        return response;
    }

    /// From now on reads wait for `terms.stall()` rather than for the first byte.
    static void awaitBody(HttpContext context, Terms terms) {
        connection(context).setSocketTimeout(ApacheTransport.timeout(terms.stall()));
    }

    /// Ends the connection of a response that was read, as a browser does when it has had enough.
    static void closeInPeace(HttpContext context) {
        connection(context).close(CloseMode.GRACEFUL);
    }

    /// Whether the exchange's connection leads to the server itself, and to no proxy.
    static boolean isDirect(HttpContext context) {
        return Boolean.TRUE.equals(context.getAttribute(DIRECT));
    }

    /// The connection's socket; empty if it is closed.
    static Optional<Socket> socket(HttpContext context) {
        return connection(context) instanceof ManagedHttpClientConnection managed
                ? Optional.ofNullable(managed.getSocket())
                : Optional.empty();
    }

    private static HttpClientConnection connection(HttpContext context) {
        return (HttpClientConnection) context.getAttribute(CONNECTION);
    }
}
