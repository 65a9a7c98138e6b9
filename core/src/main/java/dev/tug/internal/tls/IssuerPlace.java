package dev.tug.internal.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Where a certificate says that its issuer's certificate lies (RFC 5280 §4.2.2.1).
///
/// Anybody on the way can name a place, so that nobody but a public host's port 80 is asked.
public final class IssuerPlace {
    private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";

    /// The OID `id-ad-caIssuers` in DER, and the tag of an address after it.
    private static final byte[] ISSUERS = HexFormat.of().parseHex("06082b0601050507300286");

    /// An address of more needs a longer length, and nobody has one.
    private static final int LENGTH_MAX = 127;

    private static final int HTTP_PORT = 80;

    private IssuerPlace() {}

    /// Whether a stranger may have this asked: it is in plain http, at http's port, and its host is
    /// neither this machine nor of a private network by its name.
    static boolean mayBeAsked(URI place) {
        return "http".equals(place.getScheme())
                && place.getRawUserInfo() == null
                && (place.getPort() < 0 || place.getPort() == HTTP_PORT)
                && !Hosts.isOwn(place.getHost());
    }

    /// Whether a stranger may have this address asked: it is neither of this machine nor of a private
    /// network.
    public static boolean mayBeAt(InetAddress address) {
        return !Hosts.isOwn(address)
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && !isShared(address.getAddress());
    }

    /// What no router passes on: of carriers (RFC 6598), "this network" and class E (RFC 6890); and
    /// what a translator makes an address of version 4 of (RFC 6052), which may be any of these.
    private static boolean isShared(byte[] address) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        return address.length == 4
                ? first == 0 || first >= 240 || (first == 100 && (second & 0xc0) == 64)
                : first == 0 && second == 0x64;
    }

    /// An address in plain http, as the standard wants it; empty if there is none.
    static Optional<URI> of(X509Certificate certificate) {
        var extension = certificate.getExtensionValue(AUTHORITY_INFORMATION_ACCESS);
        if (extension == null) {
            return Optional.empty();
        }
        for (int at = 0; at + ISSUERS.length < extension.length; at++) {
            int from = at + ISSUERS.length;
            if (Arrays.equals(extension, at, from, ISSUERS, 0, ISSUERS.length)) {
                int length = extension[from];
                if (length > 0 && length <= LENGTH_MAX && from + 1 + length <= extension.length) {
                    return parse(new String(extension, from + 1, length, US_ASCII));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<URI> parse(String text) {
        try {
            var uri = new URI(text);
            return Optional.of(uri)
                    .filter(place -> "http".equals(place.getScheme()) && place.getHost() != null);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
