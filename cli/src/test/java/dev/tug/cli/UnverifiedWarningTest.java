package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// That a host is not verified is said before anything is sent to it, whatever comes of the command.
final class UnverifiedWarningTest {
    private static final String WORDS =
            "warning: nobody checks the certificate of localhost, proxy.corp:3129, as ";

    @TempDir Path home;
    private World world;

    @BeforeEach
    void world() {
        world = new World(home);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pull m",
                "pull -q m",
                "pull --json m",
                "pull --dry-run -q m",
                "pull !",
                "verify --repair m",
                "doctor -q m",
                "doctor --json m"
            })
    void is_said_by_every_command_that_goes_to_the_network(String command) {
        world.tug.diagnosis = Diagnoses.of(List.of());
        world.run(
                (command + " --insecure-host=localhost --insecure-host=proxy.corp:3129")
                        .split(" "));

        assertThat(world.err()).containsOnlyOnce(WORDS + "--insecure-host asks: whoever");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pull m n", "pull --no-progress m n", "pull -q m n", "pull -v m n"})
    void is_not_said_again_when_the_host_is_met(String command) {
        world.tug.unverified.add("localhost");
        world.run((command + " --insecure-host=localhost").split(" "));

        assertThat(world.tug.pulled).hasSize(2);
        assertThat(world.out() + world.err()).containsOnlyOnce("localhost");
    }

    @Test
    void is_an_event_for_programs_before_all_others() {
        world.run("pull", "--json", "--insecure-host=localhost", "m");

        assertThat(world.out().lines().findFirst().orElseThrow())
                .startsWith(
                        "{\"status\":\"warning\",\"event\":\"warning\",\"reason\":\"nobody checks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "config", "doctor --explain EOF"})
    void is_not_said_where_nothing_is_sent(String command) throws IOException {
        var file = Files.writeString(home.resolve("c.toml"), "insecure_hosts = [\"localhost\"]\n");
        world.variables.put("TUG_CONFIG", file.toString());
        world.run(command.split(" "));

        assertThat(world.err()).doesNotContain("nobody checks");
    }

    @Test
    void names_the_file_that_says_so() throws IOException {
        var file = Files.writeString(home.resolve("c.toml"), "insecure_hosts = [\"localhost\"]\n");
        world.variables.put("TUG_CONFIG", file.toString());
        world.run("pull", "m");

        assertThat(world.err()).contains("nobody checks the certificate of localhost, as " + file);
    }

    @Test
    void is_not_said_if_all_hosts_are_verified() {
        world.run("pull", "m");

        assertThat(world.err()).doesNotContain("nobody checks");
    }
}
