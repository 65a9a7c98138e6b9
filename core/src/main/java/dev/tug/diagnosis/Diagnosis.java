package dev.tug.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an examination found, and what follows from it.
///
/// @param subject the model or the registry that it was of
/// @param started when, by this machine's clock
/// @param checks in the order in which they were done
/// @param hosts those that a pull needs, the registry first
/// @param exchanges the requests made, the earliest first, at most 64
/// @param manifest the address of the manifest; empty if no model was named
/// @param blob the registry's address of the largest blob; empty if the manifest is not known
/// @param untested what a pull needs and nobody looked at, each in words
public record Diagnosis(
        String subject,
        Instant started,
        Duration took,
        List<Check> checks,
        List<Host> hosts,
        List<Exchange> exchanges,
        Optional<String> manifest,
        Optional<String> blob,
        List<String> untested,
        Conclusion conclusion) {
    public Diagnosis {
        checks = List.copyOf(checks);
        hosts = List.copyOf(hosts);
        exchanges = List.copyOf(exchanges);
        untested = List.copyOf(untested);
    }
}
