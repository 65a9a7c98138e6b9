package dev.tug.it;

import dev.tug.lab.Fault;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures pulls by the command through squid that inspects TLS and bears four connections; no test,
/// and run by `bench/network --squid` alone, as root.
final class SquidBench {
    private static final long MB = 1_000_000;
    private static final int FORBIDDEN = 403;

    /// What squid lets through in all, in connections: as `NetworkBench` has it.
    private static final int LINK_CONNECTIONS = 5;

    private final long size = Long.getLong("bench.mb", 2_000) * MB;
    private final long bytesPerSecond = Long.getLong("bench.rate", 8) * MB;
    private final Path directory = Path.of(System.getProperty("bench.dir", "target"));

    private record Row(String pull, double seconds, long refused) {}

    @Test
    void measures() throws Exception {
        var rows = new ArrayList<Row>();
        for (int parts : new int[] {4, 16}) {
            rows.addAll(pulls("`--parts " + parts + "`", List.of("--parts", "" + parts), "no", 1));
        }
        rows.addAll(pulls("Tug, where nobody knows that it is inspected", List.of(), "no", 2));
        rows.addAll(pulls("Tug", List.of(), "auto", 2));
        double best = rows.stream().limit(2).mapToDouble(Row::seconds).min().orElseThrow();
        var table =
                new StringBuilder(
                        "| pull | s | to the best fixed | refused |\n|---|---|---|---|\n");
        for (var row : rows) {
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.1f | %.2f | %d |%n",
                            row.pull,
                            row.seconds,
                            row.seconds / best,
                            row.refused));
        }
        Files.writeString(directory.resolve("network.md"), table);
    }

    /// One pull after the other, each into a store of its own, with what those before it have learned.
    private List<Row> pulls(String name, List<String> options, String inspected, int times)
            throws Exception {
        var folder = Files.createTempDirectory(directory, "squid");
        var rows = new ArrayList<Row>();
        var directives =
                """
                acl many maxconn 4
                http_access deny many
                delay_pools 1
                delay_class 1 1
                delay_parameters 1 %1$d/%1$d
                delay_access 1 allow all
                """
                        .formatted(LINK_CONNECTIONS * bytesPerSecond);
        try (var lab = NetworkLab.start(folder, size);
                var squid = lab.interceptedBy(directives)) {
            lab.lab().cdn().script(_ -> new Fault.RateCap(bytesPerSecond));
            var command = new ArrayList<>(List.of("pull", "--json"));
            command.addAll(options);
            command.add(lab.modelReference());
            long before = 0;
            for (int i = 1; i <= times; i++) {
                var running =
                        lab.command()
                                .with("TUG_ASSUME_INSPECTED", inspected)
                                .withModels(folder.resolve("models" + i))
                                .start(command.toArray(String[]::new));
                if (running.awaitEnd() != 0) {
                    throw new IllegalStateException(running.errors() + running.output());
                }
                long refused =
                        squid.answered().stream().filter(a -> a.status() == FORBIDDEN).count();
                double seconds = Story.of(running).fact("elapsed_ms") / 1_000.0;
                String turn = times == 1 ? "" : i == 1 ? ", first" : ", second";
                rows.add(new Row(name + turn, seconds, refused - before));
                before = refused;
            }
        }
        return rows;
    }
}
