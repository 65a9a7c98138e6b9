package dev.tug.internal.tls;

import dev.tug.failure.ChainFault;

import java.security.cert.CertificateException;
import java.util.Optional;

/// A chain was refused; says who issued it and what is wrong, which the platform's exceptions leave
/// out.
public final class UntrustedChain extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final String issuer;
    private final ChainFault fault;
    private final String vendor;

    /// @param issuer common name and organisation of who issued the last certificate; empty if that was
    ///     not seen
    /// @param vendor the inspecting product that it is of
    /// @param detail what is wrong, in words that follow "is not trusted: "
    public UntrustedChain(String issuer, Optional<String> vendor, ChainFault fault, String detail) {
        super(detail);
        this.issuer = issuer;
        this.fault = fault;
        this.vendor = vendor.orElse("");
    }

    /// Common name and organisation of who issued the last certificate.
    public String issuer() {
        return issuer;
    }

    /// What kind of thing is wrong.
    public ChainFault fault() {
        return fault;
    }

    /// The inspecting product that the chain is of.
    public Optional<String> vendor() {
        return Optional.of(vendor).filter(name -> !name.isEmpty());
    }
}
