package dev.tug.internal.control;

/// Which number of streams to run: grow while it pays, fall when too many are ended together, prove a
/// number by its lasting, then climb with care towards the least number known to be too many.
final class Levels {
    /// How long a number that is tried runs before its goodput begins to be judged.
    private static final long SETTLE_MILLIS = 1_000;

    /// A number of streams is certified when it has held for 1.5 times what the last end of all took.
    private static final double CERTIFY_FACTOR = 1.5;

    static final long CERTIFY_MILLIS_MIN = 5_000;
    private static final long CERTIFY_MILLIS_MAX = 45_000;

    /// Before anything ended, a number has held after this.
    private static final long CERTIFY_MILLIS_FIRST = 20_000;

    /// How long a number that was too many is believed to be, doubled whenever that is seen again.
    private static final long WALL_MILLIS_MIN = 300_000;

    private static final long WALL_MILLIS_MAX = 1_800_000;

    /// To try a refused connection again costs one refusal.
    private static final long REFUSAL_MILLIS_MIN = 12_000;

    private static final long REFUSAL_MILLIS_MAX = 300_000;

    /// How long after a try that failed the next one comes, doubled each time.
    private static final long PROBE_MILLIS_MIN = 30_000;

    private static final long PROBE_MILLIS_MAX = 900_000;

    /// Between two free strikes.
    private static final long STRIKE_MILLIS = 90_000;

    /// More streams pay if they bring this share of what they would bring in proportion.
    private static final double GAIN_MIN = 0.2;

    /// Fewer streams do as well if they bring this share of what the more brought.
    private static final double TRIM_MIN = 0.97;

    /// Fewer streams are tried blindly only if so much time is left that the try costs little.
    private static final long TRIM_REMAINING_MILLIS = 120_000;

    /// After fewer streams did worse, they are not tried again for so long, doubled each time.
    private static final long TRIM_MILLIS_MIN = 600_000;

    /// The best that was seen was a lucky moment, too.
    private static final double BEST_SHARE = 0.96;

    /// A stream more is not worth the last third of a stream.
    private static final double ROUNDING = 0.35;

    /// An end of all connections weighs more than the time that it takes: others suffer it too.
    private static final double COST_WEIGHT = 2;

    /// So many cuts one by one are reason to try whether fewer streams are cut less.
    private static final int EASE_CUTS = 12;

    /// The try lasts until so many would be due.
    private static final double EASE_CUTS_DUE = 8;

    private static final int EASE_TRIES_MAX = 3;

    /// Above a soft wall, so many cuts, so much more often than below it, end a try.
    private static final int SOFT_CUTS = 3;

    private static final double SOFT_FACTOR = 3;

    private static final long NEVER = Long.MAX_VALUE;

    enum Phase {
        /// Upwards, as fast as connections come about.
        GROW,
        /// To be held for a while.
        CERTIFY,
        /// Proved; from time to time more is tried.
        HOLD,
        /// More is being tried.
        PROBE,
        /// Fewer are being tried, whether they do as well.
        TRIM,
        /// Fewer are being tried, whether they are cut less.
        EASE
    }

    /// What is known at a moment.
    ///
    /// @param epochMillis the time over which goodput is judged
    /// @param goodput bytes per second over the last epoch
    /// @param remaining bytes to come
    /// @param isSteady whether bytes flow evenly enough to compare numbers of streams
    /// @param cuts connections cut one by one so far
    record Moment(
            long nowMillis,
            int alive,
            long epochMillis,
            double goodput,
            long remaining,
            boolean isSteady,
            int cuts) {
        /// How long a number must run before its goodput is known.
        long trialMillis() {
            return SETTLE_MILLIS + epochMillis;
        }

        double remainingMillis() {
            return remaining * 1_000.0 / Math.max(1, goodput);
        }
    }

    private final int ceiling;
    private final boolean careful;

