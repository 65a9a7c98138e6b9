package dev.tug.internal.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;

/// A chain was refused; says who issued its top, which the platform's exceptions leave out.
final class UntrustedChain extends CertificateException {
    private static final long serialVersionUID = 1L;

    /// A chain of causes is never this long by itself; the bound guards against cycles.
    private static final int CAUSES_MAX = 16;

    private final String issuer;

    UntrustedChain(String issuer, CertificateException cause) {
        super(inWords(cause), cause);
        this.issuer = issuer;
    }

    /// The platform's own words are the names of its classes.
    private static String inWords(CertificateException refusal) {
        Throwable cause = refusal;
        for (int depth = 0; depth < CAUSES_MAX && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case CertPathBuilderException _ ->
                    "no authority that this machine trusts vouches for it";
            case CertificateExpiredException _ ->
                    "it has expired, or this machine's clock is wrong";
            case CertificateNotYetValidException _ ->
                    "it is not valid yet, or this machine's clock is wrong";
            default -> Objects.requireNonNullElse(cause.getMessage(), "it is malformed");
        };
    }

    /// The distinguished name of the last certificate's issuer.
    String issuer() {
        return issuer;
    }
}
