package dev.tug.internal.control;

/// When something may be tried again: each failure doubles the time until then.
final class Tries {
    private final long millisMin;
    private final long millisMax;
    private long millis;
    private long nextMillis;

    Tries(long millisMin, long millisMax) {
        this.millisMin = millisMin;
        this.millisMax = millisMax;
        this.millis = millisMin;
    }

    boolean isDue(long nowMillis) {
        return nowMillis >= nextMillis;
    }

    void notBefore(long atMillis) {
        nextMillis = Math.max(nextMillis, atMillis);
    }

    void failed(long nowMillis) {
        nextMillis = nowMillis + millis;
        millis = Math.min(2 * millis, millisMax);
    }

    /// Tries again after as long as after the last failure, without its being one.
    void later(long nowMillis) {
        notBefore(nowMillis + millis);
    }

    void succeeded(long nowMillis) {
        millis = millisMin;
        nextMillis = nowMillis;
    }

    void patient() {
        millis = millisMin;
    }
}
