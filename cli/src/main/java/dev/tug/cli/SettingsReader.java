package dev.tug.cli;

import dev.tug.TugConfig;
import dev.tug.transfer.PathProfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Works out the settings: flags over environment over file over default.
///
/// A flag that makes no sense is an error; a variable or a key that makes none falls back to the
/// default with one warning. Used once.
final class SettingsReader {
    private static final String OLLAMA_HOST_DEFAULT = "127.0.0.1:11434";
    private static final Set<String> KEYS =
            Set.of(
                    "store",
                    "parts",
                    "stall_seconds",
                    "attempts",
                    "give_up_after",
                    "aggressive",
                    "insecure",
                    "keep_unused",
                    "log",
                    "profiles");

    private final Flags flags;
    private final Environment environment;
    private final ConfigFile file;
    private final Platform platform;
    private final List<String> warnings = new ArrayList<>();
    private final WrittenPaths paths;

    SettingsReader(Flags flags, Environment environment, ConfigFile file, Platform platform) {
        this.flags = flags;
        this.environment = environment;
        this.file = file;
        this.platform = platform;
        this.paths = new WrittenPaths(platform.home(), warnings);
    }

    /// The settings in force.
    ///
    /// @throws UsageException if a flag makes no sense
    Settings read() {
        var known = keys();
        file.values().keySet().stream()
                .filter(key -> !known.contains(key))
                .sorted()
                .forEach(key -> warnings.add(file.path() + ": unknown key `" + key + "`"));
        var defaults = TugConfig.of(platform.home());
        return new Settings(
                file.path(),
                store(),
                parts(defaults.streamsMax()),
                number("stall_seconds", 1, 3600)
                        .map(setting -> map(setting, Duration::ofSeconds))
                        .orElse(Setting.byDefault(defaults.stall())),
                number("attempts", 1, 1000).orElse(Setting.byDefault(defaults.attempts())),
                giveUpAfter(defaults.outage()),
                flags.aggressive()
                        ? Setting.flag(true, "--aggressive")
                        : bool("aggressive").orElse(Setting.byDefault(false)),
                TrustSettings.read(flags, environment, file, paths, warnings),
                flags.insecure()
                        ? Setting.flag(true, "--insecure")
                        : bool("insecure").orElse(Setting.byDefault(false)),
                keepUnused(),
                log(),
                colour(),
                environment
                        .value("OLLAMA_HOST")
                        .map(host -> Setting.environment(host, "OLLAMA_HOST"))
                        .orElse(Setting.byDefault(OLLAMA_HOST_DEFAULT)),
                profiles(),
                RateSettings.read(flags.rate(), environment, file, paths, warnings),
                NameSettings.read(flags.names(), environment, file, warnings),
                new ProxySettingsReader(flags.proxy(), environment, file, paths, warnings).read(),
                warnings);
    }

