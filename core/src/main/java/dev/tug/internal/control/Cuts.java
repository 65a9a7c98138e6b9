package dev.tug.internal.control;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// The cuts of the last moments: did one cause end many connections, or did each end by itself?
///
/// What ends at one instant has one cause. What ends at one age, or after as many bytes, however far
/// apart in time, follows a limit of each connection.
final class Cuts {
    /// Two ends this close together may have one cause.
    static final long TOGETHER_MILLIS = 1_000;

    /// Cuts that a limit of each connection is read from.
    private static final int LAW_CUTS = 8;

    /// So many of them must agree, at least.
    private static final int LAW_CUTS_MIN = 4;

    private static final double LAW_SHARE = 0.75;

    /// Ages or bytes within 6 % of each other agree.
    private static final double AGREEMENT = 0.06;

    /// Values this close are one: appliances count exactly.
    private static final double REPEATED = 0.02;

    /// A limit below these is no limit that can be worked with.
    private static final long LIFE_MILLIS_MIN = 3_000;

    private static final long LIFE_BYTES_MIN = 1 << 20;

    /// Ages below this agree because nothing had time to happen.
    private static final long AGE_MILLIS_MIN = 200;

    /// In a group, ages agree if they vary so much less than the times of the ends.
    private static final double STEADIER = 0.35;

    /// Bytes this close to each other, where ages are not, were counted by somebody.
    private static final double EXACT = 0.003;

    private static final double INEXACT = 0.02;

    /// What is told at one time may have happened this far apart.
    private static final long CLOCK_MILLIS = 20;

    /// What is as likely as this by chance has no cause in common.
    private static final double CHANCE_MAX = 0.002;

    /// How a group of cuts is explained.
    enum Verdict {
        /// Each for itself.
        APART,
        /// One cause, for which most of the connections ended.
        TOGETHER
    }

    /// What each connection may live.
    sealed interface Limit {
        record Age(long millis) implements Limit {}

        record Bytes(long bytes) implements Limit {}
    }

    private final CutRates rates;
    private final Deque<Cut> window = new ArrayDeque<>();
    private final Deque<Cut> apart = new ArrayDeque<>();

    /// Those of the last moment that have a cause of their own; they count if others are ended too.
    private final Deque<Cut> besides = new ArrayDeque<>();

    /// @param rates how often connections are cut each for itself
    Cuts(CutRates rates) {
        this.rates = rates;
    }

    /// Takes in a cut that leaves `alive` connections.
    Verdict add(Cut cut, int alive) {
        apart.add(cut);
        if (apart.size() > LAW_CUTS) {
            apart.remove();
        }
        // What came about after others had ended was not ended with them.
        long since = cut.atMillis() - Math.min(TOGETHER_MILLIS, cut.ageMillis());
        window.removeIf(other -> other.atMillis() < since);
        besides.removeIf(other -> other.atMillis() < since);
        if (isRepeated(cut)) {
            besides.add(cut);
            return Verdict.APART;
        }
        window.add(cut);
        boolean most = window.size() >= 2 && window.size() >= alive + (window.size() == 2 ? 1 : 0);
        boolean together = most && !isChance(alive) && !isSteady(List.copyOf(window));
        return together ? Verdict.TOGETHER : Verdict.APART;
    }

    /// Takes in a cut that seems to have a cause of its own.
    void addBesides(Cut cut) {
        besides.add(cut);
    }

    /// Whether so many of so few would now and then be cut within so short a time by chance, as often
    /// as single ones are cut here.
    private boolean isChance(int alive) {
        int others = window.size() - 1;
        long span =
                Math.max(CLOCK_MILLIS, window.getLast().atMillis() - window.getFirst().atMillis());
        double due = rates.perConnectionMilli() * (alive + window.size()) * span;
        double chance = 1;
        for (int i = 1; i <= others; i++) {
            chance *= due / i;
        }
        return chance > CHANCE_MAX;
    }

    /// Whether two others of the last cuts came at nearly the same age, or after nearly as many bytes:
    /// that is no chance, though too few agree yet to call it a limit.
    boolean isRepeated(Cut cut) {
        return isRepeated(cut, Cut::ageMillis, LIFE_MILLIS_MIN)
                || isRepeated(cut, Cut::bytes, LIFE_BYTES_MIN);
    }

