package dev.tug.internal.transfer;

import dev.tug.internal.control.StreamControl.Decision;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A change of what the control decides, for the flight recorder of the JVM; costs nothing while that
/// is off.
@Name("dev.tug.Decision")
@Label("Decision")
@Category("Tug")
@Description("The control of a transfer has changed its mind")
@StackTrace(false)
@SuppressWarnings("unused") // the recorder reads the fields
final class DecisionEvent extends Event {
    @Label("Streams")
    private int streams;

    @Label("Cause")
    private String cause = "";

    @Label("Reason")
    private String reason = "";

    @Label("Spacing")
    @Timespan(Timespan.MILLISECONDS)
    private long spacing;

    @Label("Not Before")
    @Description("How long from now no connection opens; 0 if any may")
    @Timespan(Timespan.MILLISECONDS)
    private long notBefore;

    @Label("Largest Request")
    @DataAmount
    private long requestBytesMax;

    @Label("Retire Age")
    @Description("The age before which a connection is left")
    @Timespan(Timespan.MILLISECONDS)
    private long retireAge;

    @Label("Retire Bytes")
    @Description("The body bytes before which a connection is left")
    @DataAmount
    private long retireBytes;

    @Label("First Byte")
    @Timespan(Timespan.MILLISECONDS)
    private long firstByte;

    @Label("Ranges")
    private boolean ranges;

    /// Records `after` if it differs from `before` in more than the moment.
    static void record(Decision before, Decision after, long nowMillis) {
        var event = new DecisionEvent();
        if (!event.isEnabled() || isSame(before, after)) {
            return;
        }
        event.streams = after.streams();
        event.cause = after.cause().name();
        event.reason = after.reason();
        event.spacing = after.spacing().toMillis();
        event.notBefore = waitMillis(after, nowMillis);
        event.requestBytesMax = after.requestBytesMax();
        event.retireAge = after.retireAge().toMillis();
        event.retireBytes = after.retireBytes();
        event.firstByte = after.firstByte().toMillis();
        event.ranges = after.ranges();
        event.commit();
    }

    private static boolean isSame(Decision a, Decision b) {
        return a.streams() == b.streams()
                && a.cause() == b.cause()
                && a.reason().equals(b.reason())
                && a.spacing().equals(b.spacing())
                && a.requestBytesMax() == b.requestBytesMax()
                && a.retireAge().equals(b.retireAge())
                && a.retireBytes() == b.retireBytes()
                && a.firstByte().equals(b.firstByte())
                && a.ranges() == b.ranges();
    }

    private static long waitMillis(Decision decision, long nowMillis) {
        return decision.notBeforeMillis() > nowMillis ? decision.notBeforeMillis() - nowMillis : 0;
    }
}
