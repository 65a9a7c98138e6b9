package dev.tug.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.internal.proxy.Hop;
import dev.tug.internal.proxy.Proxies;

import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/// Requests in plain http that a proxy makes for us: they name the whole address, and each may have
/// to log in (RFC 9112 3.2.2, RFC 9110 11.7).
final class Forwards {
    private static final String AUTHORIZATION = "Proxy-Authorization";
    private static final int AUTHENTICATION_REQUIRED = 407;

    /// Proxies' own pages have some kB.
    private static final int PAGE_BYTES_MAX = 64 << 10;

    private static final int ANSWERS_MAX = 16;

    private final Optional<Proxies> proxies;
    private final String userAgent;

    /// Connections that go to a proxy, and to no server through it.
    private final Map<HttpClientConnection, Hop.Via> connections =
            Collections.synchronizedMap(new WeakHashMap<>());

    /// Sends the request that it belongs to.
    @FunctionalInterface
    interface Sending {
        ClassicHttpResponse send() throws IOException, HttpException;
    }

    Forwards(Optional<Proxies> proxies, String userAgent) {
        this.proxies = proxies;
        this.userAgent = userAgent;
    }

    Optional<Proxies> proxies() {
        return proxies;
    }

    String userAgent() {
        return userAgent;
    }

    /// What is sent on `connection` goes to a proxy.
    void add(HttpClientConnection connection, Hop.Via via) {
        connections.put(connection, via);
    }

    /// Forgets what `connection` was used for before.
    void take(HttpClientConnection connection) {
        connections.remove(connection);
    }

    /// The proxy that `connection` goes to, if that is to make the requests.
    Optional<Hop.Via> of(HttpClientConnection connection) {
        return Optional.ofNullable(connections.get(connection));
    }

    ClassicHttpResponse execute(
            Hop.Via via, ClassicHttpRequest request, Sending sending, HttpContext context)
            throws IOException, HttpException {
        if (request instanceof BasicHttpRequest basic) {
            basic.setAbsoluteRequestUri(true);
        }
        var method = request.getMethod();
        var uri = request.getRequestUri();
        try (var talk = proxies.orElseThrow().talk(via, Dialler.aborted(context))) {
            talk.first(method, uri).ifPresent(word -> logIn(request, word));
            for (int answers = 0; answers < ANSWERS_MAX; answers++) {
                var response = sending.send();
                if (response.getCode() != AUTHENTICATION_REQUIRED) {
                    talk.admitted();
                    return response;
                }
                var word = talk.next(offers(response), method, uri);
                if (!isDone(request, response, context)) {
                    talk.putOff();
                    throw new LoginPutOff();
                }
                logIn(request, word);
            }
        }
        throw new LoginPutOff();
    }

    /// Names of users are UTF-8, and what writes fields writes a byte for each character.
    private static void logIn(ClassicHttpRequest request, String word) {
        request.setHeader(AUTHORIZATION, new String(word.getBytes(UTF_8), ISO_8859_1));
    }

    private static List<String> offers(ClassicHttpResponse response) {
        return Arrays.stream(response.getHeaders("Proxy-Authenticate"))
                .map(Header::getValue)
                .toList();
    }

    /// Reads the rest of an answer; whether its connection can carry another.
    private static boolean isDone(
            ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context)
            throws IOException {
        boolean stays =
                DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
        var entity = response.getEntity();
        if (entity == null || !stays) {
            // What ends with the connection may never end.
            return stays;
        }
        try (var body = entity.getContent()) {
            return body.readNBytes(PAGE_BYTES_MAX).length < PAGE_BYTES_MAX;
        }
    }
}
