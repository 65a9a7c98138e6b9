package dev.tug.internal.transfer;

import dev.tug.internal.control.StreamControl;
import dev.tug.transfer.Cause;

import java.time.Duration;

/// A fixed number of streams that open quickly and ask for little at once.
record Brisk(int streams, long requestBytesMax) implements StreamControl {
    @Override
    public Decision decision() {
        return new Decision(
                streams,
                Duration.ofMillis(5),
                Long.MIN_VALUE,
                Math.min(4L << 20, requestBytesMax),
                requestBytesMax,
                Decision.AGELESS,
                Long.MAX_VALUE,
                Decision.FIRST_BYTE,
                true,
                Cause.NONE,
                "",
                false);
    }

    @Override
    public int ceiling() {
        return streams;
    }

    @Override
    public Decision observe(PathEvent event) {
        return decision();
    }
}
