package dev.tug.internal.proxy;

import java.net.URI;
import java.util.Locale;

/// What a connection is for: a server of a scheme at a port.
///
/// @param tls whether it is spoken to in https
/// @param host in lower case, without a dot at its end; IPv6 addresses without brackets
public record Target(boolean tls, String host, int port) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    public Target {
        host = Hosts.plain(host);
    }

    /// The server of `uri`, which has a host.
    public static Target of(URI uri) {
        var tls = "https".equals(uri.getScheme().toLowerCase(Locale.ROOT));
        var port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        return new Target(tls, uri.getHost(), port);
    }

    /// Host and port as in the first line of a CONNECT (RFC 9110 9.3.6).
    public String authority() {
        return Hosts.bracketed(host) + ":" + port;
    }

    /// Its address without a path, as a proxy's script sees it.
    String url() {
        var usual = port == (tls ? HTTPS_PORT : HTTP_PORT);
        return (tls ? "https://" : "http://") + (usual ? Hosts.bracketed(host) : authority()) + "/";
    }
}
