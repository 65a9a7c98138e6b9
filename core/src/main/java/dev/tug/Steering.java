package dev.tug;

import dev.tug.internal.control.AdaptiveStreams;
import dev.tug.transfer.PathProfile;
import dev.tug.transfer.StreamControl;

import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// The control of one transfer, and what it leaves behind: the one place that picks a control.
///
/// @param learns tells, after the transfer, what the control has learned of the path
/// @param counts tells how many connections something ended because there were too many
record Steering(StreamControl control, Supplier<PathProfile> learns, IntSupplier counts) {
    /// A control for a path of which `known` is known.
    static Steering of(TugConfig config, Optional<PathProfile> known) {
        var control =
                new AdaptiveStreams(
                        config.streamsMax(), config.inspected(), config.aggressive(), known);
        return new Steering(control, control::learned, control::kills);
    }

    /// What the control has learned of the path.
    PathProfile learned() {
        return learns.get();
    }

    /// How many connections something ended because there were too many.
    int kills() {
        return counts.getAsInt();
    }
}
