package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.PullFailure;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.StagedBlob;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a pull would do, told without doing it.
final class PullPlanTest {
    private static final int SIZE = 6_000_000;

    /// No disk of a test machine has room for 1 EB.
    private static final long HUGE = 1_000_000_000_000_000_000L;

    private static final String MANIFEST_TYPE =
            "application/vnd.docker.distribution.manifest.v2+json";

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "100, 10, 110, 110",
        "100, 10, 109, 110",
        "0, 10, 0, 0",
        "1, 10, 0, 11",
        "100, 0, 1000, 100",
        "9223372036854775807, 10, 7, 9223372036854775807",
    })
    void names_the_bytes_needed_and_available(
            long missing, long margin, long available, long needed) {
        var space = new PullPlan.Space(directory, missing, margin, available);

        assertThat(space.needed()).isEqualTo(needed);
        assertThat(space.isEnough()).isEqualTo(needed <= available);
        if (needed <= available) {
            assertThat(space.obstacle()).isEmpty();
        } else {
            assertThat(space.obstacle())
                    .contains(new PullFailure.NoSpace(directory, needed, available));
        }
    }

    @Test
    void asks_for_the_manifest_alone_and_leaves_no_store_behind() throws Exception {
        var profiles = directory.resolve("profiles.json");
        try (var rig = rig().with(c -> c.profiles(Optional.of(profiles)))) {
            var plan = plan(rig);

            assertThat(plan.manifest().bytes()).isEqualTo(rig.model.manifestBytes());
            assertThat(plan.blobs()).hasSize(rig.model.blobs().size());
            assertThat(plan.blobs()).allMatch(blob -> !blob.present() && blob.staged() == 0);
            assertThat(plan.missing()).isEqualTo(plan.manifest().size());
            assertThat(plan.space().missing()).isEqualTo(plan.missing());
            assertThat(plan.space().isEnough()).isTrue();
            assertThat(rig.store).doesNotExist();
            assertThat(profiles).doesNotExist();
            assertThat(rig.lab.registry().journal().requests())
                    .allMatch(request -> request.path().contains("/manifests/"))
                    .hasSize(1);
            assertThat(rig.lab.cdn().journal().requests()).isEmpty();
        }
    }

    @Test
    void counts_what_is_here_and_what_is_partly_here_and_changes_nothing() throws Exception {
        try (var rig = rig()) {
            rig.pull();
            var weights = rig.model.layers().getFirst().blob();
            var file = rig.blob(weights.digest());
            Files.delete(file);
            Files.delete(rig.manifest());
            var digest = Digest.parse(weights.digest()).orElseThrow();
            try (var staged =
                    StagedBlob.open(
                            new ModelStore(rig.store), new Descriptor("model", digest, SIZE))) {
                staged.recorded(new ByteRange(0, 1_000_000));
            }
            var before = files(rig.store);
            var plan = plan(rig);

            assertThat(plan.missing()).isEqualTo(SIZE - 1_000_000);
            assertThat(plan.blobs())
                    .filteredOn(blob -> !blob.present())
                    .extracting(PullEvent.BlobPlan::staged, PullEvent.BlobPlan::parts)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(1_000_000L, 1));
            assertThat(files(rig.store)).isEqualTo(before);
        }
    }

    @Test
    void counts_what_an_interrupted_ollama_left() throws Exception {
        try (var rig = rig()) {
            var data =
                    leaveAsOllama(rig, "{\"N\":0,\"Offset\":0,\"Size\":6000000,\"Completed\":5}");
            var plan = plan(rig);

            assertThat(plan.missing()).isEqualTo(plan.manifest().size() - 5);
            assertThat(data).exists();
            assertThat(rig.store.resolve(".tug")).doesNotExist();
        }
    }

    @Test
    void says_with_numbers_that_there_is_no_room_as_the_pull_does_before_its_first_byte()
            throws Exception {
        try (var rig = rig()) {
            var huge =
                    new String(rig.model.manifestBytes(), UTF_8)
                            .replace("" + SIZE, "" + HUGE)
                            .getBytes(UTF_8);
            rig.lab
                    .registry()
                    .manifest(rig.model.name(), rig.model.tag(), 200, MANIFEST_TYPE, huge);
            var space = plan(rig).space();
            var failure = catchThrowableOfType(PullException.class, rig::pull).failure();

            assertThat(space.isEnough()).isFalse();
            assertThat(space.missing()).isGreaterThan(HUGE).isLessThan(HUGE + 1_000);
            assertThat(space.needed()).isEqualTo(space.missing() + (64 << 20));
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            PullFailure.NoSpace.class,
                            full -> {
                                assertThat(full.path()).isEqualTo(rig.store);
                                assertThat(full.neededBytes()).isEqualTo(space.needed());
                                assertThat(full.availableBytes()).isBetween(1L, HUGE);
                            });
            assertThat(failure.summary()).contains(Long.toString(space.needed()));
            assertThat(rig.lab.cdn().journal().requests()).isEmpty();
        }
    }

    @Test
    void says_that_there_is_no_such_model() throws Exception {
        try (var rig = rig();
                var tug = rig.tug()) {
            var name = ModelName.parse(rig.lab.registry().hostAndPort() + "/library/nothing");
            var e =
                    catchThrowableOfType(
                            PullException.class, () -> tug.plan(name, rig.events::add));

            assertThat(e.failure()).isInstanceOf(PullFailure.NotFound.class);
        }
    }

    private static PullPlan plan(PullRig rig) throws PullException {
        try (var tug = rig.tug()) {
            return tug.plan(rig.name(), rig.events::add);
        }
    }

    /// Each file with its size and time.
    private static Map<Path, List<Object>> files(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            return all.collect(
                    Collectors.toMap(
                            file -> file,
                            file -> List.of(file.toFile().length(), file.toFile().lastModified())));
        }
    }

    private static Path leaveAsOllama(PullRig rig, String part) throws IOException {
        var file = rig.blob(rig.model.layers().getFirst().blob().digest());
        Files.createDirectories(file.getParent());
        var data = Files.write(Path.of(file + "-partial"), new byte[SIZE]);
        Files.setLastModifiedTime(data, FileTime.from(Instant.EPOCH));
        Files.writeString(Path.of(data + "-0"), part);
        return data;
    }

    private PullRig rig() throws Exception {
        var model =
                GeneratedModel.named("library/demo", "latest")
                        .layer(GeneratedModel.MODEL, GeneratedBlob.gguf(9, SIZE))
                        .layer(GeneratedModel.TEMPLATE, "{{ .Prompt }}".getBytes(UTF_8))
                        .build();
        return new PullRig(Files.createTempDirectory(directory, "rig"), model);
    }
}
