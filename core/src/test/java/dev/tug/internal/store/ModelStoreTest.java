package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

final class ModelStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration OLD = Duration.ofHours(2);
    private static final ModelName NAME = ModelName.parse("llama3:8b");

    @TempDir private Path directory;
    private Path root = Path.of("");
    private ModelStore store = new ModelStore(root);

    @BeforeEach
    void setStore() {
        root = directory.resolve("models");
        store = new ModelStore(root, InstantSource.fixed(NOW), () -> "boot");
    }

    @Test
    void keeps_a_manifest_to_the_byte_where_ollama_looks_for_it() throws Exception {
        var content = "{ \"odd\" :1 }\n\n".getBytes(UTF_8);
        store.writeManifest(NAME, content);

        var path = root.resolve("manifests/registry.ollama.ai/library/llama3/8b");
        assertThat(store.manifestPath(NAME)).isEqualTo(path);
        assertThat(path).hasBinaryContent(content);
        assertThat(store.readManifest(NAME)).contains(content);
        assertThat(mode(path)).isEqualTo("rw-r--r--");
        for (var at = Durable.parent(path); !at.equals(directory); at = Durable.parent(at)) {
            assertThat(mode(at)).isEqualTo("rwxr-xr-x");
        }
        assertThat(root.resolve(".tug")).isEmptyDirectory();
    }

    @Test
    void replaces_a_manifest() throws Exception {
        store.writeManifest(NAME, manifest());
        store.writeManifest(NAME, manifest(digest(1)));

        assertThat(store.readManifest(NAME)).contains(manifest(digest(1)));
        assertThat(store.readManifest(ModelName.parse("other"))).isEmpty();
    }

    @Test
    void knows_a_blob_by_its_length() throws Exception {
        var digest = blob(5, Duration.ZERO);

        assertThat(store.hasBlob(new Descriptor("x", digest, 5))).isTrue();
        assertThat(store.hasBlob(new Descriptor("x", digest, 6))).isFalse();
        assertThat(store.hasBlob(new Descriptor("x", digest(99), 0))).isFalse();
        Files.createDirectories(store.blobPath(digest(98)));
        assertThat(store.hasBlob(new Descriptor("x", digest(98), 0))).isFalse();
    }

    @Test
    void reads_the_old_spelling_of_a_blob() throws Exception {
        var digest = digest(3);
        Files.createDirectories(root.resolve("blobs"));
        Files.write(root.resolve("blobs").resolve(digest.toString()), new byte[3]);

        assertThat(store.hasBlob(new Descriptor("x", digest, 3))).isTrue();
        // What is of today's name is what is read.
        Files.write(root.resolve("blobs").resolve(digest.fileName()), new byte[2]);

        assertThat(store.hasBlob(new Descriptor("x", digest, 3))).isFalse();
    }

    @Test
    void lists_models_and_reports_the_rest() throws Exception {
        store.writeManifest(NAME, manifest(digest(1), digest(2)));
        store.writeManifest(ModelName.parse("hf.co/u/m:Q4"), manifest());
        write("manifests/registry.ollama.ai/library/llama3/.DS_Store", "junk");
        write("manifests/registry.ollama.ai/library/llama3/empty", "");
        write("manifests/registry.ollama.ai/library/llama3/bad", "<html>");
        write("manifests/registry.ollama.ai/library/too-shallow", "{}");
        Files.createDirectories(root.resolve("manifests/h/n/m/directory"));

        var listing = store.list();

        assertThat(listing.models())
                .extracting(model -> model.name().shortest())
                .containsExactly("hf.co/u/m:Q4", "llama3:8b");
        assertThat(listing.models().getLast().digests()).containsExactly(digest(1), digest(2));
        assertThat(listing.models().getLast().size()).isEqualTo(200);
        assertThat(listing.models().getLast().id())
                .isEqualTo(Digest.of(manifest(digest(1), digest(2))));
        assertThat(listing.problems())
                .extracting(problem -> problem.path().getFileName() + " " + problem.detail())
                .containsExactlyInAnyOrder(
                        ".DS_Store is not the name of a model",
                        "empty is empty",
                        "bad is not a JSON object");
    }

    @Test
    void an_empty_store_is_no_problem() throws Exception {
        assertThat(store.list()).isEqualTo(new StoreListing(List.of(), List.of()));
        assertThat(store.prune(false)).isEqualTo(new Pruning(List.of(), List.of()));
        assertThat(store.removeManifest(NAME)).isFalse();
        assertThat(store.copy(NAME, ModelName.parse("b"))).isFalse();
    }

    @Test
    void removes_a_manifest_and_the_directories_it_leaves_empty() throws Exception {
        store.writeManifest(NAME, manifest());
        store.writeManifest(ModelName.parse("other"), manifest());

        assertThat(store.removeManifest(NAME)).isTrue();
        assertThat(root.resolve("manifests/registry.ollama.ai/library/llama3")).doesNotExist();
        assertThat(store.removeManifest(ModelName.parse("other"))).isTrue();
        assertThat(root.resolve("manifests")).isEmptyDirectory();
    }

    @Test
    void copies_a_manifest_alone() throws Exception {
        store.writeManifest(NAME, manifest(digest(1)));

        assertThat(store.copy(NAME, ModelName.parse("mine"))).isTrue();
        assertThat(store.readManifest(ModelName.parse("mine"))).contains(manifest(digest(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "LLAMA3:8B, llama3:8b",
        "llama3:8B, llama3:8b",
        "Library/Llama3, llama3:latest",
        "other:8B, other:8b",
        "NS/x, NS/x:latest",
        "ns/x, ns/x:latest",
    })
    void spells_a_name_as_the_store_does(String asked, String spelled) throws Exception {
        store.writeManifest(NAME, manifest());
        store.writeManifest(ModelName.parse("NS/y:t"), manifest());
        store.writeManifest(ModelName.parse("ns/z:t"), manifest());

        assertThat(store.spelledAsStored(ModelName.parse(asked)).shortest()).isEqualTo(spelled);
    }

    @Test
    void prunes_what_is_old_and_not_needed() throws Exception {
        var needed = blob(1, OLD);
        var old = blob(2, OLD);
        var young = blob(3, Duration.ofMinutes(59));
        var legacy = digest(4);
        write("blobs/" + legacy, "1234");
        age("blobs/" + legacy, OLD);
        write("blobs/" + digest(5).fileName() + "-partial", "Ollama's");
        age("blobs/" + digest(5).fileName() + "-partial", OLD);
        store.writeManifest(NAME, manifest(needed));

        var dry = store.prune(true);
        assertThat(store.blobPath(old)).exists();
        var pruning = store.prune(false);

        assertThat(dry).isEqualTo(pruning);
        assertThat(pruning.removed())
                .extracting(Pruning.Removed::digest)
                .containsExactlyInAnyOrder(old, legacy);
        assertThat(pruning.bytes()).isEqualTo(6);
        assertThat(pruning.problems()).isEmpty();
        assertThat(store.blobPath(needed)).exists();
        assertThat(store.blobPath(young)).exists();
        assertThat(store.blobPath(old)).doesNotExist();
        assertThat(root.resolve("blobs").resolve(digest(5).fileName() + "-partial")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"layers\":[{\"digest\":\"sha256:1\"}]}"})
    void prunes_no_blob_while_a_manifest_is_unreadable(String content) throws Exception {
        var old = blob(2, OLD);
        write("manifests/h/n/m/t", content);

        var pruning = store.prune(false);

        assertThat(pruning.removed()).isEmpty();
        assertThat(pruning.problems()).hasSize(1);
        assertThat(store.blobPath(old)).exists();
        assertThat(store.removeUnreferenced(List.of(old)).removed()).isEmpty();
    }

    @Test
    void prunes_nothing_that_newer_manifests_mention() throws Exception {
        var leaf = blob(2, OLD);
        var inner = digest(3);
        write("blobs/" + inner.fileName(), "{\"layers\":[{\"digest\":\"" + leaf + "\"}]}");
        age("blobs/" + inner.fileName(), OLD);
        var named = blob(4, OLD);
        write("manifests-v2/ollama.com/library/m/latest", "whatever " + inner);
        write("manifests-v2/by-digest/" + named.fileName().toUpperCase(Locale.ROOT), "");
        var old = blob(5, OLD);

        assertThat(store.prune(false).removed())
                .extracting(Pruning.Removed::digest)
                .containsExactly(old);
    }

    @Test
    void removes_what_a_model_left_behind_at_once() throws Exception {
        var shared = blob(1, Duration.ZERO);
        var own = blob(2, Duration.ZERO);
        var foreign = blob(3, Duration.ZERO);
        store.writeManifest(NAME, manifest(shared));

        assertThat(store.removeUnreferenced(List.of(shared, own)).removed())
                .extracting(Pruning.Removed::digest)
                .containsExactly(own);
        assertThat(store.blobPath(foreign)).exists();
    }

    @Test
    void prunes_partials_that_nobody_took_up() throws Exception {
        var old = new Descriptor("x", digest(1), 10);
        var held = new Descriptor("x", digest(2), 10);
        StagedBlob.open(store, old).close();
        try (var staged = StagedBlob.open(store, held)) {
            for (var name : List.of(digest(1).hex(), digest(2).hex())) {
                age(".tug/" + name + ".part", Duration.ofDays(8));
                age(".tug/" + name + ".journal", Duration.ofDays(8));
            }
            write(".tug/left-by-a-crash.manifest", "{");
            age(".tug/left-by-a-crash.manifest", Duration.ofDays(8));
            var dry = store.prune(true).removed();
            assertThat(dry).hasSize(4);

            assertThat(store.prune(false).removed())
                    .extracting(Pruning.Removed::digest)
                    .containsOnly(digest(1))
                    .hasSize(2);
            assertThat(staged.missing()).hasSize(1);
        }
        try (var files = Files.list(root.resolve(".tug"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            digest(2).hex() + ".part", digest(2).hex() + ".journal");
        }
    }

    @Test
    void says_what_is_staged() throws Exception {
        var blob = new Descriptor("x", digest(1), 1_000);
        try (var staged = StagedBlob.open(store, blob)) {
            staged.recorded(new ByteRange(0, 300));
        }

        assertThat(store.missingBytes(blob)).isEqualTo(700);
    }

    @Test
    void says_of_what_it_kept_why_and_not_the_path_twice() {
        var problem = StoreProblem.of(root, new AccessDeniedException(root.toString()));

        assertThat(problem).hasToString(root + " permission denied");
    }

    @Test
    void writes_through_no_link_out_of_the_manifests() throws Exception {
        var elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createDirectories(root.resolve("manifests"));
        Files.createSymbolicLink(root.resolve("manifests/registry.ollama.ai"), elsewhere);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.writeManifest(NAME, manifest()))
                .withMessageContaining("leads out of the store");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void a_link_in_place_of_a_manifest_is_replaced_and_not_followed() throws Exception {
        var victim = Files.writeString(directory.resolve("victim"), "precious");
        var path = store.manifestPath(NAME);
        Files.createDirectories(Durable.parent(path));
        Files.createSymbolicLink(path, victim);

        assertThat(store.readManifest(NAME)).isEmpty();
        store.writeManifest(NAME, manifest());

        assertThat(victim).hasContent("precious");
        assertThat(store.readManifest(NAME)).contains(manifest());
    }

    @Test
    void the_root_may_be_a_link() throws Exception {
        Files.createDirectory(directory.resolve("disk"));
        Files.createSymbolicLink(root, directory.resolve("disk"));
        var blob = new Descriptor("x", Digest.of(new byte[0]), 0);
        try (var staged = StagedBlob.open(store, blob)) {
            staged.commit(blob.digest());
        }
        store.writeManifest(NAME, manifest(blob.digest()));

        assertThat(store.list().models()).hasSize(1);
        assertThat(directory.resolve("disk/blobs").resolve(blob.digest().fileName())).exists();
    }

    @Test
    void touching_a_blob_saves_it_from_pruning() throws Exception {
        var digest = blob(1, OLD);
        store.touchBlob(digest);

        assertThat(store.prune(false).removed()).isEmpty();
    }

    @Test
    void a_blob_that_only_its_owner_may_touch_is_there_nevertheless() throws Exception {
        var shared =
                new ModelStore(
                        root,
                        InstantSource.fixed(NOW),
                        () -> "boot",
                        (path, _) -> {
                            Files.getLastModifiedTime(path);
                            throw new FileSystemException(
                                    path.toString(), null, "Operation not permitted");
                        });
        var digest = blob(1, OLD);

        assertThat(shared.touchBlob(digest)).isTrue();
        assertThat(shared.touchBlob(digest(2))).isFalse();
    }

    @Test
    void leaves_young_blobs_of_a_removed_model_to_a_transfer_under_way() throws Exception {
        var young = blob(1, Duration.ofMinutes(10));
        var old = blob(2, OLD);
        try (var _ = StagedBlob.open(store, new Descriptor("x", digest(3), 10))) {
            assertThat(store.removeUnreferenced(List.of(young, old)).removed())
                    .extracting(Pruning.Removed::digest)
                    .containsExactly(old);
        }
        write(".tug/" + digest(4).hex() + ".lock", "left by a process that was killed");

        assertThat(store.removeUnreferenced(List.of(young)).removed())
                .extracting(Pruning.Removed::digest)
                .containsExactly(young);
    }

    @Test
    void where_no_directory_can_be_made_nothing_can_be_written() throws Exception {
        Files.writeString(root, "not a directory");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(store::prepare)
                .satisfies(
                        e -> assertThat(e.failure()).isInstanceOf(StoreFailure.NotWritable.class));
    }

    private Digest blob(int number, Duration age) throws Exception {
        var path = store.blobPath(digest(number));
        Files.createDirectories(Durable.parent(path));
        Files.write(path, new byte[number]);
        Files.setLastModifiedTime(path, FileTime.from(NOW.minus(age)));
        return digest(number);
    }

    private void write(String path, String content) throws Exception {
        var file = root.resolve(path);
        Files.createDirectories(Durable.parent(file));
        Files.writeString(file, content);
    }

    private void age(String path, Duration age) throws Exception {
        Files.setLastModifiedTime(root.resolve(path), FileTime.from(NOW.minus(age)));
    }

    private static Digest digest(int number) {
        return Digest.of(new byte[] {(byte) number});
    }

    private static byte[] manifest(Digest... layers) {
        var text = new StringBuilder("{\"Layers\":[");
        for (var layer : layers) {
            text.append(text.indexOf("{\"size") < 0 ? "" : ",");
            text.append("{\"size\":100,\"digest\":\"").append(layer).append("\"}");
        }
        return text.append("],\"x\":{}, \"config\":{\"digest\":\"\"}}").toString().getBytes(UTF_8);
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
