package dev.tug.internal.control;

/// When connections may be opened: how far apart, and not before when.
final class Openings {
    private static final long SPACING_MILLIS = 100;

    /// An inspected path makes each handshake dear.
    private static final long SPACING_MILLIS_INSPECTED = 300;

    private static final long SPACING_MILLIS_MAX = 8_000;

    /// Refusals at this spacing are not for haste.
    private static final long UNHURRIED_MILLIS = 800;

    private static final long PENALTY_MILLIS_MIN = 500;
    private static final long PENALTY_MILLIS_MAX = 5_000;

    /// What follows from a refused connection.
    enum Verdict {
        /// More time between connections.
        SLOWER,
        /// A wall: no further connection beside those that live.
        WALL,
        /// Nobody gets in at all for now.
        CLOSED
    }

    private long spacing;
    private long spacingBefore;
    private long notBefore = Long.MIN_VALUE;
    private long penalty = PENALTY_MILLIS_MIN;
    private int refusedBeside = -1;
    private boolean hasty;

    Openings(boolean inspected) {
        spacing = inspected ? SPACING_MILLIS_INSPECTED : SPACING_MILLIS;
        spacingBefore = spacing;
    }

    long spacingMillis() {
        return spacing;
    }

    long notBeforeMillis() {
        return notBefore;
    }

    /// Whether connections are known to be refused when they come too fast.
    boolean isHasty() {
        return hasty;
    }

    void recall(long spacingMillis) {
        spacing = Math.clamp(spacingMillis, SPACING_MILLIS, SPACING_MILLIS_MAX);
        spacingBefore = spacing;
    }

    /// A connection came about beside `alive` others.
    void opened(int alive) {
        penalty = PENALTY_MILLIS_MIN;
        if (refusedBeside >= 0 && alive > refusedBeside) {
            hasty = hasty || spacing > spacingBefore;
            spacingBefore = spacing;
            refusedBeside = -1;
        }
    }

    /// A connection was refused while `alive` lived.
    Verdict refused(int alive, long nowMillis) {
        if (alive == 0) {
            notBefore = nowMillis + penalty;
            penalty = Math.min(2 * penalty, PENALTY_MILLIS_MAX);
            return Verdict.CLOSED;
        }
        if (spacing >= UNHURRIED_MILLIS && refusedBeside == alive) {
            spacing = spacingBefore;
            refusedBeside = -1;
            return Verdict.WALL;
        }
        if (refusedBeside != alive) {
            spacingBefore = spacing;
        }
        refusedBeside = alive;
        spacing = Math.min(2 * spacing, SPACING_MILLIS_MAX);
        notBefore = nowMillis + spacing;
        return Verdict.SLOWER;
    }

    /// Nothing opens before `atMillis`.
    void pauseUntil(long atMillis) {
        notBefore = Math.max(notBefore, atMillis);
    }
}
