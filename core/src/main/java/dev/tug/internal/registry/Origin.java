package dev.tug.internal.registry;

import java.net.URI;
import java.util.Locale;

/// Who answers at an address: the whole of what may share a credential (RFC 6454 4).
///
/// @param scheme `http` or `https`
/// @param host in lower case, as it stands in the address
/// @param port with the scheme's own filled in
record Origin(String scheme, String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /// The origin of an absolute http or https address.
    static Origin of(URI uri) {
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        var own = scheme.equals("http") ? HTTP : HTTPS;
        return new Origin(
                scheme,
                uri.getHost().toLowerCase(Locale.ROOT),
                uri.getPort() == -1 ? own : uri.getPort());
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    /// Host, with the port where it is not the scheme's own: as people and login files write it.
    String authority() {
        return port == (isSecure() ? HTTPS : HTTP) ? host : host + ":" + port;
    }
}
