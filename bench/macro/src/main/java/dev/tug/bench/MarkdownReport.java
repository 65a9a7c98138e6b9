package dev.tug.bench;

import java.util.List;

/// Findings as tables in Markdown.
final class MarkdownReport {
    private static final double MEBIBYTE = 1 << 20;

    private final StringBuilder text = new StringBuilder();

    private MarkdownReport() {}

    static String of(Findings findings, List<Target> targets) {
        var report = new MarkdownReport();
        report.targets(targets);
        findings.skipped().forEach(words -> report.line("Not measured: " + words + "\n"));
        report.line(
                "Medians of "
                        + findings.rounds()
                        + " rounds, all clients in turn in each; least and most in brackets.\n");
        findings.comparisons().forEach(report::comparison);
        findings.layers().ifPresent(report::layers);
        report.links(findings.links());
        findings.startup().ifPresent(report::startup);
        report.facts(findings.facts());
        return report.text.toString();
    }

    private void targets(List<Target> targets) {
        if (targets.isEmpty()) {
            return;
        }
        line("| target | limit | measured | met |");
        line("|---|---|---|---|");
        for (var target : targets) {
            line(
                    "| %s | %s %s | %s | %s |"
                            .formatted(
                                    target.name(),
                                    target.isFloor() ? "≥" : "≤",
                                    target.unit().words(target.limit()),
                                    target.unit().words(target.measured()),
                                    target.isMet() ? "yes" : "**no**"));
        }
        line("");
    }

    private void comparison(Comparison comparison) {
        line("### " + comparison.title() + "\n");
        line("| client | s to the proof | CPU s/GB | peak RSS MiB | MB on the wire |");
        line("|---|---|---|---|---|");
        for (var row : comparison.rows()) {
            line(
                    "| %s | %s | %s | %s | %.1f |"
                            .formatted(
                                    row.client(),
                                    row.wallSeconds().words(2),
                                    comparison.cpuPerGigabyte(row).words(2),
                                    row.rssBytes().times(1 / MEBIBYTE).words(0),
                                    row.wireBytes().median() / 1e6));
        }
        line("");
    }

    private void layers(SmallLayers layers) {
        line("### %d layers of 10 kB, 30 ms away\n".formatted(layers.layers()));
        line("| | s |");
        line("|---|---|");
        line("| latency alone, 16 connections | %.2f |".formatted(layers.boundSeconds()));
        line("| the pull | %s |".formatted(layers.elapsedSeconds().words(2)));
        line("| the command, with its start | %s |\n".formatted(layers.wallSeconds().words(2)));
    }

    private void links(List<LinkResult> links) {
        if (links.isEmpty()) {
            return;
        }
        line("### Links with a latency of 20 ms\n");
        line("| link | MB | client | of the link's rate, % | from the last byte to the end, ms |");
        line("|---|---|---|---|---|");
        for (var link : links) {
            line(
                    "| %s | %d | %s | %s | %s |"
                            .formatted(
                                    link.title(),
                                    link.bytes() / 1_000_000,
                                    link.client(),
                                    link.share().times(100).words(1),
                                    link.tailSeconds().times(1e3).words(0)));
        }
        line("");
    }

    private void startup(Startup startup) {
        line("### Starts\n");
        line("| command | s | to " + Startup.JAVA + " |");
        line("|---|---|---|");
        startup.wallSeconds()
                .forEach((command, seconds) ->
                        line(
                                "| %s | %s | %.2f |"
                                        .formatted(
                                                command,
                                                seconds.words(3),
                                                startup.ratio(command))));
        line("");
    }

    private void facts(Facts facts) {
        line("### The machine\n");
        line("| | |");
        line("|---|---|");
        facts.values().forEach((name, value) -> line("| %s | %s |".formatted(name, value)));
        line(
                """

                CPU time is user and system of the client and all that it starts (`wait4`), peak RSS that of the
                largest of these processes, bytes on the wire what the server logged, without TLS and TCP. `curl
                --parallel` fetches 16 ranges into files that are then put together and hashed.\
                """);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
