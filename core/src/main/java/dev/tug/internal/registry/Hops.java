package dev.tug.internal.registry;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Response;
import dev.tug.internal.page.Judge;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The addresses that one request was sent on to, and the rules for the next. Owned by one thread.
final class Hops {
    /// Redirects followed (Ollama and Go: 10).
    static final int MAX = 10;

    /// Presigned addresses have 1 to 2 kB; servers refuse request lines beyond 8 to 16 kB.
    private static final int LENGTH_MAX = 16 << 10;

    private static final int PORT_MAX = 65_535;

    /// ASCII that no address may hold unescaped and that some servers leave so (RFC 3986 2).
    private static final String UNSAFE = " \"<>\\^`{|}";

    private final Set<URI> visited = new HashSet<>();

    Hops(URI start) {
        visited.add(start);
    }

    /// Whether `status` sends a GET elsewhere (RFC 9110 15.4).
    static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /// Where a redirect leads.
    ///
    /// @throws TransferException `Blocked` if that is a filter's page, a portal or a login, and else as
    ///     for the address alone
    URI follow(Response redirect) throws TransferException {
        var from = redirect.uri();
        var location = redirect.header("Location");
        var target = location.flatMap(text -> target(from, text));
        var page =
                target.filter(to -> !Origin.of(to).equals(Origin.of(from)))
                        .flatMap(to -> Judge.ofRedirect(Refusal.sight(redirect, new byte[0]), to));
        if (page.isPresent()) {
            throw new TransferException(new TransferFailure.Blocked(from.getHost(), page.get()));
        }
        return follow(from, location);
    }

    /// Where `location`, given by `from`, leads.
    ///
    /// @throws TransferException `BadRedirect` if it leads nowhere, in a circle, down to http, or is
    ///     one too many
    URI follow(URI from, Optional<String> location) throws TransferException {
        var host = from.getHost();
        var text = location.orElseThrow(() -> bad(host, "it names no address"));
        var target = target(from, text).orElseThrow(() -> bad(host, "its address is malformed"));
        if (target.getRawUserInfo() != null) {
            throw bad(host, "its address holds a user name");
        }
        if (Origin.of(from).isSecure() && !Origin.of(target).isSecure()) {
            throw bad(host, "it leads from https to http on " + target.getHost());
        }
        if (!visited.add(target)) {
            throw bad(host, "it leads in a circle");
        }
        if (visited.size() > MAX + 1) {
            throw bad(host, "more than " + MAX + " in a row");
        }
        return target;
    }

    private static Optional<URI> target(URI from, String location) {
        if (location.isBlank() || location.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            var end = location.indexOf('#');
            var target =
                    from.resolve(new URI(escape(end < 0 ? location : location.substring(0, end))));
            return isHttp(target) ? Optional.of(target) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isHttp(URI uri) {
        return uri.getScheme() != null
                && (uri.getScheme().equalsIgnoreCase("https")
                        || uri.getScheme().equalsIgnoreCase("http"))
                && uri.getHost() != null
                && uri.getPort() != 0
                && uri.getPort() <= PORT_MAX;
    }

    private static String escape(String text) {
        var escaped = new StringBuilder(text.length());
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (octet & 0xff);
            if (c > 0x7e || UNSAFE.indexOf(c) >= 0) {
                escaped.append("%%%02X".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static TransferException bad(String host, String detail) {
        return new TransferException(new TransferFailure.BadRedirect(host, detail));
    }
}
