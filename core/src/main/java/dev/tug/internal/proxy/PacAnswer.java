package dev.tug.internal.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a proxy's script returns: `PROXY a:8080; SOCKS b:1080; DIRECT`, to be tried in that order.
final class PacAnswer {
    /// Scripts name two or three.
    private static final int HOPS_MAX = 16;

    private PacAnswer() {}

    /// The ways that `text` names; what makes no sense is passed over, and nothing at all is direct,
    /// as in browsers.
    static List<Hop> parse(String text, String source) {
        var hops = new ArrayList<Hop>();
        for (var entry : text.split(";", -1)) {
            hop(entry.strip().split("\\s+", -1), source).ifPresent(hops::add);
        }
        if (hops.isEmpty()) {
            return List.of(new Hop.Direct());
        }
        return List.copyOf(hops.subList(0, Math.min(hops.size(), HOPS_MAX)));
    }

    private static Optional<Hop> hop(String[] words, String source) {
        var kind = words[0].toUpperCase(Locale.ROOT);
        if (kind.equals("DIRECT")) {
            return Optional.of(new Hop.Direct());
        }
        var scheme =
                switch (kind) {
                    case "PROXY", "HTTP" -> ProxyServer.Scheme.HTTP;
                    case "HTTPS" -> ProxyServer.Scheme.HTTPS;
                    // Browsers leave the lookup to it.
                    case "SOCKS", "SOCKS5" -> ProxyServer.Scheme.SOCKS5H;
                    default -> null;
                };
        if (scheme == null || words.length != 2) {
            return Optional.empty();
        }
        try {
            var place = words[1];
            // Browsers take 80 where a script names no port, and 443 in TLS.
            var tls = scheme == ProxyServer.Scheme.HTTPS && place.indexOf(':') < 0;
            var proxy = ProxyServer.at(scheme, tls ? place + ":443" : place, Optional.empty());
            return Optional.of(new Hop.Via(proxy, source));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
