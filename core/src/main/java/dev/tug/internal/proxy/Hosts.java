package dev.tug.internal.proxy;

import dev.tug.internal.text.HostText;

import java.net.InetAddress;
import java.util.Optional;

/// Words about hosts: how they are written, and which are this machine.
final class Hosts {
    private static final String LOCALHOST = "localhost";

    private Hosts() {}

    /// In lower case, without brackets and without a dot at the end.
    static String plain(String host) {
        return HostText.plain(host);
    }

    static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /// Whether nothing that is sent there leaves this machine (RFC 6761 6.3, RFC 5735, RFC 4291).
    static boolean isLoopback(String host) {
        return host.equals(LOCALHOST)
                || host.endsWith("." + LOCALHOST)
                || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /// The address that `host` is; empty for a name, and nobody is asked for one.
    static Optional<InetAddress> address(String host) {
        try {
            var zone = host.indexOf('%');
            return Optional.of(InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
