package dev.tug.sim;

/// A running [Rule]: what it remembers, and what it does when it is asked.
interface Appliance {
    /// Somebody connects.
    default Welcome connecting(Path path) {
        return Welcome.IN;
    }

    /// A connection has come about.
    default void opened(Path path, Flow flow) {}

    /// The number of connections has changed.
    default void counted(Path path) {}

    /// A request arrives; may change how it is answered.
    default void asked(Path path, Flow flow) {}

    /// When it does something by itself.
    default double nextAt() {
        return Double.POSITIVE_INFINITY;
    }

    /// Does it.
    default void act(Path path) {}
}