    private Phase phase = Phase.GROW;
    private int level;
    private int held;
    private int wall = NO_WALL;
    private boolean wallIsRefusal;
    private long wallUntil;
    private long wallMillis = WALL_MILLIS_MIN;
    private long refusalMillis = REFUSAL_MILLIS_MIN;
    private long certifyMillis = CERTIFY_MILLIS_FIRST;
    private long recoverMillis = 5_000;
    private long reachedMillis = NEVER;
    private long nextProbeMillis;
    private long probeMillis = PROBE_MILLIS_MIN;
    private long nextTrimMillis;
    private long trimMillis = TRIM_MILLIS_MIN;
    private long strikeMillis = Long.MIN_VALUE / 2;
    private int before;
    private double goodputBefore;
    private boolean noGain;
    private boolean wallIsSoft;
    private int easeTries;
    private double easedRate;
    private int cutsAtReached;
    private double cutsPerConnectionMilli;
    private int ends;

    /// The most bytes per second that were ever seen, and with how many streams.
    private double bestGoodput;

    private int bestStreams;

    /// No number is known to be too many.
    static final int NO_WALL = 0;

    /// @param start streams to begin with
    /// @param careful whether the path is inspected: each step is proved before the next
    Levels(int ceiling, int start, boolean careful) {
        this.ceiling = ceiling;
        this.level = Math.clamp(start, 1, ceiling);
        this.careful = careful;
    }

    int level() {
        return level;
    }

    /// The number to go back to if what is being tried fails.
    int settled() {
        return before;
    }

    int held() {
        return held;
    }

    int wall() {
        return wall;
    }

    boolean wallIsRefusal() {
        return wallIsRefusal;
    }

    /// Whether connections above the wall are cut one by one.
    boolean wallIsSoft() {
        return wallIsSoft;
    }

    boolean noGain() {
        return noGain;
    }

    /// Whether the number is one that is only being tried.
    boolean isTrying() {
        return phase == Phase.PROBE || phase == Phase.TRIM || phase == Phase.EASE;
    }

    long certifyMillis() {
        return certifyMillis;
    }

    /// Goes on from what an earlier pull learned.
    void recall(int knownHeld, int knownWall, long knownCertifyMillis, long nowMillis) {
        held = Math.min(knownHeld, ceiling);
        wall = knownWall;
        wallUntil = nowMillis + WALL_MILLIS_MIN;
        certifyMillis = Math.clamp(knownCertifyMillis, CERTIFY_MILLIS_MIN, CERTIFY_MILLIS_MAX);
        phase = Phase.HOLD;
        nextProbeMillis = nowMillis + 20_000;
        nextTrimMillis = nowMillis + PROBE_MILLIS_MIN;
    }

    /// How long it takes until bytes flow again after all connections were ended.
    void recoveredIn(long millis) {
        recoverMillis = millis;
    }

    /// Time has passed.
    void tick(Moment moment) {
        long now = moment.nowMillis();
        if (reachedMillis == NEVER && moment.alive() >= level) {
            reachedMillis = now;
            cutsAtReached = moment.cuts();
        }
        if (moment.goodput() > bestGoodput) {
            bestGoodput = moment.goodput();
            bestStreams = moment.alive();
        }
        if (wall != NO_WALL && now >= wallUntil) {
            wall = NO_WALL;
            probeMillis = PROBE_MILLIS_MIN;
        }
        long at = reachedMillis == NEVER ? 0 : now - reachedMillis;
        switch (phase) {
            case GROW -> grow(moment, at);
            case CERTIFY -> certify(moment, at);
            case HOLD -> hold(moment, at);
            case PROBE -> probe(moment, at);
            case TRIM -> trim(moment, at);
            case EASE -> ease(moment, at);
        }
    }

    private void grow(Moment moment, long at) {
        if (reachedMillis == NEVER || at < (careful ? moment.trialMillis() : 300)) {
            return;
        }
        int top = careful ? Math.min(4, ceiling) : ceiling;
        if (level >= top) {
            enter(Phase.CERTIFY, level, moment.nowMillis() - at);
        } else {
            enter(Phase.GROW, Math.min(top, 2 * level), NEVER);
        }
    }

    private void certify(Moment moment, long at) {
        long now = moment.nowMillis();
        if (isCutOften(moment, at)) {
            startEase(moment, at);
            return;
        }
        long needed = careful && held == 0 ? CERTIFY_MILLIS_MIN : certifyMillis;
        if (reachedMillis != NEVER && at >= needed) {
            held = Math.max(held, level);
            phase = Phase.HOLD;
            nextProbeMillis = now;
            nextTrimMillis = Math.max(nextTrimMillis, now);
        }
    }

