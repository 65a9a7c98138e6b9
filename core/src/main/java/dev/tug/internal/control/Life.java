package dev.tug.internal.control;

import dev.tug.internal.control.StreamControl.Decision;

import java.util.Optional;

/// How long a connection may live, in time and in bytes, where something on the way ends it by that.
final class Life {
    /// A connection is left at this share of the age, or of the bytes, at which it would be ended: a
    /// request under way must come to its end.
    private static final double AGE_SHARE = 0.85;

    private static final double BYTES_SHARE = 0.9;

    /// An end this close below a limit, or beyond it, is what was to be expected.
    private static final double EXPECTED_SHARE = 0.9;

    /// A connection with less than this to carry, or to live, gets no further request: the planner's.
    private static final long SPENT_BYTES = 64 * 1024;

    private static final long SPENT_MILLIS = 500;

    private static final long AGELESS_MILLIS = Decision.AGELESS.toMillis();

    /// What outlives a limit by this factor was not subject to it.
    private static final double OUTLIVED = 1.1;

    private long millis;
    private long bytes;

    /// What an earlier pull found; one cut proves it, one connection that outlives it disproves it.
    private long recalledMillis;

    private long recalledBytes;

    ///
    /// @param retireMillis the age at which it left connections
    /// @param retireBytes the same in bytes
    void recall(long retireMillis, long retireBytes) {
        recalledMillis = retireMillis < AGELESS_MILLIS ? (long) (retireMillis / AGE_SHARE) : 0;
        recalledBytes = retireBytes < Long.MAX_VALUE ? (long) (retireBytes / BYTES_SHARE) : 0;
    }

    /// The limit of an earlier pull that a cut proves, if it does.
    Optional<Cuts.Limit> expected(Cut cut) {
        if (isNear(cut.ageMillis(), recalledMillis)) {
            return Optional.of(new Cuts.Limit.Age(cut.ageMillis()));
        }
        return isNear(cut.bytes(), recalledBytes)
                ? Optional.of(new Cuts.Limit.Bytes(cut.bytes()))
                : Optional.empty();
    }

    private static boolean isNear(long value, long limit) {
        return value > EXPECTED_SHARE * limit && value < OUTLIVED * limit;
    }

    /// Whether a connection has just outlived what an earlier pull found, which is forgotten then.
    boolean isOutlived(Connections connections, long nowMillis) {
        boolean byAge =
                recalledMillis > 0
                        && connections.oldestMillis(nowMillis) > OUTLIVED * recalledMillis;
        boolean byBytes = recalledBytes > 0 && connections.mostBytes() > OUTLIVED * recalledBytes;
        recalledMillis = byAge ? 0 : recalledMillis;
        recalledBytes = byBytes ? 0 : recalledBytes;
        return byAge || byBytes;
    }

    void found(Cuts.Limit limit) {
        switch (limit) {
            case Cuts.Limit.Age(var age) -> {
                millis = age;
                recalledMillis = 0;
            }
            case Cuts.Limit.Bytes(var most) -> {
                bytes = most;
                recalledBytes = 0;
            }
        }
    }

    /// Whether a cut is what was to be expected.
    boolean explains(Cut cut) {
        return expected(cut).isPresent()
                || (millis > 0 && cut.ageMillis() > EXPECTED_SHARE * millis)
                || (bytes > 0 && cut.bytes() > EXPECTED_SHARE * bytes);
    }

    /// The age to tell the next pull of: what was recalled counts until it is disproved.
    long learnedMillis() {
        return retireMillis(millis > 0 ? millis : recalledMillis);
    }

    /// The same in bytes.
    long learnedBytes() {
        return retireBytes(bytes > 0 ? bytes : recalledBytes);
    }

    long retireMillis() {
        return retireMillis(millis);
    }

    private static long retireMillis(long limit) {
        return limit > 0 ? (long) (AGE_SHARE * limit) : AGELESS_MILLIS;
    }

    long retireBytes() {
        return retireBytes(bytes);
    }

    private static long retireBytes(long limit) {
        return limit > 0 ? Math.max(1, (long) (BYTES_SHARE * limit)) : Long.MAX_VALUE;
    }

    /// Whether a connection of this age, that carried so much, gets no further request.
    boolean isSpent(long ageMillis, long carried) {
        return carried >= retireBytes() - SPENT_BYTES || ageMillis >= retireMillis() - SPENT_MILLIS;
    }

    /// How long a connection of this rate lasts.
    long lastsMillis(double bytesPerSecond) {
        long byBytes =
                bytes > 0 && bytesPerSecond > 0
                        ? (long) (bytes * 1_000 / bytesPerSecond)
                        : Long.MAX_VALUE;
        return Math.min(millis > 0 ? millis : Long.MAX_VALUE, byBytes);
    }
}
