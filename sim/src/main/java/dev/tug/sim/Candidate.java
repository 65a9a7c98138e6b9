package dev.tug.sim;

import dev.tug.transfer.StepDown;
import dev.tug.transfer.StreamControl;

/// The one place that knows which control `tug` is.
final class Candidate {
    /// Ollama's 16.
    private static final int CEILING = 16;

    private Candidate() {}

    /// A first pull through a path.
    static StreamControl first(boolean inspected) {
        return new StepDown(CEILING);
    }

    /// A pull that starts from what `before` has learned.
    static StreamControl second(StreamControl before) {
        return new StepDown(before.decision().streams());
    }
}
