package dev.tug.internal.tls;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a host's name, or its address, says of who signs for it.
final class Hosts {
    /// Registries and what they redirect to; all of them, and what is below them, have certificates of
    /// public authorities.
    private static final List<String> PUBLIC =
            List.of(
                    "ollama.ai",
                    "ollama.com",
                    "hf.co",
                    "huggingface.co",
                    "r2.cloudflarestorage.com",
                    "cloudfront.net",
                    "amazonaws.com",
                    "blob.core.windows.net",
                    "storage.googleapis.com",
                    "docker.io",
                    "docker.com",
                    "ghcr.io",
                    "githubusercontent.com",
                    "github.com",
                    "gcr.io",
                    "pkg.dev",
                    "quay.io",
                    "nvcr.io",
                    "mcr.microsoft.com",
                    "modelscope.cn",
                    "hf-mirror.com");

    /// Names under which nothing is public: RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`, and what
    /// the IETF found in use (RFC 6762 appendix G).
    private static final Set<String> OWN =
            Set.of(
                    "localhost",
                    "test",
                    "example",
                    "invalid",
                    "local",
                    "internal",
                    "intranet",
                    "private",
                    "corp",
                    "home",
                    "lan",
                    "localdomain",
                    "home.arpa");

    private Hosts() {}

    /// Whether everybody knows that public authorities sign for it.
    static boolean isPublic(String host) {
        var name = normal(host);
        return PUBLIC.stream().anyMatch(zone -> isBelow(name, zone));
    }

    /// Whether it is certainly the user's own: an address, a name without dots, or below a name that
    /// nobody can register.
    static boolean isOwn(String host) {
        var name = normal(host);
        return isLiteral(name)
                || name.indexOf('.') < 0
                || OWN.stream().anyMatch(zone -> isBelow(name, zone));
    }

    /// Whether `address` is of this machine or of a private network.
    static boolean isOwn(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address instanceof Inet6Address six && (six.getAddress()[0] & 0xfe) == 0xfc);
    }

    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0
                || (!host.isEmpty()
                        && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
    }

    private static boolean isBelow(String name, String zone) {
        return name.equals(zone) || name.endsWith("." + zone);
    }

    /// Lower case, without brackets and without the dot at the end.
    static String normal(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return name.substring(1, name.length() - 1);
        }
        return withoutDot(name);
    }

    /// As it is written, without the dot at the end.
    static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
