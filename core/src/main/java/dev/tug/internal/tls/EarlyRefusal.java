package dev.tug.internal.tls;

import dev.tug.failure.ChainFault;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import javax.net.ssl.SSLException;

/// Finds the certificate behind a handshake that a provider of TLS ended before it asked whom to trust: the
/// next handshake would end alike.
///
/// @param words of BoringSSL's or the JDK's message
record EarlyRefusal(List<String> words, ChainFault fault, String detail) {
    private static final List<EarlyRefusal> ALL =
            List.of(
                    new EarlyRefusal(
                            List.of("KEY_USAGE_BIT_INCORRECT"),
                            ChainFault.WRONG_PURPOSE,
                            "it may not sign a handshake (its key usage)"),
                    new EarlyRefusal(
                            List.of(
                                    "EXCESSIVE_MESSAGE_SIZE",
                                    "certificate chain length",
                                    "size of the handshake message"),
                            ChainFault.TOO_LONG,
                            "the server shows more certificates than are looked at"),
                    new EarlyRefusal(
                            List.of(
                                    "CANNOT_PARSE_LEAF_CERT",
                                    "BAD_ECC_CERT",
                                    "CERT_LENGTH_MISMATCH"),
                            ChainFault.OTHER,
                            "it is malformed"));

    /// Empty if the handshake ended for something else. Who issued the certificate is not told that early.
    static Optional<UntrustedChain> of(SSLException e) {
        var message = Objects.requireNonNullElse(e.getMessage(), "");
        return ALL.stream()
                .filter(refusal -> refusal.words.stream().anyMatch(message::contains))
                .findFirst()
                .map(refusal ->
                        new UntrustedChain("", Optional.empty(), refusal.fault, refusal.detail));
    }
}
