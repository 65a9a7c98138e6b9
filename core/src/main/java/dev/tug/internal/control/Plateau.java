package dev.tug.internal.control;

/// What the most streams of all brought once they brought no more, however short that was: the link
/// carries no more, whatever fewer seem to promise.
final class Plateau {
    /// A number of streams must have been there for this.
    private static final long SETTLE_MILLIS = 1_000;

    /// Who brings so much more has shown that the link carries more.
    private static final double NEARLY = 1.05;

    private int alive;
    private long sinceMillis;
    private int most;
    private double perSecond;

    void saw(Moment moment) {
        if (moment.alive() != alive) {
            alive = moment.alive();
            sinceMillis = moment.nowMillis();
        }
        boolean isSettled = moment.nowMillis() - sinceMillis >= SETTLE_MILLIS;
        if (isSettled && alive >= most) {
            perSecond = Math.max(alive > most ? 0 : perSecond, moment.plateau());
            most = alive;
        } else if (isSettled && moment.goodput() > NEARLY * perSecond) {
            // Fewer bring as much: that was another link, or others were on it.
            most = 0;
            perSecond = 0;
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
