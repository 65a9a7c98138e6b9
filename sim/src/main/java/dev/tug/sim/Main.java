package dev.tug.sim;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/// Runs the simulator from a command line.
final class Main {
    private static final long SEED = 1;

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
        double gigabytes = Double.parseDouble(option(arguments, "--gb", "0"));
        out.printf("%-6s %9s %-12s", "", "optimum", "");
        strategies.forEach(strategy -> out.printf(" %14s", strategy.word()));
        out.println();
        var rows =
                NamedNetworks.all().parallelStream()
                        .map(network -> {
                            long size =
                                    gigabytes > 0
                                            ? (long) (gigabytes * 1e9)
                                            : NamedNetworks.bytesFor(network);
                            var best = Optimum.of(network, size, SEED);
                            return strategies.stream()
                                    .map(each -> Trial.of(network, size, SEED, best, each))
                                    .toList();
                        })
                        .toList();
        for (var row : rows) {
            var first = row.getFirst();
            out.printf(
                    "%-6s %7.1f s %-12s",
                    first.network().name(), first.optimum().seconds(), first.optimum().setting());
            row.forEach(trial -> out.printf(" %14s", trial.cell()));
            out.printf("  %s%n", first.network().about());
        }
        for (int i = 0; i < strategies.size(); i++) {
            int column = i;
            summary(rows.stream().map(row -> row.get(column)).toList());
        }
    }

    private void summary(List<Trial> trials) {
        var done = trials.stream().filter(trial -> trial.outcome().finished()).toList();
        var ratios = done.stream().mapToDouble(Trial::ratio).sorted().toArray();
        if (ratios.length == 0) {
            out.printf("%-10s never%n", trials.getFirst().strategy().word());
            return;
        }
        double geo = Math.exp(Arrays.stream(ratios).map(Math::log).average().orElseThrow());
        out.printf(
                "%-10s geo %.3f  p50 %.2f  p90 %.2f  p99 %.2f  max %.2f  never %d  kills %.1f%n",
                trials.getFirst().strategy().word(),
                geo,
                ratios[ratios.length / 2],
                ratios[(int) (ratios.length * 0.9)],
                ratios[(int) (ratios.length * 0.99)],
                ratios[ratios.length - 1],
                trials.size() - done.size(),
                trials.stream().mapToInt(trial -> trial.outcome().kills()).average().orElse(0));
    }

    private void random(List<String> arguments) {
        var range = option(arguments, "--seeds", "1..200");
        int dots = range.indexOf("..");
        long size = (long) (Double.parseDouble(option(arguments, "--gb", "10")) * 1e9);
        var seeds =
                LongStream.rangeClosed(
                        Long.parseLong(range.substring(0, dots)),
                        Long.parseLong(range.substring(dots + 2)));
        var strategies = strategies(arguments, Strategy.TUG, Strategy.TUG_SECOND);
        long started = System.nanoTime();
        var rows =
                seeds.boxed()
                        .parallel()
                        .map(seed -> {
                            var network = RandomNetworks.of(seed);
                            var best = Optimum.of(network, size, seed);
                            return strategies.stream()
                                    .map(each -> Trial.of(network, size, seed, best, each))
                                    .toList();
                        })
                        .toList();
        for (int i = 0; i < strategies.size(); i++) {
            int column = i;
            var trials = rows.stream().map(row -> row.get(column)).toList();
            summary(trials);
            trials.stream()
                    .sorted(Comparator.comparingDouble(Trial::ratio).reversed())
                    .limit(10)
                    .forEach(trial ->
                            out.printf(
                                    "  %s  (optimum %.1f s %s)  %s%n",
                                    trial.cell(),
                                    trial.optimum().seconds(),
                                    trial.optimum().setting(),
                                    trial.network()));
        }
        out.printf("%.1f s%n", (System.nanoTime() - started) / 1e9);
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
        long seed = isSeed ? Long.parseLong(name) : SEED;
        var strategy = strategies(arguments, Strategy.TUG).getFirst();
        double gigabytes = Double.parseDouble(option(arguments, "--gb", "0"));
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
