package dev.tug.internal.rate;

import dev.tug.internal.control.StreamControl;
import dev.tug.transfer.Cause;

/// A control that asks for no more streams than the rate feeds; what it decides apart from that is
/// another control's.
///
/// What holds at the start is that control's alone: it bounds what comes when a limit is lifted. While
/// the rate holds streams back, time stands still for that control: what it would learn of goodput
/// would be the limit's doing.
public final class FewStreams implements StreamControl {
    /// Goodput is averaged over less.
    private static final long SETTLE_MILLIS = 5_000;

    private final StreamControl control;
    private final Throttle throttle;
    private Decision decision;
    private long boundUntilMillis = Long.MIN_VALUE;
    private boolean bound;

    public FewStreams(StreamControl control, Throttle throttle) {
        this.control = control;
        this.throttle = throttle;
        this.decision = control.decision();
    }

    @Override
    public Decision decision() {
        return decision;
    }

    @Override
    public int ceiling() {
        return control.ceiling();
    }

    /// Whether the rate has ever held streams back: then what was learned is not of the path alone.
    public boolean wasBound() {
        return bound;
    }

    @Override
    public Decision observe(PathEvent event) {
        var free = isMeasure(event) ? control.decision() : control.observe(event);
        int most = throttle.streamsMax();
        decision = free.streams() <= most ? free : withStreams(free, most, throttle.reason());
        return decision;
    }

    /// Whether this would have the control judge a goodput that is the limit's.
    private boolean isMeasure(PathEvent event) {
        if (!(event instanceof PathEvent.Tick)) {
            return false;
        }
        if (throttle.isBinding()) {
            bound = true;
            boundUntilMillis = event.atMillis() + SETTLE_MILLIS;
        }
        return event.atMillis() < boundUntilMillis;
    }

    private static Decision withStreams(Decision free, int streams, String reason) {
        return new Decision(
                streams,
                free.spacing(),
                free.notBeforeMillis(),
                free.requestBytesMin(),
                free.requestBytesMax(),
                free.retireAge(),
                free.retireBytes(),
                free.firstByte(),
                free.ranges(),
                Cause.LIMITED,
                reason,
                free.forgiven());
    }
}
