package dev.tug.internal.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// When connections may be opened: how far apart, and not before when.
final class Openings {
    private static final long SPACING_MILLIS = 100;

    /// The same while nothing has gone wrong: what each handshake takes bounds the pace, for they still
    /// open one by one. By simulation, 1..50 ms cost nothing here, and handshakes that overlap do.
    private static final long SPACING_MILLIS_CALM = 25;

    /// An inspected path makes each handshake dear.
    private static final long SPACING_MILLIS_INSPECTED = 300;

    private static final long SPACING_MILLIS_MAX = 8_000;

    /// Where haste is refused, the time between connections grows by this.
    private static final int HASTE_FACTOR = 4;

    /// Those that count handshakes count them by the second.
    private static final long HASTY_MILLIS = 1_000;

    /// One fewer a second than were too many, and some room.
    private static final long HASTY_MILLIS_EACH = 1_100;

    /// How long is waited after a refusal beside living connections, doubled each time.
    private static final long WAIT_MILLIS_MIN = 1_000;

    private static final long WAIT_MILLIS_MAX = 4_000;

    /// A door that was closed for haste opens within this; a wall does not. The appliances of the issue
    /// reports close for 10 s.
    private static final long HASTE_MILLIS = 15_000;

    /// After so long without refusals, connections may open in half the time again; twice as long each
    /// time that this proves wrong.
    private static final long RELAX_MILLIS = 300_000;

    /// Who knocks lets 4 s of a SYN's tries pass, too: the last gap between two of them is 5 s.
    private static final long PENALTY_MILLIS_MIN = 500;

    private static final long PENALTY_MILLIS_MAX = 4_000;

    /// Longer than this is not waited without a try, whatever it took the last time: what was closed
    /// then may have been the whole network, and is to be gone on with within 5 s of its return.
    private static final long CLOSED_MILLIS_MAX = 4_500;

    private static final long NEVER = Long.MAX_VALUE;

    /// What follows from a refused connection.
    enum Verdict {
        /// More time between connections.
        SLOWER,
        /// A wall: no further connection beside those that live.
        WALL,
        /// Nobody gets in at all for now.
        CLOSED
    }

    /// What may have been too fast.
    ///
    /// @param intervalMillis since the connection before
    /// @param others connections of the same second
    private record Haste(long intervalMillis, int others) {
        /// What those that count by the second, or fill a bucket, would let pass.
        long slowerMillis() {
            return Math.max(HASTE_FACTOR * intervalMillis, countedMillis());
        }

        long tooFastMillis() {
            return Math.max(intervalMillis, countedMillis() / 2);
        }

        private long countedMillis() {
            return HASTY_MILLIS_EACH / Math.max(1, others);
        }
    }

    /// Whether nothing has gone wrong yet, and the path is known neither to be inspected nor to refuse haste.
    private boolean calm;

    private long spacing;
    private long spacingBefore;
    private long notBefore = Long.MIN_VALUE;
    private long pausedUntil = Long.MIN_VALUE;
    private long penalty = PENALTY_MILLIS_MIN;
    private long wait = WAIT_MILLIS_MIN;
    private int refusedBeside = -1;

    /// Whether one was refused though fewer lived than when the first was: then all wait.
    private boolean refusedBelow;

    private long refusedSince;

    /// The longest time between two connections that was too short; 0 if none was.
    private long tooFast;

    private long tooFastBefore;
    private int borne;
    private boolean hasty;
    private long closedSince = NEVER;

    /// How long nobody got in the last time.
    private long closedFor;

    private long lastOpening = Long.MIN_VALUE / 2;
    private long thisOpening = Long.MIN_VALUE / 2;

    /// The connections of the last second, by when they began to open.
    private final Deque<Long> inASecond = new ArrayDeque<>();

    private long slowedMillis;
    private long relaxMillis = RELAX_MILLIS;

    /// Whether less time between connections is being tried.
    private boolean isRelaxed;

    /// The most connections that came about of those of one second: what is refused among so few was
    /// hardly too fast, unless no wall stands there either.
    private int borneInASecond;

    private Optional<Haste> suspect = Optional.empty();

    Openings(boolean inspected) {
        calm = !inspected;
        spacing = inspected ? SPACING_MILLIS_INSPECTED : SPACING_MILLIS;
        spacingBefore = spacing;
    }

    /// Time between connections where each lasts `lifeMillis` and `streams` are wanted: more than they
    /// can be replaced in is too much, but what was too fast remains so.
    ///
    /// @param moreMillis so much more, if each lasts long enough for it
    long spacingMillis(long lifeMillis, int streams, long moreMillis) {
        if (calm) {
            return SPACING_MILLIS_CALM;
        }
        long least = Math.clamp(2 * tooFast, SPACING_MILLIS, spacing);
        return Math.clamp(lifeMillis / (2L * streams), least, spacing + moreMillis);
    }

    /// The time between connections that has been learned.
    long spacingMillis() {
        return spacing;
    }

    /// When the next connection may open while `alive` live: one that replaces another need not wait
    /// for what was refused beside more.
    long notBeforeMillis(int alive) {
        boolean replaces = alive > 0 && alive < refusedBeside && !refusedBelow;
        return replaces ? pausedUntil : Math.max(notBefore, pausedUntil);
    }

    /// Whether connections are known to be refused when they come too fast.
    boolean isHasty() {
        return hasty;
    }

    /// After [Verdict#WALL]: how many connections are borne.
    int borne() {
        return borne;
    }

