package dev.tug.internal.control;

import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;

/// Where to go below a number whose connections were all ended: how long the pull is expected to take
/// with each way up. Any number is as likely as another to be the most that is borne.
///
/// @param rate bytes per millisecond that a number of streams brings
/// @param tells whether the next end tells which number is borne; if not, it is one below those ended
/// @param proofMillis how long a number runs before it is known to hold
/// @param costMillis what an end of all costs
record Climb(IntToDoubleFunction rate, boolean tells, double proofMillis, double costMillis) {
    /// Steps that are thought through: the third is mostly the last.
    private static final int STEPS = 3;

    /// The number to try while `held` hold, `wall` are too many, and so many bytes are to come.
    ///
    /// @param most more are not allowed
    OptionalInt next(int held, int wall, int most, double bytes) {
        double least = bytes / rate.applyAsDouble(held);
        int next = held;
        for (int streams = held + 1; streams < wall && streams <= most; streams++) {
            double millis = tried(held, streams, wall, most, bytes, STEPS - 1);
            if (millis < least) {
                least = millis;
                next = streams;
            }
        }
        return next > held ? OptionalInt.of(next) : OptionalInt.empty();
    }

    private double best(int held, int wall, int most, double bytes, int steps) {
        double least = bytes / rate.applyAsDouble(held);
        for (int streams = held + 1; steps > 0 && streams < wall && streams <= most; streams++) {
            least = Math.min(least, tried(held, streams, wall, most, bytes, steps - 1));
        }
        return least;
    }

    /// No use is made of the time that an appliance bears too many for.
    private double tried(int held, int streams, int wall, int most, double bytes, int steps) {
        double proof = Math.min(proofMillis, bytes / rate.applyAsDouble(streams));
        double rest = bytes - proof * rate.applyAsDouble(streams);
        double holds = (wall - streams) / (double) (wall - held);
        double after = holds > 0 ? best(streams, wall, most, rest, steps) : 0;
        double failed =
                tells ? known(held, streams, bytes) : best(held, streams, most, bytes, steps);
        return holds * (proof + after) + (1 - holds) * (costMillis + failed);
    }

    /// What is left takes so long once the number is known, which is `held` or below `streams`.
    private double known(int held, int streams, double bytes) {
        double millis = 0;
        for (int borne = held; borne < streams; borne++) {
            millis += bytes / rate.applyAsDouble(borne) / (streams - held);
        }
        return millis;
    }
}
