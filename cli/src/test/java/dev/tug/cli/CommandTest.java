package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.tug.TugConfig;
import dev.tug.blob.Digest;
import dev.tug.failure.PullFailure;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

final class CommandTest {
    @TempDir private Path home;
    private World world = new World(Path.of(""));

    @BeforeEach
    void make_a_world() {
        world = new World(home);
    }

    @Test
    void pull_ends_with_a_line_of_facts_on_stderr_and_nothing_on_stdout() {
        assertThat(world.run("pull", "llama3.2:3b")).isZero();
        assertThat(world.out()).isEmpty();
        assertThat(world.err().lines().toList())
                .contains("4 streams: 12 of 16 were cut at once")
                .last()
                .asString()
                .isEqualTo(
                        "llama3.2:3b: 2.0 GB, 2.0 GB fetched in 4.0 s (500 MB/s) over 5 connections,"
                                + " 1 cut survived, 12 MB (0.6 %) fetched twice, 11 connections ended as"
                                + " too many; learned: 12 of 16 were cut at once");
        assertThat(world.tug.isClosed).isTrue();
    }

    @Test
    void quiet_pull_says_nothing() {
        assertThat(world.run("pull", "-q", "m")).isZero();
        assertThat(world.out() + world.err()).isEmpty();
    }

    @Test
    void one_failure_does_not_stop_the_rest_and_the_first_one_gives_the_exit_code() {
        world.tug
                .failing("gone", new PullFailure.NotFound("registry.ollama.ai", "gone"))
                .failing("locked", new PullFailure.Unauthorized("registry.ollama.ai", "401"));
        assertThat(world.run("pull", "gone", "locked", "a/b/c/d/", "good"))
                .isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(world.tug.pulled).extracting(ModelName::model).endsWith("good");
        assertThat(world.err())
                .contains("Error: gone does not exist on registry.ollama.ai\n\nhint: check name")
                .contains("Error: invalid model name")
                .contains("good:latest: ");
    }

    @Test
    void an_interrupt_stops_the_rest() {
        world.tug.failing("first", new PullFailure.Interrupted());
        assertThat(world.run("pull", "first", "second")).isEqualTo(130);
        assertThat(world.tug.pulled).hasSize(1);
        assertThat(world.err()).endsWith("interrupted; run the same command to go on\n");
    }

    @Test
    void a_cloud_suffix_is_pulled_as_ollama_does() {
        world.run("pull", "-q", "gpt-oss:120b:cloud", "m:local");
        assertThat(world.tug.pulled)
                .extracting(ModelName::shortest)
                .containsExactly("gpt-oss:120b-cloud", "m:latest");
    }

    @Test
    void flags_reach_the_library() throws IOException {
        var pem = Files.writeString(home.resolve("ca.pem"), "");
        world.stdin = "secret\nmore";
        var store = home.resolve("store");
        world.run(
                "pull",
                "--parts=3",
                "--insecure",
                "--cacert=" + pem,
                "--insecure-host=registry.corp:5000",
                "--assume-inspected=yes",
                "--store=" + store,
                "--user=me",
                "--password-stdin",
                "m");
        var config = world.configs.getFirst();
        assertThat(config.streamsMax()).isEqualTo(3);
        assertThat(config.insecure()).isTrue();
        assertThat(config.authorities()).containsExactly(pem);
        assertThat(config.unverified()).containsExactly("registry.corp:5000");
        assertThat(config.inspected()).contains(true);
        assertThat(config.store()).isEqualTo(store);
        assertThat(config.login().orElseThrow().password()).isEqualTo("secret");
        assertThat(world.err()).doesNotContain("secret");
    }

    @Test
    void no_prune_reaches_the_library() {
        world.run("list");
        world.variables.put("OLLAMA_NOPRUNE", "1");
        world.run("list");
        assertThat(world.configs).extracting(TugConfig::prune).containsExactly(true, false);
    }

    @Test
    void wrong_usage_says_so_to_programs_too() {
        var world = new World(home);

        assertThat(world.run("pull", "--json", "--no-such-flag", "m")).isEqualTo(2);
        assertThat(world.out()).contains("\"error\":", "\"code\":\"usage\"", "\"exit\":2");
        assertThat(world.err()).contains("--no-such-flag");
    }

