package dev.tug.sim;

import dev.tug.internal.control.AdaptiveStreams;
import dev.tug.internal.control.StreamControl;

import java.util.Optional;

/// The one place that knows which control `tug` is.
final class Candidate {
    /// Ollama's 16.
    private static final int CEILING = 16;

    private Candidate() {}

    /// A first pull through a path.
    static StreamControl first() {
        return new AdaptiveStreams(CEILING, false, false, Optional.empty());
    }

    /// A first pull through a path that is inspected.
    static StreamControl inspected() {
        return new AdaptiveStreams(CEILING, true, false, Optional.empty());
    }

    /// A first pull for which goodput alone counts.
    static StreamControl aggressive() {
        return new AdaptiveStreams(CEILING, false, true, Optional.empty());
    }

    /// A pull that starts from what `before` has learned, which is one of these.
    ///
    /// @param inspected whether the path is inspected
    static StreamControl second(StreamControl before, boolean inspected) {
        return before instanceof AdaptiveStreams learning
                ? new AdaptiveStreams(CEILING, inspected, false, Optional.of(learning.learned()))
                : before;
    }
}
