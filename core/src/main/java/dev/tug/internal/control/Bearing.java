package dev.tug.internal.control;

/// Whether it pays to live with a wall at which all connections are ended: what such a life brings on
/// average, from one recovery to the next, with the times in which nobody gets in.
final class Bearing {
    /// A life above the wall must bring so much more than one below it; less may be luck.
    private static final double FACTOR_MIN = 1.1;

    private long startMillis = Long.MAX_VALUE;
    private long startRemaining;
    private int streamsEnded;
    private int streams;
    private double perSecond;

    /// The first moment begins the first cycle.
    void tick(Moment moment) {
        if (startMillis == Long.MAX_VALUE) {
            start(moment);
        }
    }

    private void start(Moment moment) {
        startMillis = moment.nowMillis();
        startRemaining = moment.remaining();
    }

    /// All of so many were ended.
    void ended(int count) {
        streamsEnded = count;
    }

    /// Bytes flow again: a cycle is over. Returns what it brought, in bytes per second.
    double recovered(Moment moment) {
        long millis = Math.max(1, moment.nowMillis() - startMillis);
        double brought = (startRemaining - moment.remaining()) * 1_000.0 / millis;
        if (brought > perSecond || streams == streamsEnded) {
            perSecond = brought;
            streams = streamsEnded;
        }
        start(moment);
        return brought;
    }

    /// Whether the best cycle brought clearly more than `goodput`.
    boolean pays(double goodput) {
        return perSecond > FACTOR_MIN * goodput;
    }

    /// The streams of the best cycle.
    int streams() {
        return streams;
    }

    void forget() {
        perSecond = 0;
    }
}
