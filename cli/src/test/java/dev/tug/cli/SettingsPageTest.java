package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The page of settings has to name all there are.
final class SettingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "settings.md");

    @Test
    void it_names_every_key_of_the_file() throws Exception {
        var page = Files.readString(PAGE);

        assertThat(SettingsReader.keys())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    @Test
    void it_names_every_option_of_the_network() throws Exception {
        var page = Files.readString(PAGE);
        var options =
                CommandLine.Model.CommandSpec.forAnnotatedObject(new NetworkOptions()).options();

        assertThat(options)
                .isNotEmpty()
                .allSatisfy(option ->
                        assertThat(Arrays.stream(option.names()).anyMatch(page::contains))
                                .as(option.longestName())
                                .isTrue());
    }
}
