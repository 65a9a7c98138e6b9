package dev.tug.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The options that every command on a store has.
final class CommonOptions {
    @SuppressWarnings("UnusedVariable") // read by picocli
    @Mixin
    private final HelpOption help = new HelpOption();

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "The models directory (OLLAMA_MODELS, else ~/.ollama/models)")
    private Optional<Path> store = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            description = "Tell of each connection, log, and show stack traces")
    private boolean verbose;

    /// These options alone as flags.
    Flags flags() {
        return new Flags(store, Optional.empty(), List.of(), false, verbose);
    }

    /// These options and those of the network.
    Flags flags(NetworkOptions network) {
        return new Flags(
                store,
                network.parts(),
                network.authorities(),
                network.insecure(),
                verbose,
                network.giveUpAfter(),
                network.aggressive(),
                network.rate(),
                network.trust(),
                network.names(),
                network.proxy());
    }

    boolean isVerbose() {
        return verbose;
    }
}
