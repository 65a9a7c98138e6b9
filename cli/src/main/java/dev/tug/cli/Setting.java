package dev.tug.cli;

import java.nio.file.Path;

/// A setting's value and where it came from.
record Setting<T>(T value, Source source) {
    /// Where a value came from, the strongest first.
    sealed interface Source {
        /// An argument of the command line.
        record Flag(String name) implements Source {}

        /// A variable of the environment.
        record Environment(String variable) implements Source {}

        /// The configuration file.
        record File(Path path) implements Source {}

        /// Built in.
        record Default() implements Source {}

        /// A few words for `tug config`.
        default String text() {
            return switch (this) {
                case Flag(var name) -> name;
                case Environment(var variable) -> variable;
                case File(var path) -> path.toString();
                case Default() -> "default";
            };
        }

        /// The kind alone, for programs.
        default String kind() {
            return switch (this) {
                case Flag _ -> "flag";
                case Environment _ -> "environment";
                case File _ -> "file";
                case Default _ -> "default";
            };
        }
    }

    /// The value that somebody chose, or `other` if nobody chose one.
    T or(T other) {
        return source instanceof Source.Default ? other : value;
    }

    static <T> Setting<T> flag(T value, String name) {
        return new Setting<>(value, new Source.Flag(name));
    }

    static <T> Setting<T> environment(T value, String variable) {
        return new Setting<>(value, new Source.Environment(variable));
    }

    static <T> Setting<T> file(T value, Path path) {
        return new Setting<>(value, new Source.File(path));
    }

    static <T> Setting<T> byDefault(T value) {
        return new Setting<>(value, new Source.Default());
    }
}
