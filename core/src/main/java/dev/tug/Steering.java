package dev.tug;

import dev.tug.internal.control.AdaptiveStreams;
import dev.tug.internal.control.LateVerdict;
import dev.tug.internal.control.StreamControl;
import dev.tug.transfer.PathProfile;

import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// The control of one transfer, and what it leaves behind: the one place that picks a control.
///
/// @param learns tells, after the transfer, what the control has learned of the path
/// @param counts tells how many connections something ended because there were too many
record Steering(StreamControl control, Supplier<PathProfile> learns, IntSupplier counts) {
    /// A control for a path of which `known` is known.
    ///
    /// @param isInspected whether it is known by now that something reads along
    static Steering of(TugConfig config, Optional<PathProfile> known, boolean isInspected) {
        var control =
                new LateVerdict(
                        adaptive(config, isInspected, known),
                        () -> adaptive(config, isInspected || mayCount(config), known));
        return new Steering(control, control::learned, control::kills);
    }

    /// Whether what a handshake shows is to count.
    private static boolean mayCount(TugConfig config) {
        return config.inspected().orElse(true);
    }

    private static AdaptiveStreams adaptive(
            TugConfig config, boolean isInspected, Optional<PathProfile> known) {
        return new AdaptiveStreams(config.streamsMax(), isInspected, config.aggressive(), known);
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
