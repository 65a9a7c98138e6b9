package dev.tug.cli;

import dev.tug.ProxyRules.Named;
import dev.tug.cli.ProxySettings.ProxyFlags;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Works out [ProxySettings]. Used once.
final class ProxySettingsReader {
    /// Set where a web server runs the command, for which a request's header `Proxy` becomes
    /// `HTTP_PROXY` (CVE-2016-5385).
    private static final String CGI = "REQUEST_METHOD";

    private static final String FORM = "such as http://proxy.example:3128 or socks5h://HOST:1080";

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://.*");
    private static final Set<String> SCHEMES = Set.of("http", "https", "file");

    /// A drive of Windows has one letter before its colon.
    private static final int SCHEME_LEAST = 2;

    private final ProxyFlags flags;
    private final Environment environment;
    private final ConfigFile file;
    private final WrittenPaths paths;
    private final List<String> warnings;

    /// @param warnings takes a line for each value that is passed over
    ProxySettingsReader(
            ProxyFlags flags,
            Environment environment,
            ConfigFile file,
            WrittenPaths paths,
            List<String> warnings) {
        this.flags = flags;
        this.environment = environment;
        this.file = file;
        this.paths = paths;
        this.warnings = warnings;
    }

    /// The proxies that one source names.
    private record Choice(
            Optional<Named> https, Optional<Named> http, Optional<Named> script, boolean said) {
        static final Choice NOTHING =
                new Choice(Optional.empty(), Optional.empty(), Optional.empty(), false);
        static final Choice DIRECT =
                new Choice(Optional.empty(), Optional.empty(), Optional.empty(), true);
    }

    /// The settings in force.
    ///
    /// @throws UsageException if a flag or a proxy makes no sense
    ProxySettings read() {
        var byFlag = ofFlags();
        var byVariable = byFlag.said() ? Choice.NOTHING : ofEnvironment();
        var byFile = byFlag.said() || byVariable.said() ? Choice.NOTHING : ofFile();
        var choice = byFlag.said() ? byFlag : byVariable.said() ? byVariable : byFile;
        Function<Optional<Named>, Setting.Source> source =
                named ->
                        named.map(it -> source(it, byFlag.said(), byVariable.said()))
                                .orElse(
                                        byFlag.said()
                                                ? new Setting.Source.Flag(flagName())
                                                : new Setting.Source.Default());
        return new ProxySettings(
                new Setting<>(choice.https(), source.apply(choice.https())),
                new Setting<>(choice.http(), source.apply(choice.http())),
                new Setting<>(choice.script(), source.apply(choice.script())),
                except(),
                system(choice.said()),
                word(flags.user().map(ProxySettingsReader::user), "--proxy-user", "proxy_user"),
                path(flags.passwordFile(), "--proxy-password-file", "proxy_password_file"),
                word(flags.helper(), "--proxy-helper", "proxy_helper"),
                environment
                        .verbatim("NETRC")
                        .flatMap(text -> paths.of(text, "NETRC"))
                        .orElse(paths.home().resolve(".netrc")));
    }

    private Setting.Source source(Named named, boolean flag, boolean variable) {
        if (flag) {
            return new Setting.Source.Flag(named.source());
        }
        return variable
                ? new Setting.Source.Environment(named.source())
                : new Setting.Source.File(file.path());
    }

    private String flagName() {
        return flags.direct()
                ? "--no-proxy"
                : flags.script().isPresent() ? "--proxy-pac" : "--proxy";
    }

    private Choice ofFlags() {
        if (Stream.of(flags.direct(), flags.proxy().isPresent(), flags.script().isPresent())
                        .filter(it -> it)
                        .count()
                > 1) {
            throw new UsageException(
                    "--proxy, --proxy-pac and --no-proxy contradict each other",
                    "give one of them");
        }
        if (flags.direct() || flags.proxy().filter(String::isBlank).isPresent()) {
            return Choice.DIRECT;
        }
        if (flags.script().isPresent()) {
            return readable(script(flags.script().get(), "--proxy-pac"));
        }
        if (flags.proxy().isEmpty()) {
            return Choice.NOTHING;
        }
        var named = Optional.of(flagged(new Named(flags.proxy().get(), "--proxy")));
        return new Choice(named, named, Optional.empty(), true);
    }

    private static Named flagged(Named named) {
        try {
            named.check();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--proxy: " + e.getMessage(), "write it " + FORM);
        }
        if (named.hasPassword()) {
            throw new UsageException(
                    "--proxy has a password in it, which other users of this machine can read",
                    "put it in HTTPS_PROXY, ~/.netrc or --proxy-password-file FILE");
        }
        return named;
    }

    private static String user(String name) {
        if (name.indexOf(':') >= 0) {
            throw new UsageException(
                    "--proxy-user takes a name without a password, which other users of this machine"
                            + " could read",
                    "add --proxy-password-file FILE, or be asked for the password");
        }
        return name;
    }

