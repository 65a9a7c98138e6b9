package dev.tug.cli;

import java.util.Set;

/// The words that are commands.
final class Commands {
    /// Every one, with aliases.
    static final Set<String> NAMES =
            Set.of(
                    "pull",
                    "list",
                    "ls",
                    "show",
                    "rm",
                    "cp",
                    "verify",
                    "prune",
                    "doctor",
                    "profile",
                    "config",
                    "demo",
                    "completion",
                    "help");

    private Commands() {}
}
