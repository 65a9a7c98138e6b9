package dev.tug.sim;

/// Sums up for a [Trace] how a pull goes.
final class Summaries {
    private static final double SECONDS = 5;

    private final Path path;
    private final Hands hands;
    private final Portions portions;
    private final Trace trace;
    private double nextAt = SECONDS;
    private long landed;

    Summaries(Path path, Hands hands, Portions portions, Trace trace) {
        this.path = path;
        this.hands = hands;
        this.portions = portions;
        this.trace = trace;
    }

    /// Does so if it is time.
    void tell() {
        double now = path.now();
        if (now < nextAt) {
            return;
        }
        double rate = (portions.landed() - landed) / (SECONDS + now - nextAt) / 1e6;
        nextAt = now + SECONDS;
        landed = portions.landed();
        trace.tell(
                now,
                () ->
                        "-- %d of %d streams connected, %.1f MB/s, %.0f MB left, %d kills"
                                .formatted(
                                        path.established(),
                                        hands.decision().streams(),
                                        rate,
                                        portions.remaining() / 1e6,
                                        path.kills()));
    }
}
