package dev.tug.sim;

import java.util.Arrays;
import java.util.List;

/// What many trials of one strategy come to; the ratios are those of the pulls that finished.
///
/// @param geo geometric mean of time over the optimum
/// @param never pulls that did not finish
/// @param restarted pulls that somebody had to start again by hand
/// @param kills mean of connections killed a pull
/// @param again share of the bytes that came more than once
record Summary(
        double geo,
        double p50,
        double p90,
        double p99,
        double max,
        int never,
        int restarted,
        double kills,
        double again) {
    static Summary of(List<Trial> trials) {
        var ratios =
                trials.stream()
                        .filter(trial -> trial.outcome().finished())
                        .mapToDouble(Trial::ratio)
                        .sorted()
                        .toArray();
        long fetched = trials.stream().mapToLong(trial -> trial.outcome().fetched()).sum();
        long again = trials.stream().mapToLong(trial -> trial.outcome().again()).sum();
        return new Summary(
                Math.exp(Arrays.stream(ratios).map(Math::log).average().orElse(Double.NaN)),
                quantile(ratios, 0.5),
                quantile(ratios, 0.9),
                quantile(ratios, 0.99),
                quantile(ratios, 1),
                trials.size() - ratios.length,
                (int) trials.stream().filter(trial -> trial.outcome().restarts() > 0).count(),
                trials.stream().mapToInt(trial -> trial.outcome().kills()).average().orElse(0),
                (double) again / Math.max(1, fetched));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }

    @Override
    public String toString() {
        return "geo %.3f  p50 %.2f  p90 %.2f  p99 %.2f  max %.2f  never %d  kills %.1f  again %.2f %%"
                .formatted(geo, p50, p90, p99, max, never, kills, again * 100);
    }
}
