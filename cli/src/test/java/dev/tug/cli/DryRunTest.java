package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.tug.failure.PullFailure;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

final class DryRunTest {
    private static final int MARGIN = 64 << 20;
    private static final long FETCH = 1_800_000_485L;

    @TempDir private Path home;
    private World world = new World(Path.of(""));

    @BeforeEach
    void make_a_world() {
        world = new World(home);
    }

    @Test
    void says_of_each_blob_what_is_here_and_what_is_to_come() {
        assertThat(world.run("pull", "--dry-run", "llama3.2:3b")).isZero();
        assertThat(world.out())
                .startsWith("llama3.2:3b: 1.8 GB to fetch of 2.0 GB\n  ")
                .containsPattern("model +2 GB +200 MB here +1.8 GB to fetch +16 parts\n")
                .containsPattern("template +1.5 KB +present\n")
                .containsPattern("config +485 B +missing +485 B to fetch +1 part\n")
                .endsWith("1.8 GB to fetch; 1.9 GB needed, 5 GB available: fits\n");
        assertThat(world.err()).isEqualTo("warning: odd\n");
        assertThat(world.tug.pulled).isEmpty();
        assertThat(world.tug.isClosed).isTrue();
    }

    @Test
    void exits_as_a_pull_without_room_does() {
        world.tug.available = FETCH + MARGIN - 1;
        assertThat(world.run("pull", "-n", "m")).isEqualTo(ExitCode.DISK.code());
        assertThat(world.err())
                .contains("Error: not enough space in models: 1.9 GB needed, 1.9 GB available\n");
        assertThat(world.out()).doesNotContain("fits");

        world.tug.available = FETCH + MARGIN;
        assertThat(world.run("pull", "-n", "m")).isZero();
    }

    @Test
    void quiet_says_only_that_there_is_no_room() {
        assertThat(world.run("pull", "-qn", "m")).isZero();
        world.tug.available = 7;
        assertThat(world.run("pull", "-qn", "m")).isEqualTo(ExitCode.DISK.code());
        assertThat(world.out()).isEmpty();
        assertThat(world.err()).contains("needed, 7 B available");
    }

    @Test
    void json_is_one_object_with_the_numbers() throws IOException {
        world.tug.available = 1_000;
        assertThat(world.run("pull", "--dry-run", "--json", "m")).isEqualTo(ExitCode.DISK.code());
        assertThat(world.out().lines()).hasSize(1);
        var document = JSON.std.mapFrom(world.out());
        assertThat(document)
                .containsEntry("dry_run", true)
                .containsEntry("fetch", (int) FETCH)
                .containsEntry("needed", (int) FETCH + MARGIN)
                .containsEntry("available", 1_000)
                .containsEntry("fits", false);
        var model = models(document).getFirst();
        assertThat(model).containsEntry("model", "m:latest").containsEntry("fetch", (int) FETCH);
        assertThat((List<?>) model.get("blobs"))
                .first()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("total", 2_000_000_000)
                .containsEntry("state", "partial")
                .containsEntry("completed", 200_000_000)
                .containsEntry("fetch", 1_800_000_000)
                .containsEntry("parts", 16)
                .containsKeys("digest", "media_type");
    }

    @Test
    void models_share_room_and_blobs_and_one_failure_does_not_stop_the_rest() throws IOException {
        world.tug.failing("gone", new PullFailure.NotFound("registry.ollama.ai", "gone"));
        assertThat(world.run("pull", "-n", "--json", "one", "gone", "a/b/c/d/", "two"))
                .isEqualTo(ExitCode.NOT_FOUND.code());
        var document = JSON.std.mapFrom(world.out());
        assertThat(models(document))
                .extracting(model -> model.get("model"), model -> model.get("code"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("one:latest", null),
                        org.assertj.core.groups.Tuple.tuple("gone", "not_found"),
                        org.assertj.core.groups.Tuple.tuple("a/b/c/d/", "usage"),
                        org.assertj.core.groups.Tuple.tuple("two:latest", null));
        assertThat(document).containsEntry("fetch", (int) FETCH).containsEntry("fits", true);
    }

    @Test
    void an_interrupt_stops_the_rest() {
        world.tug.failing("first", new PullFailure.Interrupted());
        assertThat(world.run("pull", "-n", "first", "second")).isEqualTo(130);
        assertThat(world.out()).isEmpty();
    }

    @SuppressWarnings("unchecked") // what the command writes
    private static List<Map<String, Object>> models(Map<String, Object> document) {
        return (List<Map<String, Object>>) Objects.requireNonNull(document.get("models"));
    }
}
