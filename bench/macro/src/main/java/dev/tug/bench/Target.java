package dev.tug.bench;

/// A promise and what was measured.
///
/// @param limit the most, or the least if `isFloor`
record Target(String name, double limit, boolean isFloor, double measured, Unit unit) {
    /// How values are written.
    enum Unit {
        RATIO(1, "%.2f"),
        SHARE(100, "%.1f %%"),
        SECONDS(1, "%.3f s"),
        MILLIS(1e3, "%.0f ms"),
        MEGABYTES(1e-6, "%.0f MB");

        private final double factor;
        private final String format;

        Unit(double factor, String format) {
            this.factor = factor;
            this.format = format;
        }

        String words(double value) {
            return format.formatted(value * factor);
        }
    }

    static Target atMost(String name, double limit, double measured, Unit unit) {
        return new Target(name, limit, false, measured, unit);
    }

    static Target atLeast(String name, double limit, double measured, Unit unit) {
        return new Target(name, limit, true, measured, unit);
    }

    boolean isMet() {
        return isFloor ? measured >= limit : measured <= limit;
    }
}
