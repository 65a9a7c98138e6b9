package dev.tug.internal.control;

/// Runs a fixed number of streams, whatever happens.
public final class FixedStreams implements StreamControl {
    private final Decision decision;

    /// A control that holds at `streams`, 1..32.
    public FixedStreams(int streams) {
        decision = Decision.of(streams);
    }

    @Override
    public Decision decision() {
        return decision;
    }

    @Override
    public int ceiling() {
        return decision.streams();
    }

    @Override
    public Decision observe(PathEvent event) {
        return decision;
    }
}
