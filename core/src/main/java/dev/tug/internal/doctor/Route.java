package dev.tug.internal.doctor;

import java.net.URI;
import java.util.Optional;

/// Tells how requests get out of this machine.
@FunctionalInterface
public interface Route {
    /// No proxy is asked.
    Route DIRECT = _ -> new Way("direct", Optional.empty());

    /// The way to `uri`.
    Way to(URI uri);

    /// One way.
    ///
    /// @param words such as `direct`, or `proxy proxy.corp:8080, which wants Basic`; no secret
    /// @param proxy where the first connection goes, as `http://host:port`; empty for the origin itself
    record Way(String words, Optional<URI> proxy) {}
}
