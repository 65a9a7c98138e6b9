package dev.tug.internal.control;

import java.util.Optional;
import java.util.OptionalInt;

/// Which number of streams to try next: the one from which most time is to be gained, if any, when a
/// failure costs what the last ones did.
final class Wager {
    /// An end of all connections weighs more than the time that it takes: others suffer it too.
    private static final double COST_WEIGHT = 2;

    /// Whoever has been hit often has had bad luck, or a wall that moves.
    private static final double COST_WEIGHT_EACH = 0.5;

    /// Where nothing is known of what comes, half of the tries succeed.
    private static final double CHANCE = 0.5;

    /// A try costs something though it succeeds: a share of the time to prove it.
    private static final double PROOF_SHARE = 0.2;

    /// The best that was seen was a lucky moment, too.
    private static final double BEST_SHARE = 0.96;

    /// More streams for less than this are not worth the trouble, nor distinguishable from noise.
    private static final double GAIN_MIN = 1.03;

    private final int ceiling;
    private final boolean careful;
    private final boolean aggressive;
    private long recoverMillis = 5_000;
    private int ends;
    private double bestGoodput;
    private int bestStreams;

    /// @param careful whether steps without a known wall are larger, as they are few
    /// @param aggressive whether connections that are ended count for no more than their time
    Wager(int ceiling, boolean careful, boolean aggressive) {
        this.ceiling = ceiling;
        this.careful = careful;
        this.aggressive = aggressive;
    }

    void saw(Moment moment) {
        if (moment.goodput() > bestGoodput) {
            bestGoodput = moment.goodput();
            bestStreams = moment.alive();
        }
    }

    /// All connections were ended.
    void lost() {
        ends++;
    }

    /// How long it took until bytes flowed again after all connections were ended.
    void recoveredIn(long millis) {
        recoverMillis = millis;
    }

    /// The number to try after `level`.
    ///
    /// @param certifyMillis how long a number is tried
    OptionalInt next(int level, Optional<Wall> wall, long certifyMillis, Moment moment) {
        if (moment.remainingMillis() <= 2 * moment.epochMillis()) {
            return OptionalInt.empty();
        }
        int top = wall.map(known -> Math.min(ceiling, known.streams() - 1)).orElse(ceiling);
        double cost =
                wall.map(known -> switch (known) {
                            case Wall.Refusing _ -> 0.0;
                            case Wall.Cutting _ -> PROOF_SHARE * certifyMillis;
                            case Wall.Ending _, Wall.Recalled _ ->
                                    recoverMillis + PROOF_SHARE * certifyMillis;
                        })
                        .orElse(recoverMillis + PROOF_SHARE * certifyMillis);
        int from = level + 1;
        int to = top;
        if (wall.isEmpty()) {
            from = level + Math.max(1, level / (careful ? 2 : 4));
            to = Math.min(top, from);
            from = to;
        } else if (wall.get() instanceof Wall.Refusing) {
            to = Math.min(top, from);
        }
        double most = 0;
        int next = level;
        for (int streams = from; streams <= to; streams++) {
            double chance =
                    wall.isEmpty()
                            ? CHANCE
                            : (wall.get().streams() - streams)
                                    / (double) (wall.get().streams() - level);
            double worth =
                    chance * saved(level, streams, moment) - (1 - chance) * weight() * cost;
            if (worth > most) {
                most = worth;
                next = streams;
            }
        }
        return next > level ? OptionalInt.of(next) : OptionalInt.empty();
    }

    /// The time that `streams` would save: no more than in proportion, and none brings more than was
    /// ever seen with as many.
    private double saved(int level, int streams, Moment moment) {
        double factor = (double) streams / Math.max(1, level);
        if (bestStreams > level && streams <= bestStreams || bestStreams >= ceiling) {
            factor = Math.min(factor, BEST_SHARE * bestGoodput / Math.max(1, moment.goodput()));
        }
        return factor < GAIN_MIN ? 0 : moment.remainingMillis() * (1 - 1 / factor);
    }

    private double weight() {
        return aggressive ? 1 : COST_WEIGHT + COST_WEIGHT_EACH * ends;
    }
}
