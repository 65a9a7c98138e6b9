package dev.tug.internal.http;

import dev.tug.failure.TransferException;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// A response by Apache HttpClient, whose body is read without decoding.
final class ApacheResponse implements Response {
    private static final int HTTPS_PORT = 443;

    private final Request request;
    private final HttpUriRequestBase get;
    private final ClassicHttpResponse response;
    private final Connection connection;
    private final HttpClientContext context;
    private final Body body;
    private final SteadySockets steadied;
    private boolean retired;
    private long received;
    private boolean ended;

    /// What ended the connection while more was awaited.
    private @Nullable IOException broken;

    ApacheResponse(
            ApacheTransport transport,
            Request request,
            HttpUriRequestBase get,
            ClassicHttpResponse response,
            HttpClientContext context)
            throws IOException {
        this.request = request;
        this.get = get;
        this.response = response;
        this.context = context;
        this.steadied = transport.steadied();
        this.connection = connection(transport, request.uri(), context);
        Exchange.awaitBody(context, request.terms());
        var entity = response.getEntity();
        this.body =
                new Body(
                        entity == null ? InputStream.nullInputStream() : entity.getContent(),
                        Exchange.socket(context));
    }

    private static Connection connection(
            ApacheTransport transport, URI uri, HttpClientContext context) {
        var endpoint = context.getEndpointDetails();
        var session = context.getSSLSession();
        var exchange = (int) endpoint.getResponseCount();
        var id =
                transport.idOf(
                        endpoint.getLocalAddress() + ">" + endpoint.getRemoteAddress(),
                        exchange <= 1);
        var peer = (InetSocketAddress) endpoint.getRemoteAddress();
        var chain = session == null ? List.<X509Certificate>of() : chain(session);
        var isDirect = Exchange.isDirect(context);
        return new Connection(
                id,
                exchange,
                peer,
                session == null ? "" : session.getProtocol(),
                chain,
                transport
                        .tls()
                        .seen(
                                uri.getHost(),
                                uri.getPort() < 0 ? HTTPS_PORT : uri.getPort(),
                                Optional.ofNullable(peer.getAddress()).filter(_ -> isDirect),
                                chain));
    }

    private static List<X509Certificate> chain(SSLSession session) {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public Optional<String> header(String name) {
        var header = response.getFirstHeader(name);
        return header == null || header.getValue() == null
                ? Optional.empty()
                : Optional.of(header.getValue().trim());
    }

    @Override
    public List<String> headers(String name) {
        return Arrays.stream(response.getHeaders(name))
                .map(header -> header.getValue() == null ? "" : header.getValue().trim())
                .toList();
    }

    @Override
    public long length() {
        var entity = response.getEntity();
        return entity == null ? 0 : entity.getContentLength();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public int read(ByteBuffer into) throws TransferException {
        try {
            if (broken != null) {
                throw broken;
            }
            int count = body.read(into);
            if (count < 0) {
                ended = true;
                return -1;
            }
            received += count;
            return count;
        } catch (IOException e) {
            throw get.isCancelled()
                    ? ApacheTransport.aborted(request, received)
                    : ApacheTransport.failure(request, request.terms().stall(), e, received);
        }
    }

    /// What is sent in chunks is held by the library too, which does not say how much of it there is.
    @Override
    public boolean awaits(int wanted, LongSupplier leftMillis) {
        if (length() < 0) {
            return false;
        }
        try {
            return body.awaits(wanted, leftMillis);
        } catch (IOException e) {
            // The kernel may tell a reason once only.
            broken = e;
            return true;
        }
    }

    @Override
    public void steady() {
        Exchange.socket(context).ifPresent(steadied::add);
    }

    @Override
    public boolean isSteady() {
        return Exchange.socket(context).filter(steadied::contains).isPresent();
    }

    @Override
    public void retire() {
        retired = true;
    }

    @Override
    public void close() {
        if (retired && received == length()) {
            Exchange.closeInPeace(context);
            closeQuietly();
        } else if (!retired && (ended || (length() >= 0 && received == length() && drained()))) {
            closeQuietly();
        } else {
            get.cancel();
            closeQuietly();
        }
    }

    /// The stream notices the end of the body only when it is asked for the byte after the last.
    private boolean drained() {
        try {
            return body.isOver();
        } catch (IOException _) {
            return false;
        }
    }

    private void closeQuietly() {
        try {
            response.close();
        } catch (IOException _) {
            // The connection is gone, as was meant.
        }
    }
}
