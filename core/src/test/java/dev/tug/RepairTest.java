package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.Models.BlobCheck;
import dev.tug.blob.Digest;
import dev.tug.failure.PullFailure;
import dev.tug.internal.store.ModelStore;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Stores that something has happened to: what a scrub says of them, and what mends them.
final class RepairTest {
    @TempDir Path directory;

    @Test
    void puts_the_digests_bytes_in_the_place_of_broken_ones_whatever_the_tag_says_now()
            throws Exception {
        try (var rig = rig();
                var tug = rig.tug()) {
            rig.pull();
            var weights = weights(rig);
            Files.write(rig.blob(weights.toString()), new byte[1_000_000]);
            rig.lab.registry().add(model(7));
            int asked = manifestsAskedFor(rig);
            var repaired = tug.repair(broken(tug), rig.events::add);

            assertThat(repaired).containsExactly(weights);
            assertThat(rig.isComplete()).isTrue();
            assertThat(manifestsAskedFor(rig)).isEqualTo(asked);
            assertThat(broken(tug)).isEmpty();
        }
    }

    @Test
    void leaves_what_no_registry_has_and_mends_the_rest() throws Exception {
        try (var rig = rig();
                var tug = rig.tug()) {
            rig.pull();
            var weights = weights(rig);
            Files.delete(rig.blob(weights.toString()));
            var lost = Digest.of("lost".getBytes(UTF_8));
            var file = Files.writeString(rig.blob(lost.toString()), "list");
            var ghost = rig.lab.registry().hostAndPort() + "/aaa/ghost:latest";
            new ModelStore(rig.store).writeManifest(ModelName.parse(ghost), manifest(lost));
            var broken = broken(tug);
            var e =
                    catchThrowableOfType(
                            PullException.class, () -> tug.repair(broken, PullListener.NONE));

            assertThat(e.failure()).isInstanceOf(PullFailure.NotFound.class);
            assertThat(file).hasContent("list");
            assertThat(rig.isComplete()).isTrue();
        }
    }

    @Test
    void a_manifest_that_cannot_be_read_is_not_intact() throws Exception {
        var name = ModelName.parse("llama3:8b");
        var store = new ModelStore(directory);
        store.writeManifest(name, "{\"layers\":[".getBytes(UTF_8));
        Files.writeString(store.manifestPath(name).resolveSibling(".DS_Store"), "junk");
        try (var tug = Tug.with(TugConfig.of(directory))) {
            assertThat(broken(tug))
                    .singleElement()
                    .satisfies(check -> assertThat(check.usedBy()).containsExactly(name));
            var e = catchThrowableOfType(PullException.class, () -> tug.models().show(name));
            assertThat(e.failure()).isInstanceOf(PullFailure.BadManifest.class);
            assertThat(e).hasMessageContaining("is not a JSON object");
            assertThat(tug.repair(broken(tug), PullListener.NONE)).isEmpty();
        }
    }

    @Test
    void manifests_that_nobody_can_list_are_not_intact() throws Exception {
        Files.writeString(directory.resolve("manifests"), "not a directory");
        try (var tug = Tug.with(TugConfig.of(directory))) {
            assertThat(broken(tug)).hasSize(1);
            assertThat(tug.models().list().warnings()).hasSize(1);
            var e =
                    catchThrowableOfType(
                            PullException.class,
                            () -> tug.models().show(ModelName.parse("llama3:8b")));
            assertThat(e.failure()).isInstanceOf(PullFailure.Disk.class);
        }
    }

    @Test
    void says_that_a_model_is_not_in_the_store() throws Exception {
        try (var tug = Tug.with(TugConfig.of(directory))) {
            var e =
                    catchThrowableOfType(
                            PullException.class,
                            () -> tug.models().show(ModelName.parse("llama3:8b")));
            assertThat(e).hasMessage("llama3:8b does not exist in " + directory);
        }
    }

    private static List<BlobCheck> broken(Tug tug) throws Exception {
        return tug.models().verify(List.of(), (_, _, _) -> {}).stream()
                .filter(check -> check.state() != BlobCheck.State.INTACT)
                .toList();
    }

    private static Digest weights(PullRig rig) {
        return Digest.parse(rig.model.layers().getFirst().blob().digest()).orElseThrow();
    }

    private static int manifestsAskedFor(PullRig rig) {
        return rig.lab.registry().journal().requests(r -> r.path().contains("manifests")).size();
    }

    private static byte[] manifest(Digest layer) {
        var descriptor = "{\"mediaType\":\"x/y\",\"digest\":\"%s\",\"size\":4}".formatted(layer);
        return ("{\"schemaVersion\":2,\"config\":"
                        + descriptor
                        + ",\"layers\":["
                        + descriptor
                        + "]}")
                .getBytes(UTF_8);
    }

    private PullRig rig() throws Exception {
        return new PullRig(Files.createTempDirectory(directory, "rig"), model(1));
    }

    private static GeneratedModel model(long seed) {
        return GeneratedModel.named("library/demo", "latest")
                .layer(GeneratedModel.MODEL, GeneratedBlob.gguf(seed, 1_000_000))
                .layer(GeneratedModel.TEMPLATE, "{{ .Prompt }}".getBytes(UTF_8))
                .build();
    }
}
