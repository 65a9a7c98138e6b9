package dev.tug.sim;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A pull that starts from what another network has taught, beside one that starts from nothing.
///
/// @param from where the profile was learned
/// @param on where it is believed
/// @param optimum seconds of the best static setting without kills; 0 where it was not looked for,
///     as the profile costs little beside the pull without one
/// @param fresh the pull without a profile
/// @param stale the pull with it
record Inherited(Network from, Network on, double optimum, Outcome fresh, Outcome stale) {
    private static final double DEADLINE = 200_000;

    /// Seconds more than without a profile that nobody needs to look into.
    private static final double LITTLE = 20;

    /// A network, the size of its pull, and its seed.
    private record Entry(Network network, long size, long seed) {}

    /// Every named network's profile on every named network, its own too.
    static List<Inherited> named() {
        var all =
                NamedNetworks.all().stream()
                        .map(each -> new Entry(each, NamedNetworks.bytesFor(each), Contest.SEED))
                        .toList();
        return run(all.stream().flatMap(on -> all.stream().map(from -> List.of(from, on))));
    }

    /// `count` pairs of the networks that the seeds `from..to` make.
    static List<Inherited> random(int count, long from, long to, long bytes) {
        var random = new SplittableRandom(from);
        return run(
                IntStream.range(0, count)
                        .mapToObj(_ -> {
                            long one = random.nextLong(from, to + 1);
                            long other = random.nextLong(from, to + 1);
                            return List.of(entry(one, bytes), entry(other, bytes));
                        }));
    }

    private static Entry entry(long seed, long bytes) {
        return new Entry(RandomNetworks.of(seed), bytes, seed);
    }

    private static List<Inherited> run(Stream<List<Entry>> pairs) {
        return pairs.toList().parallelStream()
                .map(pair -> run(pair.getFirst(), pair.getLast(), Trace.NONE))
                .toList();
    }

    private static Entry entry(String name) {
        return name.startsWith("N")
                ? NamedNetworks.all().stream()
                        .filter(each -> each.name().equals(name))
                        .map(each -> new Entry(each, NamedNetworks.bytesFor(each), Contest.SEED))
                        .findFirst()
                        .orElseThrow()
                : entry(Long.parseLong(name), 10_000_000_000L);
    }

    /// The pull that `trace` tells of is the one with the profile.
    static Inherited of(String from, String on, Trace trace) {
        return run(entry(from), entry(on), trace);
    }

    private static Inherited run(Entry from, Entry on, Trace trace) {
        var teacher = Candidate.first();
        Strategy.run(teacher, from.network, from.size, from.seed, DEADLINE, Trace.NONE);
        var fresh =
                Strategy.run(Candidate.first(), on.network, on.size, on.seed, DEADLINE, Trace.NONE);
        var stale =
                Strategy.run(
                        Candidate.second(teacher, false),
                        on.network,
                        on.size,
                        on.seed,
                        DEADLINE,
                        trace);
        boolean dear = stale.seconds() - fresh.seconds() > LITTLE;
        double optimum = dear ? Optimum.of(on.network, on.size, on.seed).seconds() : 0;
        return new Inherited(from.network, on.network, optimum, fresh, stale);
    }

    /// Seconds that the profile costs; infinite if the pull never ends. What a pull without one gained
    /// by having connections killed is not counted.
    double cost() {
        return stale.finished()
                ? stale.seconds() - Math.max(optimum, fresh.seconds())
                : Double.POSITIVE_INFINITY;
    }

    static List<Inherited> worst(List<Inherited> all, int count) {
        return all.stream()
                .sorted(Comparator.comparingDouble(Inherited::cost).reversed())
                .limit(count)
                .toList();
    }

    @Override
    public String toString() {
        return "%+.0f s (%.0f instead of %.0f s, %d kills instead of %d): %s with what was learned in %s"
                .formatted(
                        cost(),
                        stale.seconds(),
                        fresh.seconds(),
                        stale.kills(),
                        fresh.kills(),
                        on,
                        from);
    }
}
