package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.tug.Models.Partial;
import dev.tug.blob.Digest;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// `tug list --partial` and `tug rm --partial`.
final class PartialCommandTest {
    private static final Digest MINE = ScriptedTug.digest("mine");
    private static final Digest BUSY = ScriptedTug.digest("busy");
    private static final Digest OLLAMAS = ScriptedTug.digest("ollamas");

    @TempDir private Path home;
    private World world = new World(Path.of(""));

    @BeforeEach
    void make_a_world() {
        world = new World(home);
        var models = world.tug.models;
        models.partials.add(partial(MINE, List.of("llama3.2:3b", "me/other"), false, -1));
        models.partials.add(partial(BUSY, List.of("qwen3:4b"), false, 4711));
        models.partials.add(partial(OLLAMAS, List.of(), true, -1));
    }

    private static Partial partial(
            Digest digest, List<String> models, boolean isOllamas, long holder) {
        return new Partial(
                digest,
                models.stream().map(ModelName::parse).toList(),
                1_500_000_000,
                2_000_000_000,
                ScriptedModels.MODIFIED.plus(Duration.ofHours(1)),
                isOllamas,
                holder < 0 ? OptionalLong.empty() : OptionalLong.of(holder));
    }

    @Test
    void lists_what_is_kept_of_which_model_and_who_works_on_it() {
        assertThat(world.run("ls", "--partial")).isZero();
        assertThat(world.out().lines().map(line -> line.split(" {2,}")))
                .containsExactly(
                        new String[] {"MODEL", "BLOB", "KEPT", "OF", "MODIFIED", "BY"},
                        row("llama3.2:3b, me/other:latest", MINE, "tug"),
                        row("qwen3:4b", BUSY, "tug, in use by process 4711"),
                        row("-", OLLAMAS, "ollama"));
        assertThat(world.err()).isEmpty();
    }

    private static String[] row(String model, Digest blob, String who) {
        return new String[] {model, blob.shortForm(), "1.5 GB", "2 GB", "2 days ago", who};
    }

    @Test
    void json_has_digests_and_bytes() throws IOException {
        assertThat(world.run("list", "--partial", "--json")).isZero();
        assertThat(JSON.std.mapFrom(world.out()).get("partials"))
                .asInstanceOf(LIST)
                .hasSize(3)
                .element(1)
                .isEqualTo(
                        Map.of(
                                "digest",
                                BUSY.toString(),
                                "models",
                                List.of("qwen3:4b"),
                                "kept",
                                1_500_000_000,
                                "size",
                                2_000_000_000,
                                "modified_at",
                                "2026-01-01T01:00:00Z",
                                "by",
                                "tug",
                                "in_use",
                                true,
                                "process",
                                4711));
    }

    @Test
    void removes_by_model_in_any_case_and_touches_no_model() {
        assertThat(world.run("rm", "--partial", "Llama3.2:3B")).isZero();
        assertThat(world.err())
                .isEqualTo(
                        "removed 1.5 GB kept of blob %s of llama3.2:3b, me/other:latest\n"
                                .formatted(MINE.shortForm()));
        assertThat(left()).containsExactly(BUSY, OLLAMAS);
        assertThat(world.tug.models.removed).isEmpty();
    }

    @Test
    void removes_by_digest_in_full_or_as_the_list_shows_it() {
        assertThat(world.run("rm", "--partial", OLLAMAS.toString(), MINE.shortForm())).isZero();
        assertThat(left()).containsExactly(BUSY);
    }

    @Test
    void names_the_pull_that_works_on_it_and_refuses() {
        assertThat(world.run("rm", "--partial", "qwen3:4b")).isEqualTo(6);
        assertThat(world.err())
                .contains(
                        "Error: blob %s of qwen3:4b is being brought in by process 4711\n"
                                .formatted(BUSY.shortForm()))
                .contains("hint: wait until that pull is done, or end it with `kill 4711`");
        assertThat(left()).contains(BUSY);
    }

    @Test
    void all_removes_the_rest_though_one_is_in_use() {
        assertThat(world.run("rm", "--partial", "--all")).isEqualTo(6);
        assertThat(left()).containsExactly(BUSY);
        world.tug.models.partials.clear();
        assertThat(world.run("rm", "--partial", "--all")).isZero();
        assertThat(world.err()).endsWith("there is no partial download\n");
    }

    @Test
    void one_that_is_not_there_is_not_found_and_the_rest_goes() {
        assertThat(world.run("rm", "--partial", "absent", "a b", "sha256:" + "0".repeat(64), "-"))
                .isEqualTo(3);
        assertThat(world.run("rm", "--partial", "absent", "llama3.2:3b")).isEqualTo(3);
        assertThat(world.err())
                .contains("Error: no partial download of absent is in the store\n\nhint: see `tug");
        assertThat(left()).doesNotContain(MINE);
    }

    @Test
    void what_it_is_to_remove_must_be_said_once() {
        assertThat(world.run("rm", "--partial")).isEqualTo(2);
        assertThat(world.run("rm", "--all")).isEqualTo(2);
        assertThat(world.run("rm", "--partial", "--all", "llama3.2:3b")).isEqualTo(2);
        assertThat(world.run("rm")).isEqualTo(2);
        assertThat(left()).hasSize(3);
    }

    private List<Digest> left() {
        return world.tug.models.partials.stream().map(Partial::blob).toList();
    }
}
