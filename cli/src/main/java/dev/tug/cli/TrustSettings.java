package dev.tug.cli;

import dev.tug.TugConfig;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whom to believe, with the sources.
///
/// @param authorities PEM files, and directories of them, that count besides the system's
/// @param unverified hosts whose certificates are not looked at
/// @param inspected whether the network counts as inspected; empty to go by certificates
record TrustSettings(
        Setting<List<Path>> authorities,
        Setting<List<String>> unverified,
        Setting<Optional<Boolean>> inspected) {
    /// The keys of the configuration file that are read here.
    static final Set<String> KEYS = Set.of("cacert", "insecure_hosts", "assume_inspected");

    private static final String ASSUME = "TUG_ASSUME_INSPECTED";

    /// Where other programs are told of authorities; what a company has set up for one of them holds
    /// for Tug too.
    private static final List<String> VARIABLES =
            List.of(
                    "SSL_CERT_FILE",
                    "SSL_CERT_DIR",
                    "REQUESTS_CA_BUNDLE",
                    "CURL_CA_BUNDLE",
                    "NODE_EXTRA_CA_CERTS",
                    "AWS_CA_BUNDLE");

    /// The one that is a list, as OpenSSL has it.
    private static final String LIST = "SSL_CERT_DIR";

    /// What the command line says about trust, besides `--cacert`.
    record TrustFlags(List<String> unverified, Optional<String> inspected) {
        static final TrustFlags NONE = new TrustFlags(List.of(), Optional.empty());

        TrustFlags {
            unverified = List.copyOf(unverified);
        }
    }

    /// Reads flags, environment and file; what is odd in the latter two goes to `warnings`.
    ///
    /// @throws UsageException if a flag makes no sense
    static TrustSettings read(
            Flags flags,
            Environment environment,
            ConfigFile file,
            WrittenPaths paths,
            List<String> warnings) {
        return new Reading(environment, file, paths, warnings).of(flags);
    }

    private record Reading(
            Environment environment, ConfigFile file, WrittenPaths paths, List<String> warnings) {
        TrustSettings of(Flags flags) {
            return new TrustSettings(
                    authorities(flags.authorities()),
                    unverified(flags.trust().unverified()),
                    inspected(flags.trust().inspected()));
        }

        /// Sources of trust add up: here a stronger source hides no other.
        private Setting<List<Path>> authorities(List<Path> named) {
            var all = new LinkedHashSet<Path>();
            var source = Optional.<Setting.Source>empty();
            for (var path : named) {
                if (!Files.isReadable(path)) {
                    throw new UsageException(
                            "--cacert: cannot read " + path, "name a PEM file or a directory");
                }
                all.add(path);
                source = Optional.of(new Setting.Source.Flag("--cacert"));
            }
            for (var variable : VARIABLES) {
                for (var path : paths(variable)) {
                    all.add(path);
                    source = source.or(() -> Optional.of(new Setting.Source.Environment(variable)));
                }
            }
            for (var text : texts("cacert")) {
                var what = file.path() + ": `cacert`";
                var path = paths.inFile(text, what).filter(p -> isReadable(p, what));
                if (path.isPresent()) {
                    all.add(path.get());
                    source = source.or(() -> Optional.of(new Setting.Source.File(file.path())));
                }
            }
            return new Setting<>(List.copyOf(all), source.orElse(new Setting.Source.Default()));
        }

        private List<Path> paths(String variable) {
            var value = environment.value(variable);
            var texts =
                    variable.equals(LIST)
                            ? value.stream()
                                    .flatMap(list ->
                                            List.of(list.split(File.pathSeparator)).stream())
                                    .filter(text -> !text.isBlank())
                                    .toList()
                            : value.stream().toList();
            return texts.stream()
                    .flatMap(text -> paths.of(text, variable).stream())
                    .filter(path -> isReadable(path, variable))
                    .toList();
        }

        private Setting<List<String>> unverified(List<String> named) {
            for (var host : named) {
                if (!TugConfig.namesHost(host)) {
                    throw new UsageException(
                            "--insecure-host is `" + host + "`, not HOST or HOST:PORT",
                            "name each host on its own, without https:// and without `*`");
                }
            }
            if (!named.isEmpty()) {
                return Setting.flag(named, "--insecure-host");
            }
            var kept = new ArrayList<String>();
            for (var host : texts("insecure_hosts")) {
                if (TugConfig.namesHost(host)) {
                    kept.add(host);
                } else {
                    warnings.add(
                            file.path() + ": `insecure_hosts` cannot have `" + host + "`; ignored");
                }
            }
            return kept.isEmpty()
                    ? Setting.byDefault(List.of())
                    : Setting.file(List.copyOf(kept), file.path());
        }

        private Setting<Optional<Boolean>> inspected(Optional<String> flag) {
            if (flag.isPresent()) {
                return parse(flag.get())
                        .map(value -> Setting.flag(value, "--assume-inspected"))
                        .orElseThrow(() ->
                                new UsageException(
                                        "--assume-inspected is `" + flag.get() + "`",
                                        "say yes, no or auto"));
            }
            var variable = environment.value(ASSUME);
            if (variable.isPresent()) {
                var value = parse(variable.get());
                if (value.isPresent()) {
                    return Setting.environment(value.get(), ASSUME);
                }
                warnings.add(ASSUME + " is `" + variable.get() + "`, not yes, no or auto");
            }
            var key = Optional.ofNullable(file.values().get("assume_inspected"));
            var value = key.flatMap(text -> parse(text.toString()));
            if (key.isPresent() && value.isEmpty()) {
                warnings.add(
                        "%s: `assume_inspected` cannot be `%s`; ignored"
                                .formatted(file.path(), key.get()));
            }
            return value.map(known -> Setting.file(known, file.path()))
                    .orElse(Setting.byDefault(Optional.empty()));
        }

        /// Yes, no, or as certificates show; empty if it is none of these.
        private static Optional<Optional<Boolean>> parse(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "yes", "true", "1" -> Optional.of(Optional.of(true));
                case "no", "false", "0" -> Optional.of(Optional.of(false));
                case "auto" -> Optional.of(Optional.empty());
                default -> Optional.empty();
            };
        }

        private List<String> texts(String key) {
            return Optional.ofNullable(file.values().get(key)).stream()
                    .flatMap(v -> v instanceof List<?> list ? list.stream() : List.of(v).stream())
                    .map(Object::toString)
                    .toList();
        }

        private boolean isReadable(Path path, String what) {
            var readable = Files.isReadable(path);
            if (!readable) {
                warnings.add(what + ": cannot read " + path + "; ignored");
            }
            return readable;
        }
    }
}
