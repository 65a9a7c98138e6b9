package dev.tug.internal.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a proxy's script returns: `PROXY a:8080; SOCKS b:1080; DIRECT`, to be tried in that order.
///
/// @param hops the ways that make sense, in their order
/// @param isNonsense whether something among them makes none
record PacAnswer(List<Hop> hops, boolean isNonsense) {
    /// Scripts name two or three.
    private static final int HOPS_MAX = 16;

    PacAnswer {
        hops = List.copyOf(hops);
    }

    /// The ways that `text` names; an empty text is direct, as in browsers. Words that make no sense
    /// are not: who meant a proxy by them is not to be led past it.
    ///
    /// @param vouched as [Hop.Via#vouched]
    static PacAnswer parse(String text, String source, boolean vouched) {
        var entries =
                Arrays.stream(text.split(";", -1))
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .toList();
        if (entries.isEmpty()) {
            return new PacAnswer(List.of(new Hop.Direct()), false);
        }
        var hops =
                entries.stream()
                        .flatMap(it -> hop(it.split("\\s+", -1), source, vouched).stream())
                        .toList();
        return new PacAnswer(
                hops.subList(0, Math.min(hops.size(), HOPS_MAX)), hops.size() < entries.size());
    }

    private static Optional<Hop> hop(String[] words, String source, boolean vouched) {
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
            var proxy = ProxyServer.at(scheme, words[1], Optional.empty());
            return Optional.of(new Hop.Via(proxy, source, vouched));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
