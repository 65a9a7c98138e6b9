package dev.tug.cli;

import dev.tug.TugConfig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Every setting in force, with its source; read once.
///
/// @param configFile where the configuration file is, or would be
/// @param store the models directory
/// @param parts streams at most, 1..32
/// @param stall the longest silence borne
/// @param attempts failures in a row that end a pull
/// @param giveUpAfter how long a pull goes on while nobody answers; the default is one of two
/// @param aggressive whether speed counts more than connections that a network ends for it
/// @param trust whom to believe
/// @param insecure whether registries are spoken to in plain http
/// @param keepUnused whether a pull leaves blobs that nothing refers to any more
/// @param log what is logged to stderr
/// @param colour whether the terminal may be coloured
/// @param ollamaHost where Ollama listens, for the doctor
/// @param profiles the file that remembers what networks bear; empty if none is to
/// @param rate how much bandwidth may be used
/// @param names where the addresses of hosts come from
/// @param proxy which proxies are asked
/// @param warnings one line for each value that was passed over
record Settings(
        Path configFile,
        Setting<Path> store,
        Setting<Integer> parts,
        Setting<Duration> stall,
        Setting<Integer> attempts,
        Setting<Duration> giveUpAfter,
        Setting<Boolean> aggressive,
        TrustSettings trust,
        Setting<Boolean> insecure,
        Setting<Boolean> keepUnused,
        Setting<LogLevel> log,
        Setting<Boolean> colour,
        Setting<String> ollamaHost,
        Setting<Optional<Path>> profiles,
        RateSettings rate,
        NameSettings names,
        ProxySettings proxy,
        List<String> warnings) {
    Settings {
        warnings = List.copyOf(warnings);
    }

    /// What the library is to do, anonymous but for the keys that `docker login` and Ollama left.
    TugConfig config(Platform platform, Environment environment, Optional<TugConfig.Login> login) {
        var docker =
                environment
                        .verbatim("DOCKER_CONFIG")
                        .map(Path::of)
                        .orElse(platform.home().resolve(".docker"))
                        .resolve("config.json");
        var key = platform.home().resolve(".ollama").resolve("id_ed25519");
        var defaults = TugConfig.of(store.value());
        return defaults.with(config ->
                config.streamsMax(parts.value())
                        .stall(stall.value())
                        .attempts(attempts.value())
                        .firstAnswer(giveUpAfter.or(defaults.firstAnswer()))
                        .outage(giveUpAfter.value())
                        .aggressive(aggressive.value())
                        .authorities(trust.authorities().value())
                        .unverified(trust.unverified().value())
                        .inspected(trust.inspected().value())
                        .insecure(insecure.value())
                        .prune(!keepUnused.value())
                        .profiles(profiles.value())
                        .yielding(rate.yielding().value())
                        .names(names.source())
                        .login(login)
                        .dockerConfig(Optional.of(docker).filter(Files::isRegularFile))
                        .ollamaKey(Optional.of(key).filter(Files::isRegularFile)));
    }
}
