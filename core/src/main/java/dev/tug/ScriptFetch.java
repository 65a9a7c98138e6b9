package dev.tug;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.Page;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.ApacheTransport;
import dev.tug.internal.http.HttpSettings;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.page.Judge;
import dev.tug.internal.page.Sight;
import dev.tug.internal.page.Verdict;
import dev.tug.internal.proxy.PacRoutes;
import dev.tug.internal.proxy.ScriptAddress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

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

    String fetch(ScriptAddress address) throws IOException {
        try (var transport = new ApacheTransport(direct)) {
            var first = address.uri();
            if (first.getHost() == null) {
                throw new IllegalArgumentException("no host");
            }
            var uri = first;
            for (int hops = 0; hops <= REDIRECTS_MAX; hops++) {
                // A login is for the server that it was written down for.
                var login =
                        isSameServer(first, uri)
                                ? address.authorization()
                                : Optional.<String>empty();
                var request = Request.get(uri, SILENCE_MAX);
                var asked = login.map(word -> request.with("Authorization", word)).orElse(request);
                try (var response = transport.call(asked).send()) {
                    var location = response.header("Location");
                    if (response.status() / 100 != 3 || location.isEmpty()) {
                        return script(response, body(response));
                    }
                    var to = next(uri, location.get());
                    var page = Judge.ofRedirect(sight(response, new byte[0]), to);
                    if (page.isPresent()) {
                        throw foreign(response, page.get());
                    }
                    uri = to;
                }
            }
            throw new PacRoutes.Unread("it is redirected without end", true);
        } catch (TransferException e) {
            throw new IOException(e.failure().summary(), e);
        } catch (IllegalArgumentException _) {
            // The exception has the address in it, and that its login.
            throw new PacRoutes.Unread("it is no address", true);
        }
    }

    private static String script(Response response, byte[] body) throws IOException {
        var sight = sight(response, body);
        if (sight.isHtml() && Judge.of(sight) instanceof Verdict.Foreign(var page) && tells(page)) {
            throw foreign(response, page);
        }
        if (response.status() != OK) {
            throw new PacRoutes.Unread(
                    response.uri().getHost() + " answered HTTP " + response.status(),
                    isLasting(response.status()));
        }
        return text(body);
    }

    /// Whether a page is somebody else's than the script's server.
    private static boolean tells(Page page) {
        return switch (page.kind()) {
            case MALWARE, SIZE, PORTAL, LOGIN -> true;
            case BLOCK, PROXY, UNKNOWN -> !page.vendor().isEmpty();
        };
    }

    private static IOException foreign(Response response, Page page) {
        var blocked = new TransferFailure.Blocked(response.uri().getHost(), page);
        return new IOException(blocked.summary(), new TransferException(blocked));
    }

    private static Sight sight(Response response, byte[] body) {
        return new Sight(response.uri(), response.status(), response::header, body);
    }

    private static boolean isSameServer(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getRawAuthority().equalsIgnoreCase(other.getRawAuthority());
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
        if (to.getHost() == null) {
            throw new PacRoutes.Unread(from.getHost() + " leads to no server", true);
        }
        if ("https".equalsIgnoreCase(from.getScheme())
                && !"https".equalsIgnoreCase(to.getScheme())) {
            throw new PacRoutes.Unread(
                    from.getHost() + " leads from https down to " + to.getScheme(), true);
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
            throw new PacRoutes.Unread("it is longer than 1 MiB", true);
        }
        var text = new String(bytes, UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
