package dev.tug.internal.control;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;

/// Which number of streams to try next: the one from which most time is to be gained, if any, when a
/// failure costs what the last ones did.
final class Wager {
    /// The first end of all weighs the time that it takes.
    private static final double COST_WEIGHT = 1;

    /// Each further one weighs more: others suffer it too, and whoever has been hit often has had bad
    /// luck, or a wall that moves.
    private static final double COST_WEIGHT_EACH = 0.25;

    /// To know a wall from an earlier pull is to have been hit, and to know what for.
    private static final int RECALLED_ENDS = 4;

    /// Where nothing is known of what comes, half of the tries succeed.
    private static final double CHANCE = 0.5;

    /// A try costs something though it succeeds: a share of the time to prove it.
    private static final double PROOF_SHARE = 0.2;

    /// The best that was seen was a lucky moment, too.
    private static final double BEST_SHARE = 0.96;

    /// More streams for less than this are not worth the trouble, nor distinguishable from noise.
    private static final double GAIN_MIN = 1.03;

    /// What brings so nearly the best that was seen brings it: slow starts make the few look worse.
    private static final double NEARLY = 1.15;

    private final int ceiling;
    private final boolean careful;
    private final boolean aggressive;
    private long recoverMillis = 5_000;
    private int ends;
    private double bestGoodput;
    private int bestStreams;
    private int mostStreams;
    private final Plateau plateau = new Plateau();

    /// What one stream brought before there were more; 0 if it was not seen.
    private double alone;

    /// @param careful whether steps without a known wall are larger, as they are few
    /// @param aggressive whether connections that are ended count for no more than their time
    Wager(int ceiling, boolean careful, boolean aggressive) {
        this.ceiling = ceiling;
        this.careful = careful;
        this.aggressive = aggressive;
    }

    void saw(Moment moment) {
        if (mostStreams <= 1 && moment.alive() == 1) {
            alone = Math.max(alone, moment.goodput());
        }
        plateau.saw(moment);
        mostStreams = Math.max(mostStreams, moment.alive());
        if (moment.goodput() > bestGoodput) {
            bestGoodput = moment.goodput();
            bestStreams = moment.alive();
        }
    }

    /// The moment as it would be if one stream ran as it did at first; empty if none has run alone.
    Optional<Moment> alone(Moment moment) {
        return alone > 0 ? Optional.of(moment.withGoodput(alone)) : Optional.empty();
    }

    /// All connections were ended.
    void lost() {
        ends++;
    }

    /// An earlier pull was hit.
    void recall(long millis) {
        ends = RECALLED_ENDS;
        recoverMillis = millis;
    }

    /// What was recalled is wrong: this pull goes on as one that knows nothing.
    void disproved() {
        ends = 0;
    }

    long recoverMillis() {
        return recoverMillis;
    }

    /// How long it took until bytes flowed again after all connections were ended.
    void recoveredIn(long millis) {
        recoverMillis = millis;
    }

    /// What is left takes so long at the best that was seen.
    double restMillis(Moment moment) {
        return moment.remaining() * 1_000.0 / Math.max(1, bestGoodput);
    }

    /// The number to try after `level`.
    ///
    /// @param certifyMillis how long a number is tried
    /// @param mayTell whether the next end of all may tell how many are borne
    OptionalInt next(int level, Walls walls, long certifyMillis, boolean mayTell, Moment moment) {
        if (moment.remainingMillis() <= 2 * moment.epochMillis()) {
            return OptionalInt.empty();
        }
        double proof = PROOF_SHARE * certifyMillis;
        int step = Math.max(1, level / (careful ? 2 : 4));
        if (walls.get().isEmpty()) {
            return best(
                    level, level + step, level + step, _ -> CHANCE, recoverMillis + proof, moment);
        }
        return switch (walls.get().get()) {
            case Wall.Refusing(var streams) ->
                    level + 1 < streams || walls.isDoubted(moment.nowMillis())
                            ? best(level, level + 1, level + 1, _ -> CHANCE, 0, moment)
                            : OptionalInt.empty();
            case Wall.Ending(var streams) ->
                    new Climb(
                                    number -> rate(level, number, moment),
                                    mayTell,
                                    certifyMillis,
                                    weight() * recoverMillis)
                            .next(level, streams, ceiling, (double) moment.remaining());
            case Wall.Recalled(var streams) -> below(streams, level, recoverMillis + proof, moment);
            case Wall.Cutting(var streams) -> {
                int wall = walls.isDoubted(moment.nowMillis()) ? streams + 1 : streams;
                yield below(wall, level, recoverMillis + proof, moment);
            }
        };
    }

    /// The best number below a wall that may stand anywhere above `level`.
    private OptionalInt below(int wall, int level, double cost, Moment moment) {
        double room = wall - level;
        return best(level, level + 1, wall - 1, streams -> (wall - streams) / room, cost, moment);
    }

    private OptionalInt best(
            int level, int from, int to, IntToDoubleFunction chance, double cost, Moment moment) {
        double most = 0;
        int next = level;
        for (int streams = Math.min(from, ceiling); streams <= Math.min(to, ceiling); streams++) {
            double succeeds = chance.applyAsDouble(streams);
            double worth =
                    succeeds * saved(level, streams, moment) - (1 - succeeds) * weight() * cost;
            if (streams > level && worth > most) {
                most = worth;
                next = streams;
            }
        }
        return next > level ? OptionalInt.of(next) : OptionalInt.empty();
    }

    /// The time that `streams` would save.
    private double saved(int level, int streams, Moment moment) {
        double factor = factor(level, streams, moment);
        return factor < GAIN_MIN ? 0 : moment.remainingMillis() * (1 - 1 / factor);
    }

    /// How much more `streams` bring than `level`: no more than in proportion, and none brings more than
    /// was ever seen with as many.
    private double factor(int level, int streams, Moment moment) {
        double factor = (double) streams / Math.max(1, level);
        double best = BEST_SHARE * bestGoodput / Math.max(1, moment.goodput());
        if (plateau.isKnown(level, streams)) {
            factor = Math.min(factor, plateau.perSecond() / Math.max(1, moment.goodput()));
        }
        boolean isKnown = bestStreams > level && streams <= mostStreams;
        return isKnown && NEARLY * factor > best ? best : factor;
    }

    /// Bytes per millisecond of so many streams, by what `level` bring.
    private double rate(int level, int streams, Moment moment) {
        double factor = streams <= level ? 1 : factor(level, streams, moment);
        return (factor < GAIN_MIN ? 1 : factor) * Math.max(1, moment.goodput()) / 1_000;
    }

    private double weight() {
        return aggressive ? 1 : COST_WEIGHT + COST_WEIGHT_EACH * ends;
    }
}
