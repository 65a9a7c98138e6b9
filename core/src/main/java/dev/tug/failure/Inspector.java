package dev.tug.failure;

import java.util.Optional;

/// Who opens TLS on the way, as its certificates tell.
///
/// @param vendor the product's maker, such as `Zscaler`; empty if its authority has a name of its own
/// @param authority the authority that signs in servers' names, such as `CN=Zscaler Root CA, O=Zscaler
///     Inc.`
/// @param fingerprint SHA-256 of the authority's certificate, 64 lower-case hexadecimal digits
public record Inspector(Optional<String> vendor, String authority, String fingerprint) {
    /// A few words, such as `Zscaler (CN=Zscaler Root CA)`.
    public String words() {
        return vendor.orElse("an unknown authority") + " (" + authority + ")";
    }
}
