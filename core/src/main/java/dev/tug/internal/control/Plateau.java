package dev.tug.internal.control;

/// What the most streams of all brought once they brought no more, however short that was: the link
/// carries no more, whatever fewer seem to promise.
final class Plateau {
    /// A number of streams must have been there for this.
    private static final long SETTLE_MILLIS = 1_000;

    private int alive;
    private long sinceMillis;
    private int most;
    private double perSecond;

    void saw(Moment moment) {
        if (moment.alive() != alive) {
            alive = moment.alive();
            sinceMillis = moment.nowMillis();
        }
        if (alive >= most && moment.nowMillis() - sinceMillis >= SETTLE_MILLIS) {
            perSecond = Math.max(alive > most ? 0 : perSecond, moment.plateau());
            most = alive;
        }
    }

    /// Whether it is known what the link carries, from more than `level` and no fewer than `streams`.
    boolean isKnown(int level, int streams) {
        return perSecond > 0 && level < most && streams <= most;
    }

    /// Bytes per second; 0 if it has not been seen.
    double perSecond() {
        return perSecond;
    }
}
