package dev.tug.internal.registry;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// Where a blob's bytes are, as found by following the registry's redirects.
///
/// @param until when to look anew; empty if the address does not say
/// @param etag the strong validator of the first answer; empty if it had none
record Location(URI uri, Optional<Instant> until, Optional<String> etag) {
    boolean holds(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }
}