    /// Ollama's order, which is Go's: capitals first. `ALL_PROXY` is curl's.
    private Choice ofEnvironment() {
        var script = variable("TUG_PROXY_PAC");
        if (script.isPresent()) {
            return script(script.get().text(), script.get().source());
        }
        boolean cgi = environment.verbatim(CGI).isPresent();
        var all = variable("ALL_PROXY").or(() -> variable("all_proxy"));
        var https =
                variable("HTTPS_PROXY")
                        .or(() -> variable("https_proxy"))
                        .or(() -> all)
                        .map(ProxySettingsReader::usable);
        var http =
                (cgi ? Optional.<Named>empty() : variable("HTTP_PROXY"))
                        .or(() -> variable("http_proxy"))
                        .or(() -> all)
                        .map(ProxySettingsReader::usable);
        return new Choice(https, http, Optional.empty(), https.isPresent() || http.isPresent());
    }

    private Optional<Named> variable(String name) {
        return environment.value(name).map(text -> new Named(text, name));
    }

    /// Who meant a proxy is not to go past it because of a slip.
    private static Named usable(Named named) {
        try {
            return named.check();
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    named.source() + ": " + e.getMessage(),
                    "write it " + FORM + ", or say `--no-proxy`");
        }
    }

    private Choice ofFile() {
        var script = text("proxy_pac");
        if (script.isPresent()) {
            return script(script.get(), file.path().toString());
        }
        var proxy = text("proxy");
        if (proxy.isPresent() && proxy.get().isBlank()) {
            return Choice.DIRECT;
        }
        var named =
                proxy.map(it -> new Named(it, file.path() + ": `proxy`"))
                        .map(ProxySettingsReader::usable);
        return new Choice(named, named, Optional.empty(), named.isPresent());
    }

    /// A script that is not there is told at once, and not after a minute of tries.
    private static Choice readable(Choice choice) {
        var place = choice.script().orElseThrow().text();
        var scheme = SCHEME.matcher(place);
        if (scheme.matches() && !SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT))) {
            throw new UsageException(
                    "--proxy-pac: a script is fetched by http, https or from a file, not by "
                            + scheme.group(1),
                    "name a file or a URL");
        }
        if (place.indexOf(':') < SCHEME_LEAST && !Files.isReadable(Path.of(place))) {
            throw new UsageException("--proxy-pac: cannot read " + place, "name a file or a URL");
        }
        return choice;
    }

    private Choice script(String place, String source) {
        boolean address = place.toLowerCase(Locale.ROOT).indexOf("://") >= SCHEME_LEAST;
        var opened = address ? place : paths.inHome(place);
        return new Choice(
                Optional.empty(), Optional.empty(), Optional.of(new Named(opened, source)), true);
    }

    private Setting<List<String>> except() {
        if (flags.except().isPresent()) {
            return Setting.flag(List.of(flags.except().get()), "--noproxy");
        }
        for (var name : List.of("NO_PROXY", "no_proxy")) {
            var list = environment.value(name);
            if (list.isPresent()) {
                return Setting.environment(List.of(list.get()), name);
            }
        }
        return Optional.ofNullable(file.values().get("noproxy"))
                .map(ProxySettingsReader::list)
                .map(list -> Setting.file(List.of(list), file.path()))
                .orElse(Setting.byDefault(List.of()));
    }

    private static String list(Object value) {
        return value instanceof List<?> words
                ? words.stream().map(Object::toString).collect(Collectors.joining(","))
                : value.toString();
    }

    private Setting<Boolean> system(boolean said) {
        if (flags.withoutSystem()) {
            return Setting.flag(false, "--no-system-proxy");
        }
        var key = file.values().get("system_proxy");
        if (key instanceof Boolean truth) {
            return Setting.file(truth && !said, file.path());
        }
        if (key != null) {
            warnings.add(file.path() + ": `system_proxy` cannot be `" + key + "`; ignored");
        }
        return Setting.byDefault(!said);
    }

    private Setting<Optional<String>> word(Optional<String> flag, String name, String key) {
        if (flag.isPresent()) {
            return Setting.flag(flag, name);
        }
        var word = text(key);
        return word.isPresent()
                ? Setting.file(word, file.path())
                : Setting.byDefault(Optional.empty());
    }

    private Setting<Optional<Path>> path(Optional<Path> flag, String name, String key) {
        if (flag.isPresent()) {
            return Setting.flag(flag, name);
        }
        return text(key)
                .flatMap(text -> paths.inFile(text, file.path() + ": `" + key + "`"))
                .map(path -> Setting.file(Optional.of(path), file.path()))
                .orElse(Setting.byDefault(Optional.empty()));
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(file.values().get(key)).map(Object::toString);
    }
}