    private boolean isRepeated(Cut cut, ToLongFunction<Cut> value, long min) {
        long size = value.applyAsLong(cut);
        return size >= min
                && apart.stream()
                                .filter(other ->
                                        other.atMillis() < cut.atMillis() - TOGETHER_MILLIS)
                                .filter(other ->
                                        Math.abs(value.applyAsLong(other) - size)
                                                <= REPEATED * size)
                                .count()
                        >= 2;
    }

    /// The cuts of the window have been explained by one cause.
    void settle() {
        apart.removeAll(window);
        window.clear();
        besides.clear();
    }

    /// When the first of the last moment's cuts came.
    long firstMillis() {
        return window.getFirst().atMillis();
    }

    /// Cuts of the last moment, where one cause explains them.
    int together() {
        return window.size() + besides.size();
    }

    /// The limit that most of the last cuts follow, if they do: the one that they agree on better.
    Optional<Limit> limit() {
        var byAge = agreed(Cut::ageMillis, LIFE_MILLIS_MIN);
        var byBytes = agreed(Cut::bytes, LIFE_BYTES_MIN);
        if (byAge.isEmpty() && byBytes.isEmpty()) {
            return Optional.empty();
        }
        double ages = byAge.map(some -> width(some, Cut::ageMillis)).orElse(1.0);
        double bytes = byBytes.map(some -> width(some, Cut::bytes)).orElse(1.0);
        return ages <= bytes
                ? byAge.map(some -> new Limit.Age(some.getFirst().ageMillis()))
                : byBytes.map(some -> new Limit.Bytes(some.getFirst().bytes()));
    }

    /// Most of the last cuts, if they share a value though they ended at different times.
    private Optional<List<Cut>> agreed(ToLongFunction<Cut> value, long min) {
        var sorted =
                apart.stream()
                        .filter(cut -> value.applyAsLong(cut) >= min)
                        .sorted(Comparator.comparingLong(value))
                        .toList();
        int needed = Math.max(LAW_CUTS_MIN, (int) Math.ceil(LAW_SHARE * apart.size()));
        for (int i = 0; i + needed <= sorted.size(); i++) {
            var some = sorted.subList(i, i + needed);
            if (width(some, value) <= 2 * AGREEMENT && isSteady(some, value)) {
                return Optional.of(some);
            }
        }
        return Optional.empty();
    }

    /// How far apart the values are, as a share of the least; they are in order.
    private static double width(List<Cut> cuts, ToLongFunction<Cut> value) {
        double low = value.applyAsLong(cuts.getFirst());
        return (value.applyAsLong(cuts.getLast()) - low) / low;
    }

    /// Whether ages or bytes vary far less than the instants at which the connections ended.
    private static boolean isSteady(List<Cut> cuts) {
        double age = mean(cuts, Cut::ageMillis);
        return (age >= AGE_MILLIS_MIN && isSteady(cuts, Cut::ageMillis))
                || (age >= LIFE_MILLIS_MIN && (isSteady(cuts, Cut::bytes) || isCounted(cuts)));
    }

    /// Whether all carried the same though they are not of one age: connections that share a link may
    /// so reach a limit of bytes at one instant.
    private static boolean isCounted(List<Cut> cuts) {
        return mean(cuts, Cut::bytes) >= LIFE_BYTES_MIN
                && spread(cuts, Cut::bytes) <= EXACT
                && spread(cuts, Cut::ageMillis) >= INEXACT;
    }

    private static double spread(List<Cut> cuts, ToLongFunction<Cut> value) {
        return deviation(cuts, value) / Math.max(1, mean(cuts, value));
    }

    private static boolean isSteady(List<Cut> cuts, ToLongFunction<Cut> value) {
        double life = mean(cuts, Cut::ageMillis);
        double varies = deviation(cuts, value) / Math.max(1, mean(cuts, value)) * life;
        return varies < STEADIER * deviation(cuts, Cut::atMillis);
    }

    private static double mean(List<Cut> cuts, ToLongFunction<Cut> value) {
        return cuts.stream().mapToLong(value).average().orElse(0);
    }

    private static double deviation(List<Cut> cuts, ToLongFunction<Cut> value) {
        double mean = mean(cuts, value);
        return Math.sqrt(
                cuts.stream()
                        .mapToDouble(cut -> Math.pow(value.applyAsLong(cut) - mean, 2))
                        .average()
                        .orElse(0));
    }
}
