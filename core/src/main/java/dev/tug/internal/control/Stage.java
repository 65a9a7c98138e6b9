package dev.tug.internal.control;

/// The number of streams that is wanted, what for, and since when all of them have been there.
final class Stage {
    private static final long NEVER = Long.MAX_VALUE;

    private final int ceiling;
    private Phase phase = new Phase.Grow();
    private int level;
    private long reachedMillis = NEVER;

    Stage(int ceiling, int start) {
        this.ceiling = ceiling;
        this.level = Math.clamp(start, 1, ceiling);
    }

    Phase phase() {
        return phase;
    }

    int level() {
        return level;
    }

    int ceiling() {
        return ceiling;
    }

    /// The number that counts for another pull: what is only being tried does not.
    int settled() {
        return phase.settled(level);
    }

    void tick(Moment moment) {
        if (reachedMillis == NEVER && moment.alive() >= level) {
            reachedMillis = moment.nowMillis();
        }
    }

    /// Whether as many as are wanted have been there, and time counts.
    boolean isReached() {
        return reachedMillis != NEVER;
    }

    /// How long they have been.
    long forMillis(long nowMillis) {
        return nowMillis - reachedMillis;
    }

    /// Another number; its time counts from when it is there.
    void enter(Phase next, int streams) {
        enter(next, streams, NEVER);
    }

    /// Another number, which has been there since `sinceMillis`.
    void enter(Phase next, int streams, long sinceMillis) {
        phase = next;
        level = Math.clamp(streams, 1, ceiling);
        reachedMillis = sinceMillis;
    }

    /// The same number for something else; its time goes on.
    void become(Phase next) {
        phase = next;
    }

    /// Time counts from when as many are there again.
    void again() {
        reachedMillis = NEVER;
    }
}
