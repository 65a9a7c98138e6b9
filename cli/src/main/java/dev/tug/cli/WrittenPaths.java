package dev.tug.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads paths as people write them in variables and in the configuration file.
///
/// @param home of the user
/// @param warnings takes a line for each that is none
record WrittenPaths(Path home, List<String> warnings) {
    /// A variable's path, in which a shell has opened `~`; empty if it is none.
    ///
    /// @param what says whose it is
    Optional<Path> of(String text, String what) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            warnings.add(what + " is no path: " + e.getMessage() + "; ignored");
            return Optional.empty();
        }
    }

    /// A path of the configuration file, in which nobody has opened `~`.
    ///
    /// @param what says whose it is
    Optional<Path> inFile(String text, String what) {
        return of(inHome(text), what);
    }

    /// `text` with `~/` opened.
    String inHome(String text) {
        return text.startsWith("~/") ? home + text.substring(1) : text;
    }
}
