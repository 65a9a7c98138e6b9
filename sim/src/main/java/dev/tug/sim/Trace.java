package dev.tug.sim;

import java.util.function.Supplier;

/// Is told what happens in a pull.
interface Trace {
    /// Listens to nothing.
    Trace NONE = (_, _) -> {};

    void tell(double second, Supplier<String> what);
}
