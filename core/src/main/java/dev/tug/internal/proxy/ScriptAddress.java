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

    /// Whether it is to be fetched from a server.
    public boolean isWeb() {
        return scheme().equals("http") || scheme().equals("https");
    }

    /// Whether it says which server: `http:p.pac` and `http:///p.pac` do not.
    public boolean namesHost() {
        return hasAuthority() && !host().isEmpty() && !host().startsWith(":");
    }

    private boolean hasAuthority() {
        return text.startsWith(AUTHORITY, scheme().length());
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
        if (scheme().isEmpty() || scheme().equals("file")) {
            return text;
        }
        if (!hasAuthority()) {
            // It has no form, so that a login may stand anywhere in it.
            return text.substring(0, scheme().length() + 1);
        }
        var from = scheme().length() + AUTHORITY.length();
        var path = text.substring(from + authority().length()).split("[?#]", 2)[0];
        // What stands before a slash in a password that nobody encoded.
        boolean isCut = host().indexOf(':') >= 0 && path.indexOf('@') >= 0;
        var place = PORT.matcher(host()).matches() && !isCut ? host() + path : "";
        return text.substring(0, from) + place;
    }

    /// With its port, if there is one.
    private String host() {
        return authority().substring(authority().lastIndexOf('@') + 1);
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