    void recall(long spacingMillis) {
        spacing = Math.clamp(spacingMillis, SPACING_MILLIS, SPACING_MILLIS_MAX);
        tooFast = spacing > SPACING_MILLIS_INSPECTED ? spacing / HASTE_FACTOR : 0;
        calm &= spacing == SPACING_MILLIS;
    }

    /// Something has gone wrong, whatever it was: haste may be to blame for what comes next.
    void troubled() {
        calm = false;
    }

    /// A connection is about to open.
    void opening(long nowMillis) {
        lastOpening = thisOpening;
        thisOpening = nowMillis;
        inASecond.add(nowMillis);
        inASecond.removeIf(opening -> opening <= nowMillis - HASTY_MILLIS);
    }

    /// A connection came about.
    void opened(long nowMillis) {
        borneInASecond = Math.max(borneInASecond, inASecond.size());
        letIn(nowMillis);
    }

    private void letIn(long nowMillis) {
        penalty = PENALTY_MILLIS_MIN;
        refusedBelow = false;
        if (closedSince != NEVER) {
            closedFor = nowMillis - closedSince;
            closedSince = NEVER;
        }
        if (spacing > SPACING_MILLIS && nowMillis - slowedMillis > relaxMillis) {
            slowedMillis = nowMillis;
            isRelaxed = true;
            spacing = Math.max(SPACING_MILLIS, spacing / 2);
            tooFast /= 2;
        }
    }

    /// A connection has been of use, as `inUse` are: some boxes let everybody in, and refuse the
    /// request.
    void answered(int inUse, long nowMillis) {
        letIn(nowMillis);
        if (refusedBeside >= 0 && inUse > refusedBeside) {
            slower(nowMillis);
            hasty = spacing > spacingBefore;
            refusedBeside = -1;
        }
    }

    /// A connection was refused while `alive` lived.
    ///
    /// @param isPenalty whether all have been ended just before: the door then opens as it did last
    Verdict refused(int alive, boolean isPenalty, long nowMillis) {
        troubled();
        int others = Math.max(0, inASecond.size() - 1);
        inASecond.pollLast();
        if (alive == 0) {
            closed(isPenalty, nowMillis);
            return Verdict.CLOSED;
        }
        if (refusedBeside < 0) {
            spacingBefore = spacing;
            tooFastBefore = tooFast;
            // What was too fast while all was calm is so no longer.
            long interval = Math.max(SPACING_MILLIS, thisOpening - lastOpening);
            boolean isHasty = interval < Math.max(2 * spacing, HASTY_MILLIS);
            suspect = isHasty ? Optional.of(new Haste(interval, others)) : Optional.empty();
            if (others >= borneInASecond) {
                slower(nowMillis);
            }
            wait = WAIT_MILLIS_MIN;
            refusedSince = nowMillis;
        } else if (nowMillis - refusedSince >= HASTE_MILLIS) {
            borne = Math.max(refusedBeside, alive);
            forgetRefusal();
            return Verdict.WALL;
        } else {
            wait = Math.min(2 * wait, WAIT_MILLIS_MAX);
        }
        refusedBelow = alive < refusedBeside;
        refusedBeside = Math.max(refusedBeside, alive);
        notBefore = nowMillis + wait;
        return Verdict.SLOWER;
    }

    /// The connection that was refused came too soon after those before it.
    private void slower(long nowMillis) {
        suspect.ifPresent(haste -> {
            tooFast = Math.max(tooFast, haste.tooFastMillis());
            spacing = Math.clamp(haste.slowerMillis(), spacing, SPACING_MILLIS_MAX);
            slowedMillis = nowMillis;
            relaxMillis *= isRelaxed ? 2 : 1;
            isRelaxed = false;
        });
        suspect = Optional.empty();
    }

    /// A connection was refused while those that are there hang: the network may be gone, and what was
    /// refused just before may have been so for that.
    void unanswered(long nowMillis) {
        forgetRefusal();
        closed(false, nowMillis);
    }

    /// A connection was refused after an end of all that one outlived.
    void shut(long nowMillis) {
        forgetRefusal();
        closed(true, nowMillis);
    }

    private void forgetRefusal() {
        if (refusedBeside >= 0) {
            spacing = spacingBefore;
            tooFast = tooFastBefore;
            suspect = Optional.empty();
            refusedBeside = -1;
            refusedBelow = false;
        }
    }

    /// What was taken for a wall was none: connections came too fast.
    void wasHaste(long nowMillis) {
        hasty = true;
        slowedMillis = nowMillis;
        spacing = Math.max(spacing, HASTE_FACTOR * SPACING_MILLIS);
    }

    /// Nobody gets in. If that has been so before, the door will open when it did then.
    private void closed(boolean isPenalty, long nowMillis) {
        if (closedSince == NEVER) {
            closedSince = nowMillis;
        }
        notBefore = nowMillis + penalty;
        long opening = closedSince + closedFor - closedFor / 20;
        if (isPenalty && penalty > PENALTY_MILLIS_MIN && nowMillis < opening) {
            notBefore = Math.min(opening, nowMillis + CLOSED_MILLIS_MAX);
            penalty = PENALTY_MILLIS_MIN;
        }
        penalty = Math.min(2 * penalty, PENALTY_MILLIS_MAX);
    }

    /// Nothing opens before `atMillis`.
    void pauseUntil(long atMillis) {
        pausedUntil = Math.max(pausedUntil, atMillis);
    }
}
