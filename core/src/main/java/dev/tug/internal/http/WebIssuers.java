package dev.tug.internal.http;

import dev.tug.failure.TransferException;
import dev.tug.internal.tls.IssuerFetch;
import dev.tug.internal.tls.IssuerPlace;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Predicate;

/// Gets certificates by the ways that all requests go, proxies and given addresses included.
///
/// Where no proxy is asked, a name that a stranger chose leads to no private address. What a proxy
/// finds behind it is the proxy's to allow.
public final class WebIssuers implements IssuerFetch {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final HttpSettings ways;
    private final Predicate<InetAddress> mayBeAt;

    /// @param ways with trust that looks for nothing itself, and proxies that ask nobody
    public WebIssuers(HttpSettings ways) {
        this(ways, IssuerPlace::mayBeAt);
    }

    WebIssuers(HttpSettings ways, Predicate<InetAddress> mayBeAt) {
        this.ways = ways;
        this.mayBeAt = mayBeAt;
    }

    @Override
    public Answer get(URI place) throws IOException {
        var host = place.getHost();
        var guarded =
                ways.connector()
                        .only((name, address) ->
                                !name.equalsIgnoreCase(host) || mayBeAt.test(address));
        try (var transport = new ApacheTransport(ways.with(guarded))) {
            return get(transport, Request.get(place, PATIENCE));
        } catch (TransferException e) {
            throw new IOException(e.failure().summary(), e);
        }
    }

    private static Answer get(Transport transport, Request request) throws TransferException {
        try {
            return once(transport, request);
        } catch (TransferException e) {
            if (e.getCause() instanceof LoginPutOff) {
                return once(transport, request);
            }
            throw e;
        }
    }

    private static Answer once(Transport transport, Request request) throws TransferException {
        try (var response = transport.call(request).send()) {
            var body = ByteBuffer.allocate(BYTES_MAX);
            int count = 0;
            while (body.hasRemaining() && count >= 0) {
                count = response.read(body);
            }
            return new Answer(response.status(), body.flip());
        }
    }
}
