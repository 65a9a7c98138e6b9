package dev.tug.internal.tls;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What stands behind a certificate in OpenSSL's `TRUSTED CERTIFICATE`: for what it is trusted and for what
/// it is not (`X509_CERT_AUX`). Fedora's and its kin's stores hold authorities there that they distrust.
enum OpensslTrust {
    /// It counts as any certificate without such words does.
    FOR_SERVERS,
    /// It is trusted, but not for servers.
    FOR_OTHERS,
    /// It is not to be trusted for servers, wherever else it is found.
    REJECTED;

    /// `[0]`, under which rejections stand.
    private static final int REJECTS = 0xa0;

    /// id-kp-serverAuth and anyExtendedKeyUsage (RFC 5280 §4.2.1.12).
    private static final List<byte[]> SERVERS =
            List.of(
                    HexFormat.of().parseHex("2b06010505070301"),
                    HexFormat.of().parseHex("551d2500"));

    /// @param words what follows the certificate; empty if nothing does
    static OpensslTrust of(byte[] words) throws Der.Malformed {
        if (words.length == 0) {
            return FOR_SERVERS;
        }
        var parts = Der.all(Der.only(Der.SEQUENCE, words));
        for (var part : parts) {
            if (part.tag() == REJECTS && isOfServers(part)) {
                return REJECTED;
            }
        }
        // Only the first may be what it is trusted for; where that is missing, it is for
        // everything.
        return !parts.isEmpty()
                        && parts.getFirst().tag() == Der.SEQUENCE
                        && !isOfServers(parts.getFirst())
                ? FOR_OTHERS
                : FOR_SERVERS;
    }

    private static boolean isOfServers(Der purposes) throws Der.Malformed {
        return Der.all(purposes.content()).stream()
                .filter(purpose -> purpose.tag() == Der.OID)
                .anyMatch(purpose ->
                        SERVERS.stream().anyMatch(oid -> Arrays.equals(oid, purpose.content())));
    }
}
