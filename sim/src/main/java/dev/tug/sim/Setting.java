package dev.tug.sim;

import dev.tug.internal.control.StreamControl;

import java.time.Duration;

/// Holds at one setting whatever happens: what the search for the optimum tries.
final class Setting implements StreamControl {
    private final int streams;
    private final long requestBytes;
    private final int spacingMillis;
    private final Decision decision;

    /// @param spacingMillis least time between the openings of two connections
    Setting(int streams, long requestBytes, int spacingMillis) {
        this.streams = streams;
        this.requestBytes = requestBytes;
        this.spacingMillis = spacingMillis;
        var plain = Decision.of(streams);
        decision =
                new Decision(
                        streams,
                        Duration.ofMillis(spacingMillis),
                        plain.notBeforeMillis(),
                        Math.min(4L << 20, requestBytes),
                        requestBytes,
                        plain.retireAge(),
                        plain.retireBytes(),
                        Duration.ofMinutes(10),
                        true,
                        plain.cause(),
                        plain.reason(),
                        true);
    }

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

    int streams() {
        return streams;
    }

    @Override
    public String toString() {
        return "%d/%d/%.2f".formatted(streams, requestBytes >> 20, spacingMillis / 1e3);
    }
}
