package dev.tug.diagnosis;

import java.util.List;
import java.util.Optional;

/// A host that a pull needs.
///
/// @param name without its port
/// @param addresses those found, or none
/// @param protocol such as `TLSv1.3`; empty if there was no handshake
/// @param issuer the distinguished name that signed its certificate
/// @param inspector who opens TLS to it on the way: a product's name, or `unknown`
/// @param proxy that is asked for it, as `http://host:port`; empty if none is
public record Host(
        String name,
        int port,
        Role role,
        List<String> addresses,
        String protocol,
        Optional<String> issuer,
        Optional<String> inspector,
        Optional<String> proxy) {
    public Host {
        addresses = List.copyOf(addresses);
    }

    /// What a host is needed for.
    public enum Role {
        /// Manifests.
        REGISTRY,
        /// The bytes of blobs, or a step on the way there.
        BYTES,
        /// Tokens, without which the registry lets nobody in.
        TOKENS
    }

    /// Host and port, as a firewall's rule wants them.
    public String authority() {
        return name + ":" + port;
    }
}
