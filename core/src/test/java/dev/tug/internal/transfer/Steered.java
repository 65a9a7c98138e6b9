package dev.tug.internal.transfer;

import dev.tug.internal.control.StreamControl;
import dev.tug.transfer.Cause;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// A control that says what a test has it say, and keeps what it was told.
final class Steered implements StreamControl {
    /// What a test changes of a decision.
    static final class Wish {
        int streams = 1;
        Duration spacing = Duration.ofMillis(5);
        long notBeforeMillis = Long.MIN_VALUE;
        long requestBytesMax = 1 << 20;
        Duration retireAge = Decision.AGELESS;
        long retireBytes = Long.MAX_VALUE;
        Duration firstByte = Decision.FIRST_BYTE;
        boolean ranges = true;
        Cause cause = Cause.NONE;

        Decision decision() {
            return new Decision(
                    streams,
                    spacing,
                    notBeforeMillis,
                    Math.min(4L << 20, requestBytesMax),
                    requestBytesMax,
                    retireAge,
                    retireBytes,
                    firstByte,
                    ranges,
                    cause,
                    "",
                    false);
        }
    }

    final List<PathEvent> events = new CopyOnWriteArrayList<>();
    private final UnaryOperator<Wish> wish;

    Steered(UnaryOperator<Wish> wish) {
        this.wish = wish;
    }

    <E extends PathEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public Decision decision() {
        return wish.apply(new Wish()).decision();
    }

    @Override
    public int ceiling() {
        return decision().streams();
    }

    @Override
    public Decision observe(PathEvent event) {
        events.add(event);
        return decision();
    }
}
