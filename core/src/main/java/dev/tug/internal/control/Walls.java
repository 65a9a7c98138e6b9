package dev.tug.internal.control;

import java.util.Optional;

/// The wall that is believed in, and for how long: each kind is doubted after a time that doubles
/// whenever it is seen again.
final class Walls {
    /// To run into an end of all costs all connections and often a time in which nobody gets in; by
    /// simulation, less than five minutes kills more and is no faster.
    private static final long BELIEVED_MILLIS_MIN = 300_000;

    private static final long BELIEVED_MILLIS_MAX = 1_800_000;

    /// To try a refused connection again costs one refusal.
    private static final long REFUSAL_MILLIS_MIN = 30_000;

    private static final long REFUSAL_MILLIS_MAX = 300_000;

    private Optional<Wall> wall = Optional.empty();
    private long untilMillis;

    /// A wall that ends all, believed in while fewer are refused; a refusal does not disprove it.
    private Optional<Wall> behind = Optional.empty();

    private long behindUntilMillis;
    private long believedMillis = BELIEVED_MILLIS_MIN;
    private long refusalMillis = REFUSAL_MILLIS_MIN;

    Optional<Wall> get() {
        return wall;
    }

    /// Streams that are not known to be too many, at most `ceiling`.
    int top(int ceiling) {
        return wall.map(known -> Math.min(ceiling, known.streams() - 1)).orElse(ceiling);
    }

    /// Whether a wall is known that says what becomes of too many: cuts below it have another cause.
    boolean isHard() {
        return wall.filter(known -> !(known instanceof Wall.Cutting)).isPresent();
    }

    boolean isRefusing() {
        return wall.filter(Wall.Refusing.class::isInstance).isPresent();
    }

    boolean isEnding() {
        return wall.filter(Wall.Ending.class::isInstance).isPresent();
    }

    boolean isCutting() {
        return wall.filter(Wall.Cutting.class::isInstance).isPresent();
    }

    /// A wall stands at its number of streams, as has just been seen.
    void found(Wall found, long nowMillis) {
        boolean again = wall.isPresent() && !isRefusing();
        if (!(found instanceof Wall.Refusing)) {
            behind = Optional.empty();
        } else if (isHard() && !isRefusing() && !isDoubted(nowMillis)) {
            behind = wall;
            behindUntilMillis = untilMillis;
        }
        wall = Optional.of(found);
        switch (found) {
            case Wall.Refusing _ -> {
                untilMillis = nowMillis + refusalMillis;
                refusalMillis = Math.min(2 * refusalMillis, REFUSAL_MILLIS_MAX);
            }
            case Wall.Ending _, Wall.Cutting _ -> {
                believedMillis =
                        again ? Math.min(2 * believedMillis, BELIEVED_MILLIS_MAX) : believedMillis;
                untilMillis = nowMillis + believedMillis;
            }
            case Wall.Recalled _ -> untilMillis = nowMillis + believedMillis;
        }
    }

    /// A connection above it lives.
    void disproved() {
        wall = isRefusing() ? behind : Optional.empty();
        untilMillis = behindUntilMillis;
        behind = Optional.empty();
    }

    /// Whether a wall may be run into again, to see whether it still stands.
    boolean isDoubted(long nowMillis) {
        return nowMillis >= untilMillis;
    }

    /// Forgets a wall that has been believed in for long, unless it costs next to nothing to see it
    /// again; returns whether there was one.
    boolean expire(long nowMillis) {
        boolean over = isHard() && !isRefusing() && isDoubted(nowMillis);
        if (over) {
            wall = Optional.empty();
        }
        return over;
    }
}
