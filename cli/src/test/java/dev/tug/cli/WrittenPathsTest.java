package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class WrittenPathsTest {
    private final List<String> warnings = new ArrayList<>();
    private final WrittenPaths paths = new WrittenPaths(Path.of("/home/me"), warnings);

    @Test
    void a_file_s_tilde_is_the_home_and_a_variable_s_is_a_name() {
        assertThat(paths.inFile("~/models", "x")).contains(Path.of("/home/me/models"));
        assertThat(paths.inFile("a~/models", "x")).contains(Path.of("a~/models"));
        assertThat(paths.of("~/models", "x")).contains(Path.of("~/models"));
        assertThat(warnings).isEmpty();
    }

    @Test
    void what_is_no_path_is_passed_over_with_a_warning() {
        assertThat(paths.inFile("a\0b", "config.toml: `store`")).isEmpty();
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("config.toml: `store` is no path: ")
                .endsWith("; ignored");
    }

    @Test
    void a_password_file_that_is_no_path_is_no_defect() {
        var file = Map.<String, Object>of("proxy_password_file", "a\0b");
        var settings =
                new ProxySettingsReader(
                                ProxySettings.ProxyFlags.NONE,
                                new Environment(Map.of()),
                                new ConfigFile(Path.of("config.toml"), file),
                                paths,
                                warnings)
                        .read();

        assertThat(settings.passwordFile().value()).isEmpty();
        assertThat(warnings).singleElement().asString().contains("`proxy_password_file`");
    }
}
