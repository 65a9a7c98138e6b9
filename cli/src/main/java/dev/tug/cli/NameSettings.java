package dev.tug.cli;

import dev.tug.NameSource;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What may be said about the addresses of hosts, with its sources.
///
/// @param pins addresses that are given for hosts
/// @param doh a DNS server over HTTPS
/// @param dohOnly whether no other is asked
record NameSettings(
        Setting<List<NameSource.Pin>> pins, Setting<Optional<URI>> doh, Setting<Boolean> dohOnly) {
    /// The keys of the configuration file that are read here.
    static final Set<String> KEYS = Set.of("resolve", "doh", "doh_only");

    private static final String FORM = "write it as HOST:PORT:ADDRESS[,ADDRESS], as in curl";

    /// What the command line says about addresses.
    record NameFlags(List<String> resolve, Optional<String> doh, boolean dohOnly) {
        static final NameFlags NONE = new NameFlags(List.of(), Optional.empty(), false);
    }

    /// Reads flags over environment over file; what is odd in the latter two goes to `warnings`.
    ///
    /// @throws UsageException if a flag makes no sense
    static NameSettings read(
            NameFlags flags, Environment environment, ConfigFile file, List<String> warnings) {
        var doh = doh(flags, environment, file, warnings);
        return new NameSettings(
                pins(flags, environment, file, warnings),
                doh,
                dohOnly(flags, file, doh.value().isPresent(), warnings));
    }

    /// For the library.
    NameSource source() {
        return new NameSource(pins.value(), doh.value(), dohOnly.value());
    }

    private static Setting<List<NameSource.Pin>> pins(
            NameFlags flags, Environment environment, ConfigFile file, List<String> warnings) {
        if (!flags.resolve().isEmpty()) {
            return Setting.flag(
                    flags.resolve().stream().map(NameSettings::pinOfFlag).toList(), "--resolve");
        }
        var variable = environment.value("TUG_RESOLVE");
        if (variable.isPresent()) {
            var words = Arrays.asList(variable.get().strip().split("\\s+", -1));
            return Setting.environment(pins(words, "TUG_RESOLVE", warnings), "TUG_RESOLVE");
        }
        var key = file.values().get("resolve");
        if (key == null) {
            return Setting.byDefault(List.of());
        }
        var words = key instanceof List<?> list ? List.copyOf(list) : List.of(key);
        var texts = words.stream().map(Object::toString).toList();
        return Setting.file(pins(texts, file.path() + ": `resolve`", warnings), file.path());
    }

    private static NameSource.Pin pinOfFlag(String text) {
        try {
            return NameSource.Pin.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--resolve is `" + text + "`: " + e.getMessage(), FORM);
        }
    }

    private static List<NameSource.Pin> pins(
            List<String> texts, String where, List<String> warnings) {
        var pins = new ArrayList<NameSource.Pin>();
        for (var text : texts) {
            try {
                pins.add(NameSource.Pin.parse(text));
            } catch (IllegalArgumentException e) {
                warnings.add(where + " has `" + text + "`: " + e.getMessage() + "; ignored");
            }
        }
        return List.copyOf(pins);
    }

    private static Setting<Optional<URI>> doh(
            NameFlags flags, Environment environment, ConfigFile file, List<String> warnings) {
        if (flags.doh().isPresent()) {
            var text = flags.doh().get();
            var server = server(text);
            if (server.isEmpty()) {
                throw new UsageException(
                        "--doh is `" + text + "`, which is no https address",
                        "such as https://cloudflare-dns.com/dns-query");
            }
            return Setting.flag(server, "--doh");
        }
        var variable = environment.value("TUG_DOH");
        if (variable.isPresent()) {
            var server = warned(variable.get(), "TUG_DOH", warnings);
            return server.isPresent()
                    ? Setting.environment(server, "TUG_DOH")
                    : Setting.byDefault(server);
        }
        var key = Optional.ofNullable(file.values().get("doh")).map(Object::toString);
        var server = key.flatMap(text -> warned(text, file.path() + ": `doh`", warnings));
        return server.isPresent() ? Setting.file(server, file.path()) : Setting.byDefault(server);
    }

    private static Optional<URI> warned(String text, String where, List<String> warnings) {
        var server = server(text);
        if (server.isEmpty()) {
            warnings.add(where + " is `" + text + "`, which is no https address; ignored");
        }
        return server;
    }

    private static Optional<URI> server(String text) {
        try {
            return new NameSource(List.of(), Optional.of(new URI(text)), false).https();
        } catch (URISyntaxException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Setting<Boolean> dohOnly(
            NameFlags flags, ConfigFile file, boolean isNamed, List<String> warnings) {
        if (flags.dohOnly()) {
            if (!isNamed) {
                throw new UsageException(
                        "--doh-only names no server", "add --doh https://SERVER/dns-query");
            }
            return Setting.flag(true, "--doh-only");
        }
        var key = file.values().get("doh_only");
        if (key instanceof Boolean truth && (isNamed || !truth)) {
            return Setting.file(truth, file.path());
        }
        if (key != null) {
            warnings.add(file.path() + ": `doh_only` cannot be `" + key + "` here; ignored");
        }
        return Setting.byDefault(false);
    }

    /// A line for `tug config`.
    static <T> String text(List<T> values, Function<T, String> word) {
        return String.join(" ", values.stream().map(word).toList());
    }
}
