package dev.tug.internal.control;

/// The least number of connections that is known to be too many, and what happens from there on.
sealed interface Wall {
    /// Connections from this number on are too many.
    int streams();

    /// Those that are there live on; a further one is refused.
    record Refusing(int streams) implements Wall {}

    /// All are ended together.
    record Ending(int streams) implements Wall {}

    /// They are cut one by one, more often than fewer are.
    record Cutting(int streams) implements Wall {}

    /// A number that an earlier pull found, whatever happened there.
    record Recalled(int streams) implements Wall {}
}
