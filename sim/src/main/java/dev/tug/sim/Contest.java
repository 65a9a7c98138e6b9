package dev.tug.sim;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Trials of several strategies on the same networks, run on all cores.
///
/// @param rows a network each, with its trials in the order of the strategies
record Contest(List<Strategy> strategies, List<List<Trial>> rows) {
    /// The seed for the networks that have names.
    static final long SEED = 1;

    private static final long GIGABYTE = 1_000_000_000;

    /// What a network and a seed make a pull of.
    private record Entry(Network network, long size, long seed) {}

    /// The named networks, with their own sizes if `gigabytes` is 0.
    static Contest named(List<Strategy> strategies, double gigabytes) {
        return run(
                strategies,
                NamedNetworks.all(),
                network ->
                        new Entry(
                                network,
                                gigabytes > 0
                                        ? (long) (gigabytes * GIGABYTE)
                                        : NamedNetworks.bytesFor(network),
                                SEED));
    }

    /// The networks drawn from the seeds `from..to`.
    static Contest random(List<Strategy> strategies, long from, long to, double gigabytes) {
        return run(
                strategies,
                LongStream.rangeClosed(from, to).boxed().toList(),
                seed -> new Entry(RandomNetworks.of(seed), (long) (gigabytes * GIGABYTE), seed));
    }

    private static <T> Contest run(
            List<Strategy> strategies, List<T> from, Function<T, Entry> entry) {
        return new Contest(
                strategies,
                from.parallelStream().map(entry).map(each -> row(strategies, each)).toList());
    }

    private static List<Trial> row(List<Strategy> strategies, Entry entry) {
        var best = Optimum.of(entry.network, entry.size, entry.seed);
        return strategies.stream()
                .map(each -> Trial.of(entry.network, entry.size, entry.seed, best, each))
                .toList();
    }

    /// All trials of a strategy.
    List<Trial> of(Strategy strategy) {
        int column = strategies.indexOf(strategy);
        return rows.stream().map(row -> row.get(column)).toList();
    }

    /// The trials of a strategy that took longest over the optimum.
    List<Trial> worst(Strategy strategy, int count) {
        return of(strategy).stream()
                .sorted(Comparator.comparingDouble(Trial::ratio).reversed())
                .limit(count)
                .toList();
    }
}