    /// Whether connections are cut one by one so often that it is worth a try whether fewer would be
    /// cut less; once for a pull.
    private boolean isCutOften(Moment moment, long at) {
        return easeTries < EASE_TRIES_MAX
                && level > 1
                && at > 0
                && moment.cuts() - cutsAtReached >= EASE_CUTS;
    }

    private void startEase(Moment moment, long at) {
        easeTries++;
        before = level;
        cutsPerConnectionMilli = cutRate(moment, at);
        enter(Phase.EASE, level / 2, NEVER);
    }

    /// Cuts for each connection and millisecond since the number was reached.
    private double cutRate(Moment moment, long at) {
        return (moment.cuts() - cutsAtReached) / ((double) Math.max(1, at) * level);
    }

    /// Half as many connections are watched until some cuts would be due.
    private void ease(Moment moment, long at) {
        if (reachedMillis == NEVER) {
            return;
        }
        int cuts = moment.cuts() - cutsAtReached;
        double due = cutsPerConnectionMilli * level * at;
        if (cuts > EASE_CUTS_DUE / 4) {
            enter(Phase.HOLD, before, NEVER);
        } else if (due >= EASE_CUTS_DUE) {
            easedRate = cutRate(moment, at);
            held = Math.max(held, level);
            wall = before;
            wallIsRefusal = false;
            wallIsSoft = true;
            wallUntil = moment.nowMillis() + wallMillis;
            nextProbeMillis = moment.nowMillis();
            enter(Phase.HOLD, level, reachedMillis);
        }
    }

    private void hold(Moment moment, long at) {
        long now = moment.nowMillis();
        if (isCutOften(moment, at)) {
            startEase(moment, at);
            return;
        }
        if (reachedMillis == NEVER || at < moment.trialMillis()) {
            return;
        }
        if (at >= certifyMillis) {
            held = Math.max(held, level);
        }
        int next = next(moment);
        if (next > level && now >= nextProbeMillis && pays(next, moment)) {
            before = level;
            goodputBefore = moment.goodput();
            enter(Phase.PROBE, next, NEVER);
        } else if (level > 1
                && wall == NO_WALL
                && moment.isSteady()
                && now >= nextTrimMillis
                && moment.remainingMillis() > TRIM_REMAINING_MILLIS) {
            before = level;
            goodputBefore = moment.goodput();
            enter(Phase.TRIM, level / 2, NEVER);
        }
    }

    private void probe(Moment moment, long at) {
        long now = moment.nowMillis();
        if (wallIsSoft
                && moment.cuts() - cutsAtReached >= SOFT_CUTS
                && cutRate(moment, at) > SOFT_FACTOR * easedRate) {
            wall = level;
            wallUntil = now + wallMillis;
            enter(Phase.HOLD, before, NEVER);
            return;
        }
        if (reachedMillis == NEVER || at < moment.trialMillis()) {
            return;
        }
        double linear = (double) level / before - 1;
        double gain = moment.goodput() / Math.max(1, goodputBefore) - 1;
        if (gain < GAIN_MIN * linear) {
            noGain = true;
            later(now);
            enter(Phase.HOLD, before, now - moment.trialMillis());
        } else if (at >= certifyMillis) {
            noGain = false;
            held = Math.max(held, level);
            phase = Phase.HOLD;
            probeMillis = PROBE_MILLIS_MIN;
            nextProbeMillis = now;
        }
    }

    private void trim(Moment moment, long at) {
        if (reachedMillis == NEVER || at < moment.trialMillis()) {
            return;
        }
        long now = moment.nowMillis();
        boolean asGood = moment.goodput() >= TRIM_MIN * goodputBefore;
        if (asGood) {
            noGain = true;
            nextProbeMillis = Math.max(nextProbeMillis, now + probeMillis);
            if (level > 1) {
                before = level;
                enter(Phase.TRIM, level / 2, NEVER);
            } else {
                enter(Phase.HOLD, level, reachedMillis);
            }
        } else {
            nextTrimMillis = now + trimMillis;
            trimMillis *= 2;
            enter(Phase.HOLD, before, NEVER);
        }
    }

    private void enter(Phase next, int streams, long reached) {
        phase = next;
        level = Math.clamp(streams, 1, ceiling);
        reachedMillis = reached;
    }

    private void later(long now) {
        nextProbeMillis = now + probeMillis;
        probeMillis = Math.min(2 * probeMillis, PROBE_MILLIS_MAX);
    }

