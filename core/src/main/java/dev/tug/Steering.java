package dev.tug;

import dev.tug.transfer.PathProfile;
import dev.tug.transfer.StepDown;
import dev.tug.transfer.StreamControl;
import dev.tug.transfer.StreamControl.Decision;

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
        var control = new StepDown(start(config, known));
        return new Steering(
                control,
                () -> known.filter(_ -> isCalm(control)).orElseGet(() -> of(control)),
                () -> 0);
    }

    /// What the control has learned of the path.
    PathProfile learned() {
        return learns.get();
    }

    /// How many connections something ended because there were too many.
    int kills() {
        return counts.getAsInt();
    }

    private static int start(TugConfig config, Optional<PathProfile> known) {
        return known.map(profile -> Math.min(config.streamsMax(), profile.streams()))
                .orElse(config.streamsMax());
    }

    private static boolean isCalm(StepDown control) {
        return control.decision().cause() == StreamControl.Cause.NONE;
    }

    private static PathProfile of(StepDown control) {
        var decision = control.decision();
        return new PathProfile(
                decision.streams(),
                0,
                0,
                Decision.SPACING,
                decision.spacing(),
                decision.requestBytesMax(),
                decision.retireAge(),
                decision.retireBytes(),
                decision.firstByte(),
                decision.ranges(),
                decision.cause(),
                decision.reason());
    }
}
