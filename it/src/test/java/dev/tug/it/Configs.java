package dev.tug.it;

import dev.tug.TugConfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Ollama's figures for a store, an authority and a login.
final class Configs {
    private Configs() {}

    static TugConfig config(
            Path models, Path trust, Optional<TugConfig.Login> login, Optional<Path> dockerConfig) {
        var defaults = TugConfig.of(models);
        return new TugConfig(
                models,
                defaults.streamsMax(),
                defaults.stall(),
                defaults.attempts(),
                defaults.outage(),
                List.of(trust),
                defaults.insecure(),
                defaults.prune(),
                defaults.userAgent(),
                login,
                dockerConfig,
                Optional.empty());
    }
}
