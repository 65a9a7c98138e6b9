package dev.tug.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The store of the Ollama service as Linux packages set it up, under a user of its own.
final class ServiceStore {
    /// Where the service's user has its models.
    static final Path DIRECTORY = Path.of("/usr/share/ollama/.ollama/models");

    private ServiceStore() {}

    /// A note for a user whose models would go where the service does not look.
    ///
    /// @param service normally [#DIRECTORY]
    static Optional<String> note(Setting<Path> store, Path service) {
        var isDefault = store.source() instanceof Setting.Source.Default;
        if (!isDefault || Files.exists(store.value()) || !Files.isDirectory(service)) {
            return Optional.empty();
        }
        return Optional.of(
                "the Ollama service here keeps its models in "
                        + service
                        + " and will not see "
                        + store.value()
                        + "; to pull into its store: "
                        + asServiceUser("..."));
    }

    /// The shell command that runs tug as the service's user on its store.
    static String asServiceUser(String arguments) {
        return "sudo -u ollama env OLLAMA_MODELS=" + DIRECTORY + " tug " + arguments;
    }
}