    /// The number to try next: half way to the wall, or a quarter more, but no more than could carry
    /// the best that was ever seen.
    private int next(Moment moment) {
        int top = wall == NO_WALL ? ceiling : Math.min(ceiling, wall - 1);
        if (wallIsRefusal) {
            return Math.min(level + 1, top);
        }
        int up =
                wall == NO_WALL
                        ? level + Math.max(1, level / (careful ? 2 : 4))
                        : (level + wall) / 2;
        return Math.clamp(up, level, Math.clamp(enough(moment), level, top));
    }

    /// How many streams as fast as those that run carry the best goodput that was ever seen.
    private int enough(Moment moment) {
        double each = moment.goodput() / Math.max(1, level);
        return bestStreams <= level || each <= 0
                ? ceiling
                : (int) Math.ceil(BEST_SHARE * bestGoodput / each - ROUNDING);
    }

    /// Whether a try of `next` streams may bring more than it may cost: half of the tries succeed, and
    /// none brings more than was ever seen with as many.
    private boolean pays(int next, Moment moment) {
        double factor = (double) next / level;
        if (bestStreams >= next) {
            factor = Math.min(factor, bestGoodput / Math.max(1, moment.goodput()));
        }
        double saved = moment.remainingMillis() * (1 - 1 / Math.max(1, factor));
        double cost = wallIsRefusal || wallIsSoft ? 0 : recoverMillis + 0.2 * certifyMillis;
        return saved > (COST_WEIGHT + 0.5 * ends) * cost
                && moment.remainingMillis() > 2 * moment.epochMillis();
    }

    /// All of `streams` connections were ended together. Returns false if that is let pass once, for
    /// the number had held for long.
    boolean ended(int streams, long nowMillis, Connections connections, Moment moment) {
        boolean longHeld = phase == Phase.HOLD && streams <= held;
        if (longHeld && nowMillis - strikeMillis > STRIKE_MILLIS) {
            strikeMillis = nowMillis;
            reachedMillis = NEVER;
            return false;
        }
        if (streams <= held) {
            held = 0;
        }
        boolean again = wall != NO_WALL && !wallIsRefusal;
        wallMillis = again ? Math.min(2 * wallMillis, WALL_MILLIS_MAX) : wallMillis;
        wall = streams;
        wallIsRefusal = false;
        wallIsSoft = false;
        wallUntil = nowMillis + wallMillis;
        ends++;
        int next =
                held >= 1
                        ? (int) Math.sqrt(held * streams)
                        : streams <= 8 ? streams / 2 : (int) Math.sqrt(streams);
        next = Math.clamp(next, Math.max(1, held), Math.max(1, streams - 1));
        if (held >= 1 && next > held) {
            level = held;
            next = pays(next, moment) ? next : held;
        }
        long took = connections.millisAbove((next + streams) / 2, nowMillis);
        certifyMillis =
                Math.clamp((long) (CERTIFY_FACTOR * took), CERTIFY_MILLIS_MIN, CERTIFY_MILLIS_MAX);
        nextProbeMillis = nowMillis;
        enter(next > held ? Phase.CERTIFY : Phase.HOLD, next, NEVER);
        return true;
    }

    /// A connection was refused beside `alive`; returns whether that ends a try of more streams, which
    /// tells all there is to know.
    boolean refusedProbe(int alive, long nowMillis) {
        boolean tried = phase == Phase.PROBE && alive >= before;
        if (tried) {
            refusedAbove(alive, nowMillis);
        }
        return tried;
    }

    /// Connections above `streams` are refused, and those that are there live on.
    void refusedAbove(int streams, long nowMillis) {
        wall = streams + 1;
        wallIsRefusal = true;
        wallIsSoft = false;
        wallUntil = nowMillis + refusalMillis;
        refusalMillis = Math.min(2 * refusalMillis, REFUSAL_MILLIS_MAX);
        held = Math.min(held, streams);
        enter(
                phase == Phase.CERTIFY || phase == Phase.GROW ? Phase.CERTIFY : Phase.HOLD,
                streams,
                nowMillis);
    }

    /// At most `streams` may run for now.
    void fallTo(int streams, long nowMillis) {
        held = Math.min(held, streams);
        later(nowMillis);
        enter(Phase.HOLD, streams, NEVER);
    }
}
