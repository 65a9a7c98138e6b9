package dev.tug.internal.control;

import dev.tug.transfer.PathProfile;
import dev.tug.transfer.StreamControl.Decision;

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

    private long millis;
    private long bytes;

    void recall(PathProfile profile) {
        long age = profile.retireAge().toMillis();
        millis = age < AGELESS_MILLIS ? (long) (age / AGE_SHARE) : 0;
        bytes =
                profile.retireBytes() < Long.MAX_VALUE
                        ? (long) (profile.retireBytes() / BYTES_SHARE)
                        : 0;
    }

    void found(Cuts.Limit limit) {
        switch (limit) {
            case Cuts.Limit.Age(var age) -> millis = age;
            case Cuts.Limit.Bytes(var most) -> bytes = most;
        }
    }

    /// Whether a cut is what was to be expected.
    boolean explains(Cut cut) {
        return (millis > 0 && cut.ageMillis() > EXPECTED_SHARE * millis)
                || (bytes > 0 && cut.bytes() > EXPECTED_SHARE * bytes);
    }

    long retireMillis() {
        return millis > 0 ? (long) (AGE_SHARE * millis) : AGELESS_MILLIS;
    }

    long retireBytes() {
        return bytes > 0 ? Math.max(1, (long) (BYTES_SHARE * bytes)) : Long.MAX_VALUE;
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
