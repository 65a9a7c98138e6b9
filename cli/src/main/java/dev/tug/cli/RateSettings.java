package dev.tug.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may be said about bandwidth, with its sources.
///
/// @param rules the limits, by time
/// @param file a file whose content is a limit that goes over `rules` while it is there
/// @param yielding whether pulls give way to other traffic
record RateSettings(
        Setting<RateRules> rules, Setting<Optional<Path>> file, Setting<Boolean> yielding) {
    /// The keys of the configuration file that are read here.
    static final Set<String> KEYS = Set.of("rate", "rate_file", "yield");

    private static final String VARIABLE = "TUG_LIMIT_RATE";

    /// Who writes less has most likely left out the M: a day brings less than 90 MB.
    private static final long BYTES_PER_SECOND_LEAST = 1024;

    private static final String FORM = "such as 5M, 500K or `2M mon-fri 08:00-18:00`";

    /// What the command line says about bandwidth.
    record RateFlags(Optional<String> limit, Optional<Path> file, boolean yielding) {
        static final RateFlags NONE = new RateFlags(Optional.empty(), Optional.empty(), false);
    }

    /// Reads flags over environment over file; what is odd in the latter two goes to `warnings`.
    ///
    /// @throws UsageException if a flag makes no sense
    static RateSettings read(
            RateFlags flags,
            Environment environment,
            ConfigFile file,
            WrittenPaths paths,
            List<String> warnings) {
        var rules = rules(flags, environment, file, warnings);
        warnOfCrawl(rules, warnings);
        return new RateSettings(
                rules, controlFile(flags, file, paths), yielding(flags, file, warnings));
    }

    private static void warnOfCrawl(Setting<RateRules> rules, List<String> warnings) {
        rules.value().rules().stream()
                .mapToLong(RateRule::bytesPerSecond)
                .filter(rate -> rate < BYTES_PER_SECOND_LEAST)
                .min()
                .ifPresent(rate ->
                        warnings.add(
                                "%s limits the pull to %d bytes a second; did you mean %dM?"
                                        .formatted(rules.source().text(), rate, rate)));
    }

    private static Setting<RateRules> rules(
            RateFlags flags, Environment environment, ConfigFile file, List<String> warnings) {
        if (flags.limit().isPresent()) {
            var text = flags.limit().get();
            var rules = RateRules.parse(text);
            return rules.map(r -> Setting.flag(r, "--limit-rate"))
                    .orElseThrow(() ->
                            new UsageException(
                                    "--limit-rate is `" + text + "`, which is no rate",
                                    "bytes a second with K, M or G (1024, as in curl), " + FORM));
        }
        var variable = environment.value(VARIABLE);
        if (variable.isPresent()) {
            var rules = RateRules.parse(variable.get());
            if (rules.isPresent()) {
                return Setting.environment(rules.get(), VARIABLE);
            }
            warnings.add(VARIABLE + " is `" + variable.get() + "`, no rate " + FORM + "; ignored");
        }
        var key = Optional.ofNullable(file.values().get("rate"));
        var rules =
                key.flatMap(value ->
                        value instanceof List<?> list
                                ? RateRules.parse(list.stream().map(Object::toString).toList())
                                : RateRules.parse(value.toString()));
        if (key.isPresent() && rules.isEmpty()) {
            warnings.add(file.path() + ": `rate` cannot be `" + key.get() + "`; ignored");
        }
        return rules.map(r -> Setting.file(r, file.path()))
                .orElse(Setting.byDefault(RateRules.NONE));
    }

    private static Setting<Optional<Path>> controlFile(
            RateFlags flags, ConfigFile file, WrittenPaths paths) {
        if (flags.file().isPresent()) {
            return Setting.flag(flags.file(), "--limit-rate-file");
        }
        return Optional.ofNullable(file.values().get("rate_file"))
                .flatMap(text -> paths.inFile(text.toString(), file.path() + ": `rate_file`"))
                .map(path -> Setting.file(Optional.of(path), file.path()))
                .orElse(Setting.byDefault(Optional.empty()));
    }

    private static Setting<Boolean> yielding(
            RateFlags flags, ConfigFile file, List<String> warnings) {
        if (flags.yielding()) {
            return Setting.flag(true, "--yield");
        }
        var key = file.values().get("yield");
        if (key instanceof Boolean truth) {
            return Setting.file(truth, file.path());
        }
        if (key != null) {
            warnings.add(file.path() + ": `yield` cannot be `" + key + "`; ignored");
        }
        return Setting.byDefault(false);
    }
}
