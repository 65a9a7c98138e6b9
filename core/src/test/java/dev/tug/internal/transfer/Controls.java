package dev.tug.internal.transfer;

import dev.tug.internal.control.AdaptiveStreams;
import dev.tug.internal.control.StreamControl;
import dev.tug.transfer.Cause;

import java.time.Duration;
import java.util.Optional;

/// The controls that tests of hostile networks run under.
final class Controls {
    private Controls() {}

    /// What a pull runs under, with nothing known of the path.
    static StreamControl learning(int ceiling) {
        return new AdaptiveStreams(ceiling, false, false, Optional.empty());
    }

    /// A fixed number of streams that open quickly and wait for a first byte as long as they are told.
    static StreamControl fixed(int streams, long requestBytesMax, Duration firstByte) {
        var decision =
                new StreamControl.Decision(
                        streams,
                        Duration.ofMillis(5),
                        Long.MIN_VALUE,
                        Math.min(4L << 20, requestBytesMax),
                        requestBytesMax,
                        StreamControl.Decision.AGELESS,
                        Long.MAX_VALUE,
                        firstByte,
                        true,
                        Cause.NONE,
                        "",
                        false);
        return new StreamControl() {
            @Override
            public Decision decision() {
                return decision;
            }

            @Override
            public int ceiling() {
                return streams;
            }

            @Override
            public Decision observe(PathEvent event) {
                return decision;
            }
        };
    }
}
