package dev.tug.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes `simulation.md` and the plot beside it.
final class Report {
    private static final List<Strategy> ALL = List.of(Strategy.values());
    private static final int RANDOM = 1_000;

    private Report() {}

    static void write(Path folder) throws IOException {
        var named = Contest.named(ALL, 0);
        Files.createDirectories(folder);
        Chart.write(named, folder.resolve("simulation.svg"));
        Files.writeString(
                folder.resolve("simulation.md"),
                Stream.of(
                                INTRODUCTION,
                                table(named),
                                summaries(named),
                                "## Short pulls\n\nThe same networks, 2 GB.\n",
                                shortPulls(),
                                "## Random networks\n\n" + RANDOM_INTRODUCTION,
                                random(1, 10),
                                random(1, 2),
                                random(100_001, 10))
                        .collect(Collectors.joining("\n")));
    }

    private static final String INTRODUCTION =
            """
            # Simulation

            Made by `bench/simulate report`; do not edit. Every cell is the time of one pull over that of
            the best static setting, found by search, that has no connection killed for being too many;
            `[n]` connections killed or refused by an appliance, `(nr)` restarts by hand. Below 1 are
            those that live off an appliance's grace at the cost of kills.

            The control, the planner and the retry rule are the real ones; the network is a model: flows
            share a link max-min fairly, windows double each round trip, appliances follow simple rules.
            Seeds decide everything, so the same commit makes the same report.

            | strategy | what it is |
            |---|---|
            | classic | Ollama's loop: 16 fixed parts, 6 tries each, restarted by hand after 5 s |
            | fixed16, fixed1 | Tug's engine with 16 streams, or 1, whatever happens |
            | ladder | Tug's engine, 16 streams, falling to 4 and 1 |
            | aimd | Tug's engine, a stream more every 2 s, half of them after a failure |
            | tug | the learning control, its first pull |
            | tug2 | its second pull, from the profile that the first one left |
            | inspected | its first pull where it is told that the path is inspected |
            | inspected2 | its second pull |
            | aggressive | its first pull where goodput alone counts, and kills do not |

            ![time over the optimum, by network and strategy](simulation.svg)

            ## Named networks

            10 GB each, 2 GB for N00. The optimum is streams / MiB a request / s between openings.
            """;

    private static final String RANDOM_INTRODUCTION =
            """
            Drawn from seeds: walls at 1..14 in three modes, 2..15 s until they strike, 0..30 s closed;
            random cuts, lifetimes, byte limits, handshake limits. Ratios are of the pulls that finished.
            """;

    private static String table(Contest contest) {
        var lines = new StringBuilder("| network | optimum |");
        contest.strategies().forEach(each -> lines.append(' ').append(each.word()).append(" |"));
        lines.append("\n|---|---|").append("---|".repeat(contest.strategies().size()));
        for (var row : contest.rows()) {
            var first = row.getFirst();
            lines.append(
                    "\n| %s | %.0f s (%s) |"
                            .formatted(
                                    first.network(),
                                    first.optimum().seconds(),
                                    first.optimum().setting()));
            row.forEach(trial -> lines.append(' ').append(trial.cell()).append(" |"));
        }
        return lines.append('\n').toString();
    }

    private static String shortPulls() {
        var contest = Contest.named(ALL, 2);
        return table(contest) + "\n" + summaries(contest);
    }

    private static String random(long from, double gigabytes) {
        long to = from + RANDOM - 1;
        var contest = Contest.random(ALL, from, to, gigabytes);
        return "Seeds %d..%d, %.0f GB:\n\n".formatted(from, to, gigabytes) + summaries(contest);
    }

    private static String summaries(Contest contest) {
        var lines =
                new StringBuilder(
                        """
                        | strategy | geo | p50 | p90 | p99 | max | never | by hand | kills | again |
                        |---|---|---|---|---|---|---|---|---|---|
                        """);
        for (var strategy : contest.strategies()) {
            var sum = Summary.of(contest.of(strategy));
            lines.append(
                    "| %s | %.3f | %.2f | %.2f | %.2f | %.2f | %d | %d | %.1f | %.2f %% |\n"
                            .formatted(
                                    strategy.word(),
                                    sum.geo(),
                                    sum.p50(),
                                    sum.p90(),
                                    sum.p99(),
                                    sum.max(),
                                    sum.never(),
                                    sum.restarted(),
                                    sum.kills(),
                                    sum.again() * 100));
        }
        return lines.toString();
    }
}
