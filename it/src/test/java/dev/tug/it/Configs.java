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
        return TugConfig.of(models)
                .with(config ->
                        config.authorities(List.of(trust)).login(login).dockerConfig(dockerConfig));
    }
}