    @Test
    void wrong_usage_exits_with_2_and_a_hint() {
        assertThat(world.run("pull", "--partz", "m")).isEqualTo(2);
        assertThat(world.run("pull", "--parts=0", "m")).isEqualTo(2);
        assertThat(world.run("pull", "--user=me", "m")).isEqualTo(2);
        assertThat(world.run("pull", "--cacert=/none", "m")).isEqualTo(2);
        assertThat(world.run("pull")).isEqualTo(2);
        assertThat(world.run("frobnicate")).isEqualTo(2);
        assertThat(world.run()).isEqualTo(2);
        assertThat(world.err())
                .contains("Error: Unknown option: '--partz'\n\nhint: see `tug pull")
                .contains("Error: `frobnicate` is no command\n\nhint: see `tug --help`");
        assertThat(world.tug.pulled).isEmpty();
    }

    @Test
    void json_pull_writes_nothing_but_objects_to_stdout() throws IOException {
        assertThat(world.run("pull", "--json", "m")).isZero();
        assertThat(world.err()).isEmpty();
        for (var line : world.out().lines().toList()) {
            assertThat(JSON.std.mapFrom(line)).containsKey("status");
        }
    }

    @Test
    void json_pull_ends_in_an_error_object() throws IOException {
        world.tug.failing("m", new PullFailure.NotFound("registry.ollama.ai", "m"));
        assertThat(world.run("pull", "--json", "m")).isEqualTo(3);
        var last = JSON.std.mapFrom(world.out().lines().toList().getLast());
        assertThat(last)
                .containsEntry(
                        "error",
                        "m does not exist on registry.ollama.ai:"
                                + " pull model manifest: file does not exist")
                .containsEntry("code", "not_found")
                .containsEntry("exit", 3);
    }

    @Test
    void a_defect_exits_with_1_and_shows_its_trace_only_when_asked() {
        world.tug = new ScriptedTug(-1, Duration.ZERO);
        world.tug.failing("m", new PullFailure.Disk(home, "bad sector"));
        assertThat(world.run("pull", "m")).isEqualTo(6);
        assertThat(world.err()).doesNotContain("\tat ");
        assertThat(world.run("pull", "-v", "m")).isEqualTo(6);
        assertThat(world.err()).contains("\tat ");
    }

    @Test
    void a_store_that_is_no_directory_is_wrong_usage() throws IOException {
        var file = Files.createFile(home.resolve("file"));
        for (var command : List.of("list", "prune", "verify")) {
            assertThat(world.run(command, "--store=" + file)).isEqualTo(2);
        }
        assertThat(world.run("pull", "--store=" + file, "m")).isEqualTo(2);
        assertThat(world.out()).isEmpty();
        assertThat(world.err()).contains("Error: the store " + file + " is not a directory");
        assertThat(world.configs).isEmpty();
    }

    @Test
    void list_has_ollamas_columns() {
        assertThat(world.run("ls")).isZero();
        assertThat(world.out())
                .isEqualTo(
                        """
                        NAME           ID              SIZE    MODIFIED
                        llama3.2:3b    %s    2 GB    3 days ago
                        """
                                .formatted(ScriptedTug.digest("id").shortForm()));
        assertThat(world.err()).isEqualTo("warning: odd file\n");
    }

    @Test
    void documents_are_json_when_asked() throws IOException {
        for (var command :
                new String[][] {
                    {"list", "--json"},
                    {"show", "--json", "llama3.2:3b"},
                    {"verify", "--json"},
                    {"prune", "--json"},
                    {"config", "--json"}
                }) {
            var each = new World(home);
            each.run(command);
            assertThat(JSON.std.mapFrom(each.out())).as(command[0]).isNotEmpty();
        }
    }

    @Test
    void show_passes_no_control_character_on() {
        assertThat(world.run("show", "llama3.2:3b")).isZero();
        assertThat(world.out())
                .contains("stop    \"<|a|>\"")
                .contains("{{ .Prompt }}")
                .contains("LICENCE [31m of many words")
                .doesNotContain("\u001b");
    }

    @Test
    void show_prints_one_part_as_it_is() {
        world.run("show", "--template", "llama3.2:3b");
        assertThat(world.out()).isEqualTo("{{ .Prompt }}\n");
    }

