package dev.tug.internal.tls;

import dev.tug.failure.ChainFault;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says whose a certificate is that is not the host's.
final class WrongName {
    private static final int NAMES_SHOWN_MAX = 3;

    /// The types of alternative names that are hosts (RFC 5280 §4.2.1.6).
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    private WrongName() {}

    /// It names hosts, and not this one.
    static UntrustedChain of(X509Certificate leaf) {
        return because(
                leaf, ChainFault.WRONG_NAME, "it is for " + hosts(leaf) + " and not for this host");
    }

    /// It names no host where browsers look: the client library would take the common name instead.
    static Optional<UntrustedChain> ofNameless(X509Certificate leaf) {
        return names(leaf).isEmpty()
                ? Optional.of(
                        because(
                                leaf,
                                ChainFault.OLD_NAME,
                                "it has no subject alternative name, and its common name alone"
                                        + " proves no host, as in browsers"))
                : Optional.empty();
    }

    private static UntrustedChain because(X509Certificate leaf, ChainFault fault, String detail) {
        var issuer = DistinguishedName.of(leaf.getIssuerX500Principal());
        return new UntrustedChain(issuer.words(), Vendors.of(issuer), fault, detail);
    }

    private static String hosts(X509Certificate leaf) {
        var names = names(leaf);
        return names.stream().limit(NAMES_SHOWN_MAX).collect(Collectors.joining(", "))
                + (names.size() > NAMES_SHOWN_MAX ? " and others" : "");
    }

    private static List<String> names(X509Certificate leaf) {
        try {
            var entries = Optional.ofNullable(leaf.getSubjectAlternativeNames()).stream();
            return entries.flatMap(Collection::stream)
                    .filter(entry ->
                            entry.get(0) instanceof Integer type
                                    && (type == DNS_NAME || type == IP_ADDRESS))
                    .map(entry -> DistinguishedName.printable(String.valueOf(entry.get(1))))
                    .toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }
}
