package dev.tug.sim;

import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.internal.control.StreamControl.PathEvent;

import java.util.ArrayList;

/// Puts events and decisions into words, for a trace.
final class Story {
    /// A later first byte is remarkable.
    private static final long FIRST_BYTE_MILLIS = 2_000;

    private Story() {}

    /// Whether it is worth a line where only the unusual is.
    static boolean matters(PathEvent event) {
        return switch (event) {
            case PathEvent.Failed _, PathEvent.RangeIgnored _, PathEvent.Inspected _ -> true;
            case PathEvent.Answered(_, _, var status, var millis, _) ->
                    status != 206 || millis >= FIRST_BYTE_MILLIS;
            case PathEvent.Opening _,
                    PathEvent.Opened _,
                    PathEvent.Received _,
                    PathEvent.Completed _,
                    PathEvent.Ended _,
                    PathEvent.Tick _ ->
                    false;
        };
    }

    static String of(PathEvent event) {
        return switch (event) {
            case PathEvent.Opening(_, var stream) -> "  %2d opening".formatted(stream);
            case PathEvent.Opened(_, var stream, var millis) ->
                    "  %2d opened in %d ms".formatted(stream, millis);
            case PathEvent.Answered(_, var stream, var status, var millis, var bytes) ->
                    "  %2d answered %d after %d ms, %.1f MB"
                            .formatted(stream, status, millis, bytes / 1e6);
            case PathEvent.Received(_, var stream, var bytes) ->
                    "  %2d received %d".formatted(stream, bytes);
            case PathEvent.Completed(_, var stream, var bytes) ->
                    "  %2d completed %.1f MB".formatted(stream, bytes / 1e6);
            case PathEvent.Failed(_, var stream, var age, var bytes, var asked, var failure) ->
                    "! %2d failed, connection %.2f s and %.1f MB old, asked for %.1f MB: %s"
                            .formatted(
                                    stream,
                                    age.toMillis() / 1e3,
                                    bytes / 1e6,
                                    asked / 1e6,
                                    failure.summary());
            case PathEvent.RangeIgnored(_, var stream) -> "! %2d range ignored".formatted(stream);
            case PathEvent.Inspected(_, var by) -> "! inspected by " + by.words();
            case PathEvent.Ended(_, var stream) -> "  %2d ended".formatted(stream);
            case PathEvent.Tick(_, var remaining) -> "  %.0f MB left".formatted(remaining / 1e6);
        };
    }

    /// Whether two decisions ask for the same.
    static boolean same(Decision one, Decision other) {
        return one.streams() == other.streams()
                && one.spacing().equals(other.spacing())
                && one.notBeforeMillis() == other.notBeforeMillis()
                && one.requestBytesMax() == other.requestBytesMax()
                && one.retireAge().equals(other.retireAge())
                && one.retireBytes() == other.retireBytes()
                && one.firstByte().equals(other.firstByte())
                && one.ranges() == other.ranges()
                && one.cause() == other.cause()
                && one.reason().equals(other.reason());
    }

    /// What changed from one decision to the next.
    static String of(Decision before, Decision after) {
        var changes = new ArrayList<String>();
        if (before.streams() != after.streams()) {
            changes.add("streams %d -> %d".formatted(before.streams(), after.streams()));
        }
        if (!before.spacing().equals(after.spacing())) {
            changes.add("spacing " + after.spacing().toMillis() + " ms");
        }
        if (before.notBeforeMillis() != after.notBeforeMillis()) {
            changes.add("nothing opens before %.1f s".formatted(after.notBeforeMillis() / 1e3));
        }
        if (before.requestBytesMax() != after.requestBytesMax()) {
            changes.add("requests <= %.1f MB".formatted(after.requestBytesMax() / 1e6));
        }
        if (!before.retireAge().equals(after.retireAge())) {
            changes.add("connections <= " + after.retireAge().toSeconds() + " s");
        }
        if (before.retireBytes() != after.retireBytes()) {
            changes.add("connections <= %.1f MB".formatted(after.retireBytes() / 1e6));
        }
        if (!before.firstByte().equals(after.firstByte())) {
            changes.add("first byte within " + after.firstByte().toSeconds() + " s");
        }
        if (before.ranges() != after.ranges()) {
            changes.add(after.ranges() ? "ranges" : "no ranges");
        }
        return "=> %s [%s] %s".formatted(String.join(", ", changes), after.cause(), after.reason());
    }
}
