package dev.tug.cli;

import java.net.URI;

/// Where Ollama is asked for its version, by the rules of `OLLAMA_HOST` (ollama 7).
final class OllamaAddress {
    private static final String PORT = "11434";
    private static final URI DEFAULT = URI.create("http://127.0.0.1:" + PORT);

    private OllamaAddress() {}

    /// The address that `setting` means; what makes no sense means Ollama's own.
    static URI of(String setting) {
        var text = setting.strip();
        var at = text.indexOf("://");
        var scheme = at < 0 ? "http" : text.substring(0, at);
        var rest = at < 0 ? text : text.substring(at + 3);
        var slash = rest.indexOf('/');
        var authority = slash < 0 ? rest : rest.substring(0, slash);
        var own = at < 0 ? PORT : scheme.equals("https") ? "443" : "80";
        try {
            var host = host(authority);
            var port = authority.substring(host.length()).replaceFirst("^:", "");
            var number = port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65_535 ? port : own;
            var uri = URI.create(scheme + "://" + reachable(host) + ":" + number);
            return uri.getHost() == null ? DEFAULT : uri;
        } catch (IllegalArgumentException _) {
            return DEFAULT;
        }
    }

    private static String host(String authority) {
        if (authority.startsWith("[")) {
            return authority.substring(0, authority.indexOf(']') + 1);
        }
        var colon = authority.indexOf(':');
        // More than one colon: an IPv6 address without brackets.
        return colon < 0 || authority.indexOf(':', colon + 1) >= 0
                ? authority
                : authority.substring(0, colon);
    }

    /// A server that listens everywhere is asked here.
    private static String reachable(String host) {
        return switch (host) {
            case "", "0.0.0.0" -> "127.0.0.1";
            case "[::]", "::" -> "[::1]";
            default -> host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }
}
