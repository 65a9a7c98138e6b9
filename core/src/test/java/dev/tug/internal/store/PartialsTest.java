package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

final class PartialsTest {
    private static final byte[] BYTES = new byte[100_000];
    private static final Descriptor BLOB = new Descriptor("model", Digest.of(BYTES), BYTES.length);
    private static final ModelName MODEL = ModelName.parse("me/model:tag");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir private Path root;
    private ModelStore store = new ModelStore(Path.of(""));

    @BeforeEach
    void set_store() {
        store = new ModelStore(root, InstantSource.fixed(NOW), () -> "boot");
    }

    @Test
    void an_empty_store_has_none_and_stays_empty() throws Exception {
        assertThat(partials().list()).isEmpty();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void a_blob_that_was_begun_is_there_with_its_model_until_it_is_committed() throws Exception {
        begin(60_000);

        assertThat(partials().list())
                .singleElement()
                .satisfies(partial -> {
                    assertThat(partial.digest()).isEqualTo(BLOB.digest());
                    assertThat(partial.model()).contains(MODEL);
                    assertThat(partial.kept()).isEqualTo(60_000);
                    assertThat(partial.size()).isEqualTo(100_000);
                    assertThat(partial.isOllamas()).isFalse();
                    assertThat(partial.holder()).isEmpty();
                });

        try (var staged = StagedBlob.open(store, BLOB)) {
            assertThat(partials().list())
                    .extracting(Partial::model)
                    .containsExactly(Optional.of(MODEL));
            staged.write(ByteBuffer.wrap(BYTES, 60_000, 40_000), 60_000);
            staged.commit(BLOB.digest());
        }
        assertThat(partials().list()).isEmpty();
        assertThat(root.resolve(".tug")).isEmptyDirectory();
    }

    @Test
    void removal_leaves_nothing_and_the_blob_starts_anew() throws Exception {
        begin(60_000);

        partials().remove(BLOB.digest());

        assertThat(partials().list()).isEmpty();
        assertThat(root.resolve(".tug")).isEmptyDirectory();
        try (var staged = StagedBlob.open(store, BLOB)) {
            assertThat(staged.missing()).containsExactly(new ByteRange(0, 100_000));
        }
    }

    @Test
    void a_blob_that_a_pull_works_on_is_not_removed() throws Exception {
        try (var staged = StagedBlob.open(store, BLOB, Optional.of(MODEL))) {
            assertThat(partials().list())
                    .extracting(Partial::holder)
                    .containsExactly(OptionalLong.of(ProcessHandle.current().pid()));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> partials().remove(BLOB.digest()))
                    .satisfies(
                            e -> assertThat(e.failure()).isInstanceOf(StoreFailure.Locked.class));
            assertThat(staged.isEnded()).isFalse();
        }
        assertThat(partials().list()).hasSize(1);
    }

    @Test
    void what_ollama_left_is_there_and_can_be_removed() throws Exception {
        ollamas(61);

        assertThat(partials().list())
                .singleElement()
                .satisfies(partial -> {
                    assertThat(partial.digest()).isEqualTo(BLOB.digest());
                    assertThat(partial.isOllamas()).isTrue();
                    assertThat(partial.kept()).isEqualTo(30_000);
                    assertThat(partial.size()).isEqualTo(100_000);
                    assertThat(partial.holder()).isEmpty();
                });

        partials().remove(BLOB.digest());
        assertThat(root.resolve("blobs")).isEmptyDirectory();
    }

    @Test
    void what_a_running_ollama_writes_is_not_removed() throws Exception {
        ollamas(59);

        assertThat(partials().list())
                .extracting(Partial::kept, Partial::holder)
                .containsExactly(tuple(30_000L, OptionalLong.of(0)));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> partials().remove(BLOB.digest()));
        assertThat(partials().list()).hasSize(1);
    }

    @Test
    void a_spoilt_note_costs_the_name_alone() throws Exception {
        begin(60_000);
        Files.writeString(root.resolve(".tug").resolve(BLOB.digest().hex() + ".model"), "\0\1");

        assertThat(partials().list())
                .singleElement()
                .satisfies(partial -> assertThat(partial.model()).isEmpty());
        begin(70_000);
        assertThat(partials().list())
                .extracting(Partial::model)
                .containsExactly(Optional.of(MODEL));
    }

    private Partials partials() {
        return new Partials(store);
    }

    private void begin(int bytes) throws StoreException {
        try (var staged = StagedBlob.open(store, BLOB, Optional.of(MODEL))) {
            staged.write(ByteBuffer.wrap(BYTES, 0, bytes), 0);
            staged.recorded(new ByteRange(0, bytes));
        }
    }

    private void ollamas(int ageSeconds) throws IOException {
        var blobs = Files.createDirectory(root.resolve("blobs"));
        var data = blobs.resolve(BLOB.digest().fileName() + "-partial");
        Files.write(data, BYTES);
        Files.writeString(
                blobs.resolve(data.getFileName() + "-0"),
                "{\"N\":0,\"Offset\":0,\"Size\":100000,\"Completed\":30000}");
        Files.setLastModifiedTime(data, FileTime.from(NOW.minusSeconds(ageSeconds)));
    }
}
