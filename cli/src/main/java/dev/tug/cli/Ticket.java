package dev.tug.cli;

import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Exchange;
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

    private static final String ACCEPT =
            "Accept: application/vnd.docker.distribution.manifest.v2+json,"
                    + " application/vnd.oci.image.manifest.v1+json";

    private Ticket() {}

    static String of(Diagnosis diagnosis) {
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
        diagnosis.conclusion().sentences().forEach(sentence -> lines.add(sentence + "."));
        section(lines, "Hosts and ports to allow (TCP, TLS, GET with Range)", hosts(diagnosis));
        section(lines, "What happens now", failures(diagnosis));
        section(lines, "Requests made (UTC)", exchanges(diagnosis));
        section(lines, "Certificates seen", certificates(diagnosis));
        section(lines, "To reproduce", List.of(curl(diagnosis)));
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
                        "%s: %s: %s: %s"
                                .formatted(
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

    /// What shows the trouble: the blob if the manifest came, else the manifest, else the registry.
    private static String curl(Diagnosis diagnosis) {
        if (diagnosis.blob().isPresent()) {
            return "curl -vL%s --range 0-1023 -o /dev/null ".formatted(proxy(diagnosis))
                    + quoted(diagnosis.blob().get());
        }
        if (diagnosis.manifest().isPresent()) {
            return "curl -v%s -H ".formatted(proxy(diagnosis))
                    + quoted(ACCEPT)
                    + " "
                    + quoted(diagnosis.manifest().get());
        }
        var base =
                diagnosis.exchanges().stream()
                        .map(Exchange::address)
                        .findFirst()
                        .orElseGet(() -> "https://" + diagnosis.subject() + "/v2/");
        return "curl -v%s ".formatted(proxy(diagnosis)) + quoted(base);
    }

    /// The way of the first host, for curl knows neither Tug's flags nor the system's settings.
    private static String proxy(Diagnosis diagnosis) {
        return diagnosis.hosts().stream()
                .limit(1)
                .flatMap(host -> host.proxy().stream())
                .map(proxy -> " -x " + quoted(proxy))
                .findFirst()
                .orElse("");
    }

    /// For any POSIX shell.
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