    @Test
    void an_unknown_model_exits_with_3() {
        assertThat(world.run("show", "other")).isEqualTo(3);
        assertThat(world.run("rm", "other", "llama3.2:3b")).isEqualTo(3);
        assertThat(world.tug.models.removed).containsExactly(ScriptedModels.NAME);
        assertThat(world.run("cp", "other", "new")).isEqualTo(3);
        assertThat(world.err())
                .contains("Error: other:latest is not in the store /store\n")
                .contains("hint: see `tug list`");
    }

    @Test
    void verify_names_what_is_broken_and_exits_with_7() {
        assertThat(world.run("verify")).isEqualTo(7);
        assertThat(world.out())
                .contains("corrupt ")
                .contains("used by llama3.2:3b")
                .contains("2 blobs, 2.0 GB: 1 broken");
    }

    @Test
    void verify_repairs_just_what_is_broken() {
        assertThat(world.run("verify", "--repair")).isZero();
        var digest = ScriptedTug.blob("model", 2_000_000_000L).digest();
        assertThat(world.tug.repaired).containsExactly(digest);
        assertThat(world.tug.pulled).isEmpty();
        assertThat(world.err()).contains("repaired 1 of 1 blob\n");
    }

    @Test
    void verify_tells_of_the_repair_in_one_document() throws IOException {
        assertThat(world.run("verify", "--repair", "--json")).isZero();
        assertThat(JSON.std.mapFrom(world.out()))
                .containsEntry(
                        "repaired", world.tug.repaired.stream().map(Digest::toString).toList());
        assertThat(world.err()).isEmpty();
    }

    @Test
    void a_repair_that_fails_gives_its_exit_code() {
        world.tug.failing("repair", new PullFailure.Disk(home, "bad sector"));
        assertThat(world.run("verify", "--repair")).isEqualTo(6);
        assertThat(world.err()).contains("bad sector").contains("hint: ");
    }

    @Test
    void verify_has_the_networks_flags() throws IOException {
        var pem = Files.writeString(home.resolve("ca.pem"), "");
        world.stdin = "secret";
        assertThat(
                        world.run(
                                "verify",
                                "--repair",
                                "--parts=3",
                                "--insecure",
                                "--cacert=" + pem,
                                "--user=me",
                                "--password-stdin"))
                .isZero();
        var config = world.configs.getFirst();
        assertThat(config.streamsMax()).isEqualTo(3);
        assertThat(config.insecure()).isTrue();
        assertThat(config.authorities()).containsExactly(pem);
        assertThat(config.login().orElseThrow().password()).isEqualTo("secret");
    }

    @Test
    void a_login_goes_to_one_registry() {
        world.stdin = "secret";
        assertThat(world.run("pull", "--user=me", "--password-stdin", "a.example/u/m", "m"))
                .isEqualTo(2);
        assertThat(
                        world.run(
                                "verify",
                                "--repair",
                                "--user=me",
                                "--password-stdin",
                                "a.example/u/m",
                                "m"))
                .isEqualTo(2);
        assertThat(world.configs).isEmpty();
        assertThat(world.err())
                .contains("these models are of 2: a.example, registry.ollama.ai")
                .contains("hint: run the command once for each registry");
        assertThat(
                        world.run(
                                "pull",
                                "--user=me",
                                "--password-stdin",
                                "a.example/u/m",
                                "A.example/u/n"))
                .isZero();
        assertThat(world.run("pull", "a.example/u/m", "m")).isZero();
    }

    @Test
    void a_login_goes_to_one_registry_in_a_repair_of_all_models_too() {
        world.stdin = "secret";
        world.tug.models.alsoUsedBy(ModelName.parse("a.example/u/m"));
        assertThat(world.run("verify", "--repair", "--user=me", "--password-stdin")).isEqualTo(2);
        assertThat(world.tug.repaired).isEmpty();
        assertThat(world.run("verify", "--repair")).isZero();
    }

    @Test
    void an_interrupted_demonstration_exits_with_the_signals_code() {
        world.signals = _ -> 143;
        Thread.currentThread().interrupt();
        assertThat(world.run("demo", "--size=1")).isEqualTo(143);
        assertThat(world.err()).isEqualTo("interrupted\n");
    }

    @Test
    void an_interrupted_scrub_exits_with_the_signals_code() {
        world.signals = _ -> 143;
        world.tug.models.interruptsVerify = true;
        assertThat(world.run("verify")).isEqualTo(143);
        assertThat(world.err()).isEqualTo("interrupted\n");
    }

