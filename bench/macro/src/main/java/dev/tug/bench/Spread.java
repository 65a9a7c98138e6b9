package dev.tug.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// The middle of some values, and how far they lie apart.
record Spread(double min, double median, double max) {
    /// @param samples at least one
    static <T> Spread of(List<T> samples, ToDoubleFunction<T> value) {
        var sorted = samples.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /// All three, multiplied.
    Spread times(double factor) {
        return new Spread(min * factor, median * factor, max * factor);
    }

    /// The median with both ends, in so many digits after the point.
    String words(int digits) {
        var format = "%%.%1$df (%%.%1$df..%%.%1$df)".formatted(digits);
        return format.formatted(median, min, max);
    }
}
