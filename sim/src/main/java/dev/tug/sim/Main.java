package dev.tug.sim;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Runs the simulator from a command line.
final class Main {
    private static final int WORST = 10;

    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        new Main(System.out).run(List.of(arguments));
    }

    private void run(List<String> arguments) {
        switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
            case "table" -> table(arguments.subList(1, arguments.size()));
            case "random" -> random(arguments.subList(1, arguments.size()));
            case "stale" -> stale(arguments.subList(1, arguments.size()));
            case "report" -> report(arguments.subList(1, arguments.size()));
            case "trace" -> trace(arguments.subList(1, arguments.size()));
            default ->
                    out.println(
                            """
                            usage: simulate table [--gb N] [--strategy NAME]...
                                   simulate random [--seeds FROM..TO] [--gb N] [--strategy NAME]...
                                   simulate trace NETWORK|SEED STRATEGY [--gb N]\
                            """);
        }
    }

    private static String option(List<String> arguments, String name, String otherwise) {
        int at = arguments.indexOf(name);
        return at < 0 ? otherwise : arguments.get(at + 1);
    }

    private static List<Strategy> strategies(List<String> arguments, Strategy... otherwise) {
        var named =
                Arrays.stream(Strategy.values())
                        .filter(strategy -> arguments.contains(strategy.word()))
                        .toList();
        return named.isEmpty() ? List.of(otherwise) : named;
    }

    private void table(List<String> arguments) {
        var strategies = strategies(arguments, Strategy.values());
        var contest = Contest.named(strategies, gigabytes(arguments, "0"));
        out.printf("%-6s %9s %-12s", "", "optimum", "");
        strategies.forEach(strategy -> out.printf(" %14s", strategy.word()));
        out.println();
        for (var row : contest.rows()) {
            var first = row.getFirst();
            out.printf(
                    "%-6s %7.1f s %-12s",
                    first.network().name(), first.optimum().seconds(), first.optimum().setting());
            row.forEach(trial -> out.printf(" %14s", trial.cell()));
            out.printf("  %s%n", first.network().about());
        }
        strategies.forEach(strategy -> summary(contest, strategy));
    }

    private void summary(Contest contest, Strategy strategy) {
        out.printf("%-10s %s%n", strategy.word(), Summary.of(contest.of(strategy)));
    }

    private void stale(List<String> arguments) {
        int pairs = Integer.parseInt(option(arguments, "--pairs", "0"));
        long bytes = (long) (gigabytes(arguments, "10") * 1e9);
        var all = pairs == 0 ? Inherited.named() : Inherited.random(pairs, 1, 1_000, bytes);
        out.printf(
                "%d pairs, above 60 s: %d%n",
                all.size(), all.stream().filter(each -> each.cost() > 60).count());
        Inherited.worst(all, Integer.parseInt(option(arguments, "--worst", "25")))
                .forEach(each -> out.println("  " + each));
    }

    private void random(List<String> arguments) {
        var range = option(arguments, "--seeds", "1..200");
        int dots = range.indexOf("..");
        var strategies = strategies(arguments, Strategy.TUG, Strategy.TUG_SECOND);
        long started = System.nanoTime();
        var contest =
                Contest.random(
                        strategies,
                        Long.parseLong(range.substring(0, dots)),
                        Long.parseLong(range.substring(dots + 2)),
                        gigabytes(arguments, "10"));
        for (var strategy : strategies) {
            summary(contest, strategy);
            for (var trial : contest.worst(strategy, WORST)) {
                out.printf(
                        "  %s  (optimum %.1f s %s)  %s%n",
                        trial.cell(),
                        trial.optimum().seconds(),
                        trial.optimum().setting(),
                        trial.network());
            }
        }
        out.printf("%.1f s%n", (System.nanoTime() - started) / 1e9);
    }

    private static double gigabytes(List<String> arguments, String otherwise) {
        return Double.parseDouble(option(arguments, "--gb", otherwise));
    }

    private void report(List<String> arguments) {
        var folder = java.nio.file.Path.of(option(arguments, "--into", "docs"));
        try {
            Report.write(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println("wrote simulation.md and simulation.svg into " + folder);
    }

    private Trace tracing(boolean all) {
        return new Trace() {
            @Override
            public void tell(double second, Supplier<String> what) {
                out.printf("%9.3f %s%n", second, what.get());
            }

            @Override
            public void detail(double second, Supplier<String> what) {
                if (all) {
                    tell(second, what);
                }
            }
        };
    }

    private void inherit(String from, String on, Trace trace) {
        out.println(Inherited.of(from, on, trace));
    }

    private void trace(List<String> arguments) {
        var name = arguments.getFirst();
        boolean isSeed = name.chars().allMatch(Character::isDigit);
        var network =
                isSeed
                        ? RandomNetworks.of(Long.parseLong(name))
                        : NamedNetworks.all().stream()
                                .filter(each -> each.name().equals(name))
                                .findFirst()
                                .orElseThrow();
        if (arguments.contains("--from")) {
            inherit(option(arguments, "--from", ""), name, tracing(arguments.contains("--all")));
            return;
        }
        long seed = isSeed ? Long.parseLong(name) : Contest.SEED;
        var strategy = strategies(arguments, Strategy.TUG).getFirst();
        double gigabytes = gigabytes(arguments, "0");
        long size = gigabytes > 0 ? (long) (gigabytes * 1e9) : NamedNetworks.bytesFor(network);
        var best = Optimum.of(network, size, seed);
        out.println(network);
        var outcome =
                strategy.pull(
                        network,
                        size,
                        seed,
                        Trial.deadline(best),
                        tracing(arguments.contains("--all")));
        out.printf("optimum %.1f s with %s%n%s%n", best.seconds(), best.setting(), outcome);
    }
}
