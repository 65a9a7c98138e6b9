package dev.tug.cli;

import java.nio.file.Path;
import java.util.Locale;

/// What sort of machine this is, and where its user is at home.
record Platform(String os, Path home) {
    /// This machine and its user.
    static Platform current(Environment environment) {
        return of(
                System.getProperty("os.name"),
                environment,
                Path.of(System.getProperty("user.home")));
    }

    /// A machine whose user is at home where `HOME` says, as for Ollama and every shell; Java goes by
    /// the list of users, which differs under `sudo`, in containers and in scripts that set it.
    ///
    /// @param listed the home to take where `HOME` says nothing, and on Windows
    static Platform of(String os, Environment environment, Path listed) {
        var platform = new Platform(os, listed);
        return platform.isWindows()
                ? platform
                : new Platform(os, environment.verbatim("HOME").map(Path::of).orElse(listed));
    }

    /// The folder for what Tug remembers from one run to the next; it need not be there.
    Path state(Environment environment) {
        var named = environment.verbatim("XDG_STATE_HOME").map(Path::of).filter(Path::isAbsolute);
        if (named.isPresent()) {
            return named.get().resolve("tug");
        }
        if (isMac()) {
            return home.resolve(Path.of("Library", "Application Support", "tug"));
        }
        if (isWindows()) {
            return environment
                    .verbatim("LOCALAPPDATA")
                    .map(Path::of)
                    .orElse(home.resolve(Path.of("AppData", "Local")))
                    .resolve("tug");
        }
        return home.resolve(Path.of(".local", "state", "tug"));
    }

    boolean isMac() {
        return os.toLowerCase(Locale.ROOT).startsWith("mac");
    }

    boolean isWindows() {
        return os.toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
