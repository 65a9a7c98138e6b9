package dev.tug.cli;

import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Host;
import dev.tug.internal.text.Harmless;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A text for those who run the network: what is needed, what happens, and how to see it themselves.
///
/// Nothing in it is secret: addresses come without queries, and `curl` starts where nothing is signed.
final class Ticket {
    /// Enough to see a pattern.
    private static final int EXCHANGES_MAX = 12;

    private Ticket() {}

    /// @param ways how this machine gets out, for those who want to see the same
    static String of(Diagnosis diagnosis, CurlLine.Ways ways) {
        var lines = new ArrayList<String>();
        lines.add(
                "Subject: "
                        + (diagnosis.conclusion().pullWorks()
                                ? "how downloads of AI models get through"
                                : "please let downloads of AI models through")
                        + " ("
                        + diagnosis.subject()
                        + ")");
        lines.add("");
        lines.add(
                "Looked at on %s, for %.1f s."
                        .formatted(
                                second(diagnosis.started()), diagnosis.took().toMillis() / 1000.0));
        diagnosis.conclusion().sentences().forEach(sentence -> lines.add(sentence + "."));
        section(lines, "Hosts and ports to allow (TCP, TLS, GET with Range)", hosts(diagnosis));
        section(lines, "What happens now (UTC)", failures(diagnosis));
        section(lines, "Requests made (UTC)", exchanges(diagnosis));
        section(lines, "Certificates seen", certificates(diagnosis));
        section(lines, "To reproduce", CurlLine.of(diagnosis, ways));
        section(lines, "Not tested", diagnosis.untested());
        // The last sieve: whatever strangers wrote, it begins no line and moves no cursor.
        return lines.stream().map(Harmless::of).collect(Collectors.joining("\n"));
    }

    private static void section(List<String> lines, String title, List<String> content) {
        if (content.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(title + ":");
        content.forEach(line -> lines.add("  " + line));
    }

    private static List<String> hosts(Diagnosis diagnosis) {
        return diagnosis.hosts().stream()
                .map(host ->
                        host.authority()
                                + switch (host.role()) {
                                    case REGISTRY -> "  (the registry: manifests)";
                                    case BYTES -> "  (the content of models)";
                                }
                                + host.proxy().map(proxy -> " through " + proxy).orElse(""))
                .toList();
    }

    private static List<String> failures(Diagnosis diagnosis) {
        return diagnosis.checks().stream()
                .filter(check ->
                        check.outcome() == Check.Outcome.FAIL
                                || check.outcome() == Check.Outcome.WARN)
                .map(check ->
                        "%s%s: %s: %s: %s"
                                .formatted(
                                        check.at().map(at -> second(at) + " ").orElse(""),
                                        DoctorText.word(check),
                                        check.subject(),
                                        check.name(),
                                        check.found()))
                .toList();
    }

    private static List<String> exchanges(Diagnosis diagnosis) {
        return diagnosis.exchanges().stream()
                .limit(EXCHANGES_MAX)
                .map(exchange ->
                        "%s GET %s: %s, after %d ms"
                                .formatted(
                                        second(exchange.at()),
                                        exchange.address(),
                                        exchange.outcome(),
                                        exchange.firstByte().toMillis()))
                .toList();
    }

    private static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static List<String> certificates(Diagnosis diagnosis) {
        return diagnosis.hosts().stream().flatMap(host -> certificate(host).stream()).toList();
    }

    private static Optional<String> certificate(Host host) {
        return host.issuer()
                .map(issuer ->
                        "%s: %s, issued by %s%s"
                                .formatted(
                                        host.authority(),
                                        host.protocol(),
                                        issuer,
                                        host.inspector()
                                                .map(who -> " (inspected: " + who + ")")
                                                .orElse("")));
    }
}
