package dev.tug.internal.rate;

import dev.tug.transfer.StreamControl;

/// A control that asks for no more streams than the rate feeds; what it decides apart from that is
/// another control's.
///
/// What holds at the start is that control's alone: it bounds what comes when a limit is lifted.
public final class FewStreams implements StreamControl {
    private final StreamControl control;
    private final Throttle throttle;
    private Decision decision;

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

    @Override
    public Decision observe(PathEvent event) {
        var free = control.observe(event);
        int most = throttle.streamsMax();
        decision = free.streams() <= most ? free : withStreams(free, most, throttle.reason());
        return decision;
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
