package dev.tug.internal.http;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/// One request by Apache HttpClient.
final class ApacheCall implements Call {
    private final ApacheTransport transport;
    private final Request request;

    /// Done when the call is aborted, for what a closed socket does not end.
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /// Guarded by `this`: the attempt that an abort has to end.
    private @Nullable HttpUriRequestBase current;

    /// Guarded by `this`.
    private boolean aborted;

    ApacheCall(ApacheTransport transport, Request request) {
        this.transport = transport;
        this.request = request;
    }

    @Override
    public Response send() throws TransferException {
        if (request.fresh()) {
            transport.dropIdle();
        }
        var context = HttpClientContext.create();
        try {
            return exchange(context);
        } catch (TransferException e) {
            if (!swallowedByIdleConnection(context, e)) {
                throw e;
            }
            transport.dropIdle();
            return exchange(HttpClientContext.create());
        }
    }

    private Response exchange(HttpClientContext context) throws TransferException {
        var get = prepare(request.uri());
        context.setRequestConfig(ApacheTransport.config(request));
        Dialler.serve(context, request, ended);
        try {
            // The response is the caller's to close.
            ClassicHttpResponse response =
                    transport.client().executeOpen(RoutingSupport.determineHost(get), get, context);
            return new ApacheResponse(transport, request, get, response, context);
        } catch (LoginPutOff e) {
            throw e.failure(request.uri().getHost());
        } catch (IOException e) {
            if (get.isCancelled()) {
                throw ApacheTransport.aborted(request, 0);
            }
            var failure = ApacheTransport.failure(request, request.terms().firstByte(), e, 0);
            throw context.getEndpointDetails() == null ? unopened(failure, e) : failure;
        } catch (IllegalStateException e) {
            // An abort takes the connection away under the client's hands while it opens it.
            if (get.isCancelled()) {
                throw ApacheTransport.aborted(request, 0);
            }
            throw e;
        } catch (HttpException e) {
            throw new TransferException(
                    new TransferFailure.Cut(request.uri().getHost(), 0, Words.of(e)), e);
        }
    }

    /// Whatever ended a connection before it was open, it carried no request.
    private TransferException unopened(TransferException failure, IOException cause) {
        var host = request.uri().getHost();
        return switch (failure.failure()) {
            case TransferFailure.Cut(_, _, var detail) -> unopened(host, detail, cause);
            case TransferFailure.Stalled _ -> unopened(host, "no answer in time", cause);
            case TransferFailure.Unresolved _,
                    TransferFailure.Unreachable _,
                    TransferFailure.HandshakeFailed _,
                    TransferFailure.ProxyUnreachable _,
                    TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.ProxyRefused _,
                    TransferFailure.Untrusted _,
                    TransferFailure.Refused _,
                    TransferFailure.Blocked _,
                    TransferFailure.WrongRange _,
                    TransferFailure.BadRedirect _,
                    TransferFailure.Corrupt _ ->
                    failure;
        };
    }

    private TransferException unopened(String host, String detail, IOException cause) {
        return new TransferException(
                "https".equals(request.uri().getScheme())
                        ? new TransferFailure.HandshakeFailed(host, detail)
                        : new TransferFailure.Unreachable(host, detail),
                cause);
    }

    private synchronized HttpUriRequestBase prepare(URI uri) throws TransferException {
        if (aborted) {
            throw ApacheTransport.aborted(request, 0);
        }
        var next =
                request.form()
                        .<HttpUriRequestBase>map(form -> post(uri, form))
                        .orElseGet(() -> new HttpGet(uri));
        request.headers().forEach(next::setHeader);
        current = next;
        return next;
    }

    private static HttpPost post(URI uri, String form) {
        var post = new HttpPost(uri);
        post.setEntity(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
        return post;
    }

    /// A server may end an idle connection just as a request is sent on it; that is nobody's fault
    /// (RFC 9112 9.3.1), so the request goes out once more.
    private synchronized boolean swallowedByIdleConnection(
            HttpClientContext context, TransferException e) {
        var endpoint = context.getEndpointDetails();
        return !aborted
                && !request.fresh()
                && request.form().isEmpty()
                && e.failure() instanceof TransferFailure.Cut
                && endpoint != null
                && endpoint.getResponseCount() > 0;
    }

    @Override
    public void abort() {
        HttpUriRequestBase target;
        synchronized (this) {
            aborted = true;
            target = current;
        }
        ended.complete(null);
        if (target != null) {
            target.cancel();
        }
    }
}
