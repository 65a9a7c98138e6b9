package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.internal.text.Harmless;

import java.net.URLDecoder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A proxy: how it is spoken to, where it is, and the login that its address carries.
///
/// @param host in lower case; IPv6 addresses without brackets
/// @param login empty if the address names none
public record ProxyServer(Scheme scheme, String host, int port, Optional<ProxyLogin> login) {
    private static final int PORT_MAX = 65_535;
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9+.-]{0,15}");

    /// A host with a port, or with a query after a path: an `@` behind it ends no login.
    private static final Pattern PATH =
            Pattern.compile("(?:\\[[^]@]*]|[^@:/?#]++)(?::\\d{1,5}[/?#]|/[^@]*[?#])");

    private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    /// How a proxy is spoken to.
    public enum Scheme {
        /// HTTP, in the clear.
        HTTP("http", 80),
        /// HTTP over TLS.
        HTTPS("https", 443),
        /// SOCKS 5, for addresses that were looked up here.
        SOCKS5("socks5", 1080),
        /// SOCKS 5, which looks names up itself.
        SOCKS5H("socks5h", 1080);

        private final String word;
        private final int port;

        Scheme(String word, int port) {
            this.word = word;
            this.port = port;
        }

        /// Whether it speaks HTTP.
        public boolean isHttp() {
            return this == HTTP || this == HTTPS;
        }
    }

    /// Parses an address as Go and curl take it: `[SCHEME://][USER[:PASSWORD]@]HOST[:PORT][/]`, http
    /// unless it says otherwise.
    ///
    /// @throws IllegalArgumentException if it is none; the message holds nothing of the login
    public static ProxyServer parse(String text) {
        var trimmed = text.strip();
        var colon = trimmed.indexOf("://");
        var scheme = colon < 0 ? Scheme.HTTP : scheme(trimmed.substring(0, colon), trimmed);
        var rest = colon < 0 ? trimmed : trimmed.substring(colon + 3);
        // A password may hold slashes that nobody encoded; a host cannot.
        var at = PATH.matcher(rest).lookingAt() ? -1 : rest.lastIndexOf('@');
        var login = at < 0 ? Optional.<ProxyLogin>empty() : login(rest.substring(0, at));
        var place = at < 0 ? rest : rest.substring(at + 1);
        var end = place.indexOf('/');
        return at(scheme, end < 0 ? place : place.substring(0, end), login);
    }

    /// Parses `HOST[:PORT]`.
    static ProxyServer at(Scheme scheme, String place, Optional<ProxyLogin> login) {
        var colon = place.lastIndexOf(':');
        // An IPv6 address without brackets has colons of its own.
        boolean hasPort =
                place.startsWith("[")
                        ? place.indexOf("]:") > 0
                        : colon >= 0 && place.indexOf(':') == colon;
        var host = Hosts.plain(hasPort ? place.substring(0, colon) : place);
        if (!isHost(host)) {
            throw new IllegalArgumentException("a proxy's address names no host");
        }
        return new ProxyServer(
                scheme,
                host,
                hasPort ? port(place.substring(colon + 1), scheme) : scheme.port,
                login);
    }

    /// Whether it can be a name or an address, and does nothing to who sees it printed.
    private static boolean isHost(String host) {
        return !host.isEmpty()
                && host.chars().noneMatch(c -> c <= ' ' || "/?#@\\".indexOf(c) >= 0)
                && host.codePoints().noneMatch(Character::isSpaceChar)
                && Harmless.of(host).equals(host)
                // Of names none has a colon: it comes of a mistyped scheme, or a port too many.
                && (host.indexOf(':') < 0 || Hosts.address(host).isPresent());
    }

    /// @param text what may hold a password in any place, as mistyped as it is
    private static Scheme scheme(String word, String text) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "http" -> Scheme.HTTP;
            case "https" -> Scheme.HTTPS;
            case "socks5" -> Scheme.SOCKS5;
            case "socks5h", "socks" -> Scheme.SOCKS5H;
            default ->
                    throw new IllegalArgumentException(
                            "a proxy is http, https, socks5 or socks5h"
                                    + (WORD.matcher(word).matches() && text.indexOf('@') < 0
                                            ? ", not `" + word + "`"
                                            : ""));
        };
    }

    private static int port(String digits, Scheme scheme) {
        if (digits.isEmpty()) {
            return scheme.port;
        }
        try {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException _) {
            // As much nonsense as 0.
        }
        throw new IllegalArgumentException("a proxy's port is not in 1..65535");
    }

    static Optional<ProxyLogin> login(String userinfo) {
        var colon = userinfo.indexOf(':');
        var user = decoded(colon < 0 ? userinfo : userinfo.substring(0, colon));
        if (user.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ProxyLogin(
                        user,
                        colon < 0
                                ? Optional.empty()
                                : Optional.of(decoded(userinfo.substring(colon + 1)))));
    }

    /// Text with `%40` as `@`; a lone `%` stays what it is.
    private static String decoded(String text) {
        return ESCAPES.matcher(text)
                .replaceAll(it -> Matcher.quoteReplacement(URLDecoder.decode(it.group(), UTF_8)));
    }

    /// Host and port.
    public String place() {
        return Hosts.bracketed(host) + ":" + port;
    }

    /// Scheme, host and port: nothing of a login.
    @Override
    public String toString() {
        return scheme.word + "://" + place();
    }
}
