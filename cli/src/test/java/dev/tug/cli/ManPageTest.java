package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.Tug;

import org.junit.jupiter.api.Test;

import java.io.OutputStream;
import java.util.List;

/// The manual, made from the command as it is.
final class ManPageTest {
    private static final int COLUMNS_MAX = 80;

    private final List<ManPage> pages =
            ManPage.pages(
                    Main.line(Main.surroundings(Tug::with, OutputStream.nullOutputStream())),
                    "2026-01-31",
                    "tug 1.0");

    private String page(String name) {
        return pages.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow().text();
    }

    @Test
    void there_is_a_page_for_the_program_and_one_for_each_command() {
        assertThat(pages.stream().map(ManPage::fileName))
                .contains("tug.1", "tug-pull.1", "tug-list.1", "tug-profile.1")
                .hasSize(Commands.NAMES.size() - List.of("ls", "help").size() + 1);
    }

    @Test
    void a_page_says_what_the_help_says() {
        assertThat(page("tug-pull"))
                .startsWith(".TH TUG\\-PULL 1 2026-01-31 \"tug 1.0\"")
                .contains(".SH SYNOPSIS\ntug pull ")
                .contains(".TP\n\\fB\\-n\\fR, \\fB\\-\\-dry\\-run\\fR\nOnly say")
                .contains("\\fB\\-\\-store\\fR \\fIDIR\\fR")
                .contains(".TP\n.I NAME...\n")
                .contains(".BR tug\\-list (1)");
    }

    @Test
    void defaults_are_filled_in() {
        assertThat(page("tug-demo")).contains("made\\-up model (1000)");
    }

    @Test
    void commands_within_a_command_are_parts_of_its_page() {
        assertThat(page("tug-profile")).contains(".SS import\ntug profile import ");
    }

    @Test
    void every_exit_code_is_named() {
        for (var code : ExitCode.values()) {
            assertThat(page("tug")).contains(".B " + code.code() + "\n");
        }
    }

    @Test
    void no_line_is_long_or_an_unknown_request_and_nothing_is_left_unfilled() {
        assertThat(pages.stream().flatMap(it -> it.text().lines()))
                .allSatisfy(line -> {
                    assertThat(line.length()).isLessThanOrEqualTo(COLUMNS_MAX);
                    assertThat(line).doesNotContain("${").doesNotContain("%n").isNotBlank();
                    if (line.startsWith(".")) {
                        assertThat(line).matches("\\.(TH|nh|ad|SH|SS|TP|PP|B|I|BR)( .*)?");
                    }
                });
    }
}