    /// Every key of the file.
    static Set<String> keys() {
        return Stream.of(
                        KEYS,
                        RateSettings.KEYS,
                        TrustSettings.KEYS,
                        NameSettings.KEYS,
                        ProxySettings.KEYS)
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Setting<Path> store() {
        if (flags.store().isPresent()) {
            return Setting.flag(flags.store().get(), "--store");
        }
        return environment
                .value("OLLAMA_MODELS")
                .flatMap(text -> paths.of(text, "OLLAMA_MODELS"))
                .map(path -> Setting.environment(path, "OLLAMA_MODELS"))
                .or(() ->
                        text("store")
                                .flatMap(t -> paths.inFile(t, file.path() + ": `store`"))
                                .map(path -> Setting.file(path, file.path())))
                .orElseGet(() ->
                        Setting.byDefault(platform.home().resolve(".ollama").resolve("models")));
    }

    private Setting<Integer> parts(int byDefault) {
        if (flags.parts().isPresent()) {
            var parts = flags.parts().get();
            if (parts < 1 || parts > PathProfile.STREAMS_MAX) {
                throw new UsageException(
                        "--parts is " + parts + ", not in 1..32", "Ollama uses 16; 1 is gentlest");
            }
            return Setting.flag(parts, "--parts");
        }
        for (var variable : List.of("OLLAMA_DOWNLOAD_PARTS", "OLLAMA_REGISTRY_MAXSTREAMS")) {
            var text = environment.value(variable);
            if (text.isPresent()) {
                return partsOf(variable, text.get(), byDefault);
            }
        }
        return number("parts", 1, PathProfile.STREAMS_MAX).orElse(Setting.byDefault(byDefault));
    }

    private Setting<Integer> partsOf(String variable, String text, int byDefault) {
        var parts = integer(text).filter(n -> n >= 1 && n <= PathProfile.STREAMS_MAX);
        if (parts.isEmpty()) {
            warnings.add(
                    variable + " is `" + text + "`, not a number in 1..32; using " + byDefault);
        }
        return parts.map(n -> Setting.environment(n, variable))
                .orElse(Setting.byDefault(byDefault));
    }

    private Setting<Duration> giveUpAfter(Duration byDefault) {
        if (flags.giveUpAfter().isPresent()) {
            var text = flags.giveUpAfter().get();
            return patience(text)
                    .map(span -> Setting.flag(span, "--give-up-after"))
                    .orElseThrow(() ->
                            new UsageException(
                                    "--give-up-after is `" + text + "`, not a time of 1s or more",
                                    "write it as 30s, 10m or 3h"));
        }
        return text("give_up_after")
                .flatMap(text -> warned(patience(text), "give_up_after", text))
                .map(span -> Setting.file(span, file.path()))
                .orElse(Setting.byDefault(byDefault));
    }

    /// In no time at all nobody could answer.
    private static Optional<Duration> patience(String text) {
        return TimeSpan.parse(text).filter(Duration::isPositive);
    }

    private Setting<Boolean> keepUnused() {
        return environment
                .flag("OLLAMA_NOPRUNE")
                .map(keep -> Setting.environment(keep, "OLLAMA_NOPRUNE"))
                .or(() -> bool("keep_unused"))
                .orElse(Setting.byDefault(false));
    }

    private Setting<Optional<Path>> profiles() {
        var variable = new Setting.Source.Environment("TUG_PROFILES");
        var key = new Setting.Source.File(file.path());
        return environment
                .value("TUG_PROFILES")
                .flatMap(text -> profiles(text, "TUG_PROFILES", variable))
                .or(() ->
                        text("profiles")
                                .flatMap(t ->
                                        profiles(
                                                paths.inHome(t),
                                                file.path() + ": `profiles`",
                                                key)))
                .orElseGet(() ->
                        Setting.byDefault(
                                Optional.of(platform.state(environment).resolve("profiles.json"))));
    }

    private Optional<Setting<Optional<Path>>> profiles(
            String text, String what, Setting.Source source) {
        return text.equals("off")
                ? Optional.of(new Setting<>(Optional.empty(), source))
                : paths.of(text, what).map(place -> new Setting<>(Optional.of(place), source));
    }

    private Setting<LogLevel> log() {
        var named = environment.value("TUG_LOG");
        var level = named.flatMap(LogLevel::parse);
        if (named.isPresent() && level.isEmpty()) {
            warnings.add("TUG_LOG is `" + named.get() + "`, not off, info or debug");
        }
        if (level.isPresent()) {
            return Setting.environment(level.get(), "TUG_LOG");
        }
        if (flags.verbose()) {
            return Setting.flag(LogLevel.INFO, "--verbose");
        }
        if (environment.flag("OLLAMA_DEBUG").orElse(false)) {
            return Setting.environment(LogLevel.DEBUG, "OLLAMA_DEBUG");
        }
        return text("log")
                .flatMap(text -> warned(LogLevel.parse(text), "log", text))
                .map(parsed -> Setting.file(parsed, file.path()))
                .orElse(Setting.byDefault(LogLevel.OFF));
    }

    private Setting<Boolean> colour() {
        if (environment.verbatim("NO_COLOR").isPresent()) {
            return Setting.environment(false, "NO_COLOR");
        }
        if (environment.verbatim("TERM").filter("dumb"::equals).isPresent()) {
            return Setting.environment(false, "TERM");
        }
        return Setting.byDefault(true);
    }

    private Optional<Setting<Integer>> number(String key, int min, int max) {
        return Optional.ofNullable(file.values().get(key))
                .flatMap(value ->
                        warned(
                                integer(value.toString()).filter(n -> n >= min && n <= max),
                                key,
                                value))
                .map(number -> Setting.file(number, file.path()));
    }

    private Optional<Setting<Boolean>> bool(String key) {
        return Optional.ofNullable(file.values().get(key))
                .flatMap(value ->
                        warned(
                                value instanceof Boolean truth
                                        ? Optional.of(truth)
                                        : Optional.empty(),
                                key,
                                value))
                .map(truth -> Setting.file(truth, file.path()));
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(file.values().get(key)).map(Object::toString);
    }

    private <T> Optional<T> warned(Optional<T> parsed, String key, Object value) {
        if (parsed.isEmpty()) {
            warnings.add(file.path() + ": `" + key + "` cannot be `" + value + "`; ignored");
        }
        return parsed;
    }

    private static Optional<Integer> integer(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static <A, B> Setting<B> map(Setting<A> setting, Function<A, B> change) {
        return new Setting<>(change.apply(setting.value()), setting.source());
    }
}
