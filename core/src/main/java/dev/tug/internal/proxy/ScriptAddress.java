package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The address or path of a proxy's script: what is asked for, and what of it may be told.
///
/// @param text as somebody wrote it
public record ScriptAddress(String text) {
    /// A drive of Windows has one letter before its colon.
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

    private static final Pattern PORT = Pattern.compile("(?:\\[[^]]*]|[^:]*)(?::\\d*)?");
    private static final String AUTHORITY = "://";

    /// Whether it is fetched from a server.
    public boolean isWeb() {
        return scheme().equals("http") || scheme().equals("https");
    }

    /// Whether it is a path, or a file's address.
    public boolean isFile() {
        return scheme().isEmpty() || scheme().equals("file");
    }

    /// In lower case; empty for a path.
    public String scheme() {
        var match = SCHEME.matcher(text);
        return match.matches() ? match.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /// Without a login and without a query, which may hold secrets.
    public String shown() {
        var start = text.indexOf(AUTHORITY);
        if (start < 0) {
            return text;
        }
        var from = start + AUTHORITY.length();
        var authority = authority();
        var host = authority.substring(authority.lastIndexOf('@') + 1);
        var path = text.substring(from + authority.length()).split("[?#]", 2)[0];
        // What stands before a slash in a password that nobody encoded.
        var place = PORT.matcher(host).matches() ? host + path : "";
        return text.substring(0, from) + place;
    }

    private String authority() {
        var rest = text.substring(text.indexOf(AUTHORITY) + AUTHORITY.length());
        return rest.split("[/?#]", 2)[0];
    }

    /// What is asked for: without the login.
    ///
    /// @throws IllegalArgumentException if it is no address
    public URI uri() {
        var login = authority().lastIndexOf('@') + 1;
        var from = text.indexOf(AUTHORITY) + AUTHORITY.length();
        return URI.create(text.substring(0, from) + text.substring(from + login));
    }

    /// What to show to its server as `Authorization`; empty if nobody logs in.
    public Optional<String> authorization() {
        var authority = authority();
        var end = authority.lastIndexOf('@');
        return end < 0
                ? Optional.empty()
                : ProxyServer.login(authority.substring(0, end))
                        .map(login -> login.user() + ":" + login.password().orElse(""))
                        .map(word ->
                                "Basic "
                                        + Base64.getEncoder().encodeToString(word.getBytes(UTF_8)));
    }

    /// Nothing that is secret.
    @Override
    public String toString() {
        return shown();
    }
}
