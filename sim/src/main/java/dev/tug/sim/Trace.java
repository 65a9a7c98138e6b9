package dev.tug.sim;

import java.util.function.Supplier;

/// Is told what happens in a pull.
interface Trace {
    /// Listens to nothing.
    Trace NONE = (_, _) -> {};

    /// Something that matters.
    void tell(double second, Supplier<String> what);

    /// Something that happens all the time.
    default void detail(double second, Supplier<String> what) {}
}
