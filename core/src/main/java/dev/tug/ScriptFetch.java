package dev.tug;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.TransferException;
import dev.tug.internal.http.ApacheTransport;
import dev.tug.internal.http.HttpSettings;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.proxy.PacRoutes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Fetches a script that names proxies, by none of them.
final class ScriptFetch {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(5);
    private static final int REDIRECTS_MAX = 5;
    private static final int OK = 200;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final HttpSettings direct;

    ScriptFetch(HttpSettings direct) {
        this.direct = direct;
    }

    String fetch(String address) throws IOException {
        try (var transport = new ApacheTransport(direct)) {
            var uri = URI.create(address);
            for (int hops = 0; hops <= REDIRECTS_MAX; hops++) {
                try (var response = transport.call(Request.get(uri, SILENCE_MAX)).send()) {
                    var location = response.header("Location");
                    if (response.status() == OK) {
                        return text(body(response));
                    }
                    if (response.status() / 100 != 3 || location.isEmpty()) {
                        throw new PacRoutes.Unread(
                                uri.getHost() + " answered HTTP " + response.status(),
                                isLasting(response.status()));
                    }
                    uri = next(uri, location.get());
                }
            }
            throw new IOException("it is redirected without end");
        } catch (TransferException e) {
            throw new IOException(e.failure().summary(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("it is no address", e);
        }
    }

    /// Whether the script is not there, or not for this machine.
    private static boolean isLasting(int status) {
        return switch (status) {
            case 401, 403, 404, 410, 451 -> true;
            default -> false;
        };
    }

    /// Nobody who means well leads from https to http, and the script says who is trusted.
    static URI next(URI from, String location) throws IOException {
        var to = from.resolve(location);
        if ("https".equalsIgnoreCase(from.getScheme())
                && !"https".equalsIgnoreCase(to.getScheme())) {
            throw new IOException(from.getHost() + " leads from https down to " + to.getScheme());
        }
        return to;
    }

    private static byte[] body(Response response) throws TransferException {
        var body = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (body.size() <= PacRoutes.BYTES_MAX && response.read(buffer) >= 0) {
            buffer.flip();
            body.write(buffer.array(), buffer.arrayOffset(), buffer.remaining());
            buffer.clear();
        }
        return body.toByteArray();
    }

    /// A script's text, without the mark that editors of Windows put before it.
    static String text(byte[] bytes) throws IOException {
        if (bytes.length > PacRoutes.BYTES_MAX) {
            throw new IOException("it is longer than 1 MiB");
        }
        var text = new String(bytes, UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
