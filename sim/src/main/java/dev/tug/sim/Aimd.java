package dev.tug.sim;

import dev.tug.internal.control.StreamControl;

/// Adds a stream every two seconds, and halves their number when one fails: the classic.
final class Aimd implements StreamControl {
    private static final long STEP_MILLIS = 2_000;

    /// Failures this close together are one.
    private static final long TOGETHER_MILLIS = 1_000;

    private static final double FACTOR = 0.5;

    private final int ceiling;
    private Decision decision = Decision.of(2);
    private long changedMillis;

    Aimd(int ceiling) {
        this.ceiling = ceiling;
    }

    @Override
    public Decision decision() {
        return decision;
    }

    @Override
    public int ceiling() {
        return ceiling;
    }

    @Override
    public Decision observe(PathEvent event) {
        int streams = decision.streams();
        long since = event.atMillis() - changedMillis;
        switch (event) {
            case PathEvent.Failed _ -> {
                if (since >= TOGETHER_MILLIS) {
                    change(event, Math.max(1, (int) (streams * FACTOR)));
                }
            }
            case PathEvent.Tick _ -> {
                if (since >= STEP_MILLIS && streams < ceiling) {
                    change(event, streams + 1);
                }
            }
            case PathEvent.Opening _,
                    PathEvent.Opened _,
                    PathEvent.Answered _,
                    PathEvent.Received _,
                    PathEvent.Completed _,
                    PathEvent.RangeIgnored _,
                    PathEvent.Inspected _,
                    PathEvent.Ended _ -> {}
        }
        return decision;
    }

    private void change(PathEvent event, int streams) {
        changedMillis = event.atMillis();
        decision = Decision.of(streams);
    }
}
