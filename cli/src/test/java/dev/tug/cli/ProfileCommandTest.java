package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.tug.Profiles;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class ProfileCommandTest {
    @TempDir private Path home;
    private World world = new World(Path.of(""));

    @BeforeEach
    void make_a_world() {
        world = new World(home);
    }

    @Test
    void list_has_a_line_for_each_profile() {
        assertThat(world.run("profile", "list")).isZero();
        assertThat(world.out())
                .isEqualTo(
                        """
                        HOST                  NETWORK                  STREAMS    AGE           CONFIDENCE    WHY
                        registry.ollama.ai    192.168.7.0/24 (here)    4          3 days ago    high          it cuts above 4
                        registry.ollama.ai    10.0.0.0/8               16         3 days ago    low           -
                        """);
        assertThat(world.err()).isEqualTo("warning: odd profile\n");
    }

    @Test
    void show_says_all_that_is_known_of_a_host() {
        assertThat(world.run("profile", "show", "Registry.Ollama.AI")).isZero();
        assertThat(world.out())
                .isEqualTo(
                        """
                        registry.ollama.ai, from 192.168.7.0/24 (here), direct
                          4 streams: it cuts above 4
                          more
                          learned 3 days ago; confidence high: 3 pulls agree

                        registry.ollama.ai, from 10.0.0.0/8, proxy p:3128, inspected: assumed
                          16 streams
                          more
                          learned 3 days ago; confidence low: another machine's pulls
                        """);
    }

    @Test
    void json_has_the_same_for_programs() throws IOException {
        for (var command : List.of("list", "show")) {
            var each = new World(home);
            var arguments =
                    command.equals("list")
                            ? new String[] {"profile", "list", "--json"}
                            : new String[] {"profile", "show", "--json", ScriptedProfiles.HOST};
            assertThat(each.run(arguments)).isZero();
            assertThat(JSON.std.mapFrom(each.out()).get("profiles"))
                    .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                    .hasSize(2)
                    .first()
                    .isEqualTo(
                            Map.ofEntries(
                                    Map.entry("host", "registry.ollama.ai"),
                                    Map.entry("egress", "direct"),
                                    Map.entry("network", "192.168.7.0/24"),
                                    Map.entry("here", true),
                                    Map.entry("streams", 4),
                                    Map.entry("cause", "too_many"),
                                    Map.entry("reason", "it cuts above 4"),
                                    Map.entry(
                                            "says", List.of("4 streams: it cuts above 4", "more")),
                                    Map.entry("learned_at", "2026-01-01T00:00:00Z"),
                                    Map.entry("age_seconds", 259200),
                                    Map.entry("confidence", "high"),
                                    Map.entry("pulls", 3)));
        }
    }

    @Test
    void a_host_that_nothing_is_known_of_exits_with_3() {
        assertThat(world.run("profile", "show", "other.example")).isEqualTo(3);
        assertThat(world.run("profile", "reset", "other.example")).isEqualTo(3);
        assertThat(world.out()).isEmpty();
        assertThat(world.err())
                .contains("Error: nothing is known of the way to other.example\n\nhint: see `tug");
    }

    @Test
    void export_goes_to_stdout_or_a_file() {
        assertThat(world.run("profile", "export")).isZero();
        assertThat(world.out()).isEqualTo("{\"networks\": false}\n");

        var file = home.resolve("out.json");
        assertThat(world.run("profile", "export", file.toString(), "--networks")).isZero();
        assertThat(file).hasContent("{\"networks\": true}\n");

        assertThat(world.run("profile", "export", home.resolve("no/out.json").toString()))
                .isEqualTo(6);
        assertThat(world.err()).contains("Error: cannot write " + home.resolve("no/out.json"));
    }

    @Test
    void import_reads_a_file_or_stdin() throws IOException {
        var file = Files.writeString(home.resolve("in.json"), "document");
        world.stdin = "piped";
        assertThat(world.run("profile", "import", file.toString())).isZero();
        assertThat(world.run("profile", "import", "--here", "-")).isZero();

        assertThat(world.tug.profiles.calls).containsExactly("document", "piped here");
        assertThat(world.err()).contains("took over 2 profiles\n");
        assertThat(world.tug.isClosed).isTrue();
    }

    @Test
    void an_import_that_cannot_be_used_is_wrong_usage() throws IOException {
        var file = Files.writeString(home.resolve("in.json"), "document");
        assertThat(world.run("profile", "import", "/none.json")).isEqualTo(2);
        world.tug.profiles.adoption = new Profiles.Adoption.Refused("is no sound JSON");
        assertThat(world.run("profile", "import", file.toString())).isEqualTo(2);
        world.tug.profiles.adoption = new Profiles.Adoption.Taken(0, 3);
        assertThat(world.run("profile", "import", file.toString())).isEqualTo(2);
        assertThat(world.run("profile", "import", "-")).isEqualTo(2);
        world.tug.profiles.isOff = true;
        assertThat(world.run("profile", "import", file.toString())).isEqualTo(2);

        assertThat(world.err())
                .contains("Error: cannot read /none.json: no such file or directory\n")
                .contains("Error: " + file + " is no sound JSON\n\nhint: `tug profile export")
                .contains("Error: no profile in " + file + " can be used: 3 too old, without")
                .contains("Error: no profile in standard input can be used: ")
                .contains("hint: --here has them hold")
                .contains("Error: profiles are off");
    }

    @Test
    void an_import_says_what_it_passed_over() throws IOException {
        var file = Files.writeString(home.resolve("in.json"), "document");
        world.tug.profiles.adoption = new Profiles.Adoption.Taken(1, 2);
        assertThat(world.run("profile", "import", file.toString())).isZero();
        assertThat(world.err()).startsWith("took over 1 profile; passed over 2 too old");
    }

    @Test
    void reset_forgets_one_host_or_all() {
        assertThat(world.run("profile", "reset", ScriptedProfiles.HOST)).isZero();
        assertThat(world.run("profile", "reset")).isZero();

        assertThat(world.tug.profiles.calls)
                .containsExactly("reset registry.ollama.ai", "reset all");
        assertThat(world.err()).isEqualTo("forgot 2 profiles\nforgot 2 profiles\n");
    }

    @Test
    void a_file_that_cannot_be_written_exits_with_6_and_says_what_to_set() {
        world.tug.profiles.isReadOnly = true;
        assertThat(world.run("profile", "reset")).isEqualTo(6);
        assertThat(world.err())
                .startsWith(
                        "Error: cannot write /state: Permission denied\n\nhint: set `profiles`");
    }

    @Test
    void a_list_says_when_profiles_are_off() {
        world.tug.profiles.isOff = true;
        assertThat(world.run("profile", "list")).isZero();
        assertThat(world.err()).isEqualTo("note: profiles are off; see `tug config`\n");
    }

    @Test
    void without_a_command_it_says_what_there_is() {
        assertThat(world.run("profile")).isEqualTo(2);
        assertThat(world.err()).contains("list").contains("export").contains("import");
        assertThat(world.run("profile", "frobnicate")).isEqualTo(2);
        assertThat(world.run("profile", "--help")).isZero();
    }

    @Test
    void each_shell_completes_its_commands() {
        for (var shell : CompletionCommand.Shell.values()) {
            var each = new World(home);
            assertThat(each.run("completion", shell.name())).isZero();
            assertThat(each.out()).contains("profile").contains("export").contains("reset");
        }
    }

    @Test
    void the_file_reaches_the_library_unless_it_is_off() {
        world.run("list");
        world.variables.put("TUG_PROFILES", "off");
        world.run("list");
        assertThat(world.configs.getFirst().profiles())
                .contains(home.resolve(".local/state/tug/profiles.json"));
        assertThat(world.configs.getLast().profiles()).isEmpty();

        assertThat(world.run("config")).isZero();
        assertThat(world.out()).containsPattern("profiles +off +TUG_PROFILES");
    }
}
