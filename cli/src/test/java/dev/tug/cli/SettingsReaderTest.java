package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tug.TugConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class SettingsReaderTest {
    private static final Path FILE = Path.of("config.toml");
    private static final Platform PLATFORM = new Platform("Linux", Path.of("/home/me"));

    @TempDir private Path folder;

    private static Settings read(
            Flags flags, Map<String, String> variables, Map<String, Object> file) {
        return new SettingsReader(
                        flags, new Environment(variables), new ConfigFile(FILE, file), PLATFORM)
                .read();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 4, 5,  2, flag",
        ", 3, 4, 5,   3, environment",
        ", , 4, 5,    4, environment",
        ", , , 5,     5, file",
        ", , , ,      16, default",
        ", '\" 7 \"', , 5, 16, default",
        ", ' \"7\" ', , 5, 7, environment",
        ", 0, 4, 5,   16, default",
        ", 33, 4, 5,  16, default",
        ", many, , 5, 16, default",
        ", '', 4, ,   4, environment",
        ", , , 99,    16, default",
    })
    void parts_come_from_the_strongest_source(
            Integer flag, String variable, String alias, Integer key, int parts, String source) {
        var variables = new HashMap<String, String>();
        if (variable != null) {
            variables.put("OLLAMA_DOWNLOAD_PARTS", variable);
        }
        if (alias != null) {
            variables.put("OLLAMA_REGISTRY_MAXSTREAMS", alias);
        }
        var flags = new Flags(Optional.empty(), Optional.ofNullable(flag), List.of(), false, false);
        var settings = read(flags, variables, key == null ? Map.of() : Map.of("parts", key));
        assertThat(settings.parts().value()).isEqualTo(parts);
        assertThat(settings.parts().source().kind()).isEqualTo(source);
    }

    @Test
    void giving_up_is_as_late_as_somebody_says_also_before_the_first_byte() {
        var flags =
                new Flags(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false,
                        false,
                        Optional.of("10m"),
                        false,
                        RateSettings.RateFlags.NONE,
                        ProxySettings.ProxyFlags.NONE);
        var config = config(read(flags, Map.of(), Map.of("give_up_after", "3h")));
        assertThat(config.outage()).hasMinutes(10);
        assertThat(config.firstAnswer()).hasMinutes(10);

        var fromFile = config(read(Flags.NONE, Map.of(), Map.of("give_up_after", "3h")));
        assertThat(fromFile.outage()).hasHours(3);

        var byDefault = config(read(Flags.NONE, Map.of(), Map.of()));
        assertThat(byDefault.outage()).hasHours(12);
        assertThat(byDefault.firstAnswer()).hasSeconds(63);
    }

    private static TugConfig config(Settings settings) {
        return settings.config(PLATFORM, new Environment(Map.of()), Optional.empty());
    }

    @Test
    void speed_comes_first_if_somebody_says_so() {
        assertThat(config(read(Flags.NONE, Map.of(), Map.of())).aggressive()).isFalse();
        assertThat(config(read(Flags.NONE, Map.of(), Map.of("aggressive", true))).aggressive())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "0s", "0"})
    void a_time_to_give_up_that_is_none_is_refused_or_warned_of(String text) {
        var flags =
                new Flags(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false,
                        false,
                        Optional.of(text),
                        false,
                        RateSettings.RateFlags.NONE,
                        ProxySettings.ProxyFlags.NONE);
        assertThatThrownBy(() -> read(flags, Map.of(), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--give-up-after is `" + text + "`, not a time of 1s or more");
        assertThat(read(Flags.NONE, Map.of(), Map.of("give_up_after", text)).warnings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "30s, 30",
        "90, 90",
        "10m, 600",
        "3h, 10800",
        "1h30m, 5400",
        "2d, 172800",
        "0s, 0",
        "'', ",
        "h, ",
        "-1s, ",
        "9999d, ",
        "3 h, ",
    })
    void a_time_is_read_as_people_write_it(String text, Long seconds) {
        assertThat(TimeSpan.parse(text).map(span -> span.toSeconds()))
                .isEqualTo(Optional.ofNullable(seconds));
        TimeSpan.parse(text)
                .ifPresent(span -> assertThat(TimeSpan.parse(TimeSpan.text(span))).contains(span));
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, /given, /given",
        "Mac OS X, /given, /given",
        "Linux, '', /listed",
        "Linux, , /listed",
        "Windows 11, /given, /listed",
    })
    void home_is_where_the_variable_says(String os, String variable, Path home) {
        var variables = variable == null ? Map.<String, String>of() : Map.of("HOME", variable);
        var platform = Platform.of(os, new Environment(variables), Path.of("/listed"));
        assertThat(platform.home()).isEqualTo(home);
    }

    @Test
    void a_bad_number_of_parts_is_warned_of_once() {
        var variables = Map.of("OLLAMA_DOWNLOAD_PARTS", "0", "OLLAMA_REGISTRY_MAXSTREAMS", "x");
        assertThat(read(Flags.NONE, variables, Map.of()).warnings())
                .containsExactly("OLLAMA_DOWNLOAD_PARTS is `0`, not a number in 1..32; using 16");
    }

    @ParameterizedTest
    @CsvSource({
        "/flag, /variable, /file, /flag",
        ", /variable, /file, /variable",
        ", '  \"/variable\" ', , /variable",
        ", , /file, /file",
        ", , ~/file, /home/me/file",
        ", ~/variable, , ~/variable",
        ", '\"\"', , /home/me/.ollama/models",
    })
    void the_store_comes_from_the_strongest_source(
            Path flag, String variable, String key, Path store) {
        var flags = new Flags(Optional.ofNullable(flag), Optional.empty(), List.of(), false, false);
        var settings =
                read(
                        flags,
                        variable == null ? Map.of() : Map.of("OLLAMA_MODELS", variable),
                        key == null ? Map.of() : Map.of("store", key));
        assertThat(settings.store().value()).isEqualTo(store);
    }

    @Test
    void unknown_and_senseless_keys_are_warned_of() {
        var settings =
                read(Flags.NONE, Map.of(), Map.of("prats", 4, "insecure", "yes", "attempts", 0));
        assertThat(settings.warnings())
                .containsExactly(
                        "config.toml: unknown key `prats`",
                        "config.toml: `attempts` cannot be `0`; ignored",
                        "config.toml: `insecure` cannot be `yes`; ignored");
        assertThat(settings.insecure().value()).isFalse();
        assertThat(settings.attempts().value()).isEqualTo(6);
    }

    @Test
    void trust_adds_up_over_all_sources() throws IOException {
        var flag = Files.createFile(folder.resolve("flag.pem"));
        var variable = Files.createFile(folder.resolve("variable.pem"));
        var file = Files.createFile(folder.resolve("file.pem"));
        var flags = new Flags(Optional.empty(), Optional.empty(), List.of(flag), false, false);
        var settings =
                read(
                        flags,
                        Map.of("SSL_CERT_FILE", variable.toString()),
                        Map.of("cacert", List.of(file.toString(), "/none.pem")));
        assertThat(settings.authorities().value()).containsExactly(flag, variable, file);
        assertThat(settings.warnings())
                .containsExactly("config.toml: `cacert`: cannot read /none.pem; ignored");
    }

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "true, true",
        "T, true",
        "yes, true",
        "0, false",
        "F, false",
        "'', false",
        "' \"0\" ', false",
    })
    void no_prune_is_read_by_gos_rules(String text, boolean keep) {
        assertThat(read(Flags.NONE, Map.of("OLLAMA_NOPRUNE", text), Map.of()).keepUnused().value())
                .isEqualTo(keep);
    }

    @ParameterizedTest
    @CsvSource({
        "true, debug, , INFO, , DEBUG",
        "false, info, , , , INFO",
        "true, , , , , INFO",
        "false, , 1, , , DEBUG",
        "false, , 0, , info, INFO",
        "false, loud, , , , OFF",
        "false, , , , , OFF",
    })
    void the_log_level_comes_from_the_strongest_source(
            boolean verbose, String tugLog, String debug, String ignored, String key, LogLevel is) {
        var variables = new HashMap<String, String>();
        if (tugLog != null) {
            variables.put("TUG_LOG", tugLog);
        }
        if (debug != null) {
            variables.put("OLLAMA_DEBUG", debug);
        }
        var flags = new Flags(Optional.empty(), Optional.empty(), List.of(), false, verbose);
        var settings = read(flags, variables, key == null ? Map.of() : Map.of("log", key));
        assertThat(settings.log().value()).isEqualTo(is);
    }

    @ParameterizedTest
    @CsvSource({
        "/variable.json, /file.json, /variable.json, environment",
        "off, /file.json, , environment",
        ", /file.json, /file.json, file",
        ", ~/file.json, /home/me/file.json, file",
        ", off, , file",
        ", , /home/me/.local/state/tug/profiles.json, default",
        "'', , /home/me/.local/state/tug/profiles.json, default",
    })
    void profiles_are_kept_where_the_strongest_source_says(
            String variable, String key, Path place, String source) {
        var setting =
                read(
                                Flags.NONE,
                                variable == null ? Map.of() : Map.of("TUG_PROFILES", variable),
                                key == null ? Map.of() : Map.of("profiles", key))
                        .profiles();
        assertThat(setting.value()).isEqualTo(Optional.ofNullable(place));
        assertThat(setting.source().kind()).isEqualTo(source);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, , /me/.local/state/tug",
        "Linux, XDG_STATE_HOME=/state, /state/tug",
        "Linux, XDG_STATE_HOME=relative, /me/.local/state/tug",
        "Mac OS X, , /me/Library/Application Support/tug",
        "Windows 11, , /me/AppData/Local/tug",
        "Windows 11, LOCALAPPDATA=/local, /local/tug",
    })
    void state_is_kept_where_the_platform_keeps_it(String os, String variable, Path place) {
        var sides = variable == null ? new String[0] : variable.split("=", 2);
        var environment =
                new Environment(sides.length == 0 ? Map.of() : Map.of(sides[0], sides[1]));
        assertThat(new Platform(os, Path.of("/me")).state(environment)).isEqualTo(place);
    }

    @Test
    void no_color_and_a_dumb_terminal_take_the_colour_away() {
        assertThat(read(Flags.NONE, Map.of(), Map.of()).colour().value()).isTrue();
        assertThat(read(Flags.NONE, Map.of("NO_COLOR", "1"), Map.of()).colour().value()).isFalse();
        assertThat(read(Flags.NONE, Map.of("NO_COLOR", ""), Map.of()).colour().value()).isTrue();
        assertThat(read(Flags.NONE, Map.of("TERM", "dumb"), Map.of()).colour().value()).isFalse();
    }

    @Test
    void the_file_is_looked_for_where_the_platform_keeps_such_files() {
        var none = new Environment(Map.of());
        var mac = new Platform("Mac OS X", Path.of("/Users/me"));
        assertThat(ConfigFile.places(none, mac))
                .containsExactly(
                        Path.of("/Users/me/.config/tug/config.toml"),
                        Path.of("/Users/me/Library/Application Support/tug/config.toml"));
        var windows = new Platform("Windows 11", Path.of("/me"));
        assertThat(ConfigFile.places(new Environment(Map.of("APPDATA", "/appdata")), windows))
                .first()
                .isEqualTo(Path.of("/appdata/tug/config.toml"));
        assertThat(ConfigFile.places(new Environment(Map.of("XDG_CONFIG_HOME", "/x")), PLATFORM))
                .first()
                .isEqualTo(Path.of("/x/tug/config.toml"));
    }

    @Test
    void a_file_is_read_as_toml() throws IOException {
        var file =
                Files.writeString(
                        folder.resolve("c.toml"), "parts = 4\ncacert = ['a', 'b']\nlog = \"info\"");
        var found =
                ConfigFile.find(new Environment(Map.of("TUG_CONFIG", file.toString())), PLATFORM);
        assertThat(found.values())
                .containsEntry("parts", 4)
                .containsEntry("cacert", List.of("a", "b"))
                .containsEntry("log", "info");
    }

    @Test
    void a_named_file_must_exist() {
        var environment = new Environment(Map.of("TUG_CONFIG", "/none.toml"));
        assertThatThrownBy(() -> ConfigFile.find(environment, PLATFORM))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("/none.toml");
    }

    @Test
    void a_user_of_the_service_is_told_where_its_models_are() {
        var home = Setting.byDefault(folder.resolve("home"));
        assertThat(ServiceStore.note(home, folder))
                .hasValueSatisfying(
                        note -> assertThat(note).contains("sudo -u ollama env OLLAMA_MODELS="));
        assertThat(ServiceStore.note(home, folder.resolve("none"))).isEmpty();
        assertThat(ServiceStore.note(Setting.flag(home.value(), "--store"), folder)).isEmpty();
        assertThat(ServiceStore.note(Setting.byDefault(folder), folder)).isEmpty();
    }
}