    @Test
    void config_calls_settings_as_the_file_does() {
        world.variables.put("ALL_PROXY", "http://proxy:3128");
        world.run("config");

        assertThat(
                        world.out()
                                .lines()
                                .skip(1)
                                .takeWhile(line -> !line.isBlank())
                                .map(line -> line.split(" ", 2)[0])
                                // These two are the environment's alone.
                                .filter(name ->
                                        !name.equals("colour") && !name.equals("ollama_host")))
                .containsExactlyInAnyOrderElementsOf(SettingsReader.keys());
    }

    @Test
    void config_says_where_each_value_comes_from_and_hides_a_proxys_login() {
        world.variables.put("OLLAMA_DOWNLOAD_PARTS", "4");
        world.variables.put("HTTPS_PROXY", "http://user:secret@proxy:3128");
        assertThat(world.run("config")).isZero();
        assertThat(world.out())
                .containsPattern("parts +4 +OLLAMA_DOWNLOAD_PARTS")
                .containsPattern("\nproxy +http://user:\\*{3}@proxy:3128 +HTTPS_PROXY")
                .containsPattern("proxy for http:// +- +default")
                .containsPattern("system_proxy +false +default")
                .doesNotContain("secret");
    }

    @Test
    void a_broken_file_is_wrong_usage_with_its_line() throws IOException {
        var file = Files.writeString(home.resolve("bad.toml"), "parts = 4\nstore = \n");
        world.variables.put("TUG_CONFIG", file.toString());
        assertThat(world.run("list")).isEqualTo(2);
        assertThat(world.err()).contains(file + ", line 2, is not TOML");
    }

    @Test
    void help_lists_the_exit_codes() {
        assertThat(world.run("--help")).isZero();
        for (var code : ExitCode.values()) {
            assertThat(world.out()).contains(code.code() + "  " + code.meaning());
        }
        assertThat(world.out()).contains("129  ").contains("143  ");
    }

    @Test
    void each_exit_code_is_in_the_reference() throws IOException {
        var reference = Files.readString(Path.of("..", "docs", "reference", "exit-codes.md"));
        for (var code : ExitCode.values()) {
            assertThat(reference).contains("\n| " + code.code() + " |");
        }
    }

    @Test
    void completion_knows_the_commands_of_each_shell() {
        for (var shell : CompletionCommand.Shell.values()) {
            var each = new World(home);
            assertThat(each.run("completion", shell.name())).isZero();
            assertThat(each.out()).contains("verify").contains("prune");
        }
    }

    @Test
    void config_shows_what_is_said_of_bandwidth() {
        world.variables.put("TUG_LIMIT_RATE", "2M 08:00-18:00");
        assertThat(world.run("config")).isZero();
        assertThat(world.out())
                .containsPattern("rate +2M 08:00-18:00 +TUG_LIMIT_RATE")
                .containsPattern("rate_file +- +default")
                .containsPattern("yield +false +default");
    }

    @Test
    void bandwidth_options_reach_the_library() {
        assertThat(world.run("pull", "--limit-rate=5M", "--yield", "m")).isZero();
        assertThat(world.configs.getFirst().yielding()).isTrue();
        assertThat(world.run("pull", "--limit-rate=fast", "m")).isEqualTo(2);
        assertThat(world.err()).contains("--limit-rate is `fast`");
    }

    @Test
    void address_options_reach_the_library_and_config_shows_them() {
        var pin = "registry.ollama.ai:443:192.0.2.1";
        assertThat(world.run("pull", "--resolve", pin, "--doh=https://dns.test/q", "m")).isZero();
        var names = world.configs.getFirst().names();
        assertThat(names.pins()).hasSize(1);
        assertThat(names.https()).hasToString("Optional[https://dns.test/q]");
        assertThat(names.httpsOnly()).isFalse();
        assertThat(world.run("pull", "--resolve=nothing", "m")).isEqualTo(2);
        assertThat(world.err()).contains("HOST:PORT:ADDRESS");

        var other = new World(home);
        other.variables.put("TUG_RESOLVE", pin);
        assertThat(other.run("config")).isZero();
        assertThat(other.out()).containsPattern("resolve +" + pin + " +TUG_RESOLVE");
        assertThat(other.out()).containsPattern("doh +- +default");
    }
}
