package dev.tug.cli;

import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Conclusion;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Exchange;
import dev.tug.diagnosis.Host;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Made-up diagnoses.
final class Diagnoses {
    static final Instant AT = Instant.parse("2026-03-02T09:30:00Z");

    private Diagnoses() {}

    /// Of a model at two hosts.
    static Diagnosis of(List<Check> checks) {
        return new Diagnosis(
                "llama3.2:3b",
                AT,
                Duration.ofMillis(3100),
                checks,
                List.of(
                        host("registry.ollama.ai", Host.Role.REGISTRY, Optional.empty()),
                        host("cdn.example", Host.Role.BYTES, Optional.of("Zscaler"))),
                List.of(
                        new Exchange(
                                AT,
                                "https://cdn.example/blob/1",
                                403,
                                "HTTP 403, text/html, 14916 bytes",
                                Duration.ofMillis(40))),
                Optional.of("https://registry.ollama.ai/v2/library/llama3.2/manifests/3b"),
                Optional.of("https://registry.ollama.ai/v2/library/llama3.2/blobs/sha256:dd"),
                List.of("the whole content: no model was downloaded"),
                Conclusion.of(checks, "registry.ollama.ai"));
    }

    private static Host host(String name, Host.Role role, Optional<String> inspector) {
        return new Host(
                name,
                443,
                role,
                List.of("192.0.2.1"),
                "TLSv1.3",
                Optional.of("CN=Zscaler Intermediate Root CA"),
                inspector,
                Optional.empty());
    }
}
