package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.StagedBlob;
import dev.tug.lab.GeneratedModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/// Pulls into stores where a full disk or a power cut left files empty, short or full of rubbish.
final class HealingTest {
    private static final int SIZE = 6_000_000;
    private static final int HALF = SIZE / 2;

    /// The length of a journal with a header and one record.
    private static final int RECORDED = 68 + 24;

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "\0\0\0\0", "null", "{\"schemaVersion\":2}"})
    void replaces_a_broken_manifest(String content) throws Exception {
        try (var rig = rig()) {
            plant(rig.manifest(), content.getBytes(UTF_8));
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(new ModelStore(rig.store).list().problems()).isEmpty();
        }
    }

    @Test
    void is_not_stopped_by_the_broken_manifest_of_another_model() throws Exception {
        try (var rig = rig()) {
            var other = plant(rig.manifest().resolveSibling("other"), new byte[0]);
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(other).isEmptyFile();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SIZE - 1, SIZE + 1})
    void replaces_a_blob_of_the_wrong_length(int length) throws Exception {
        try (var rig = rig()) {
            plant(weights(rig), Arrays.copyOf(bytes(rig), length));
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
        }
    }

    @Test
    void starts_anew_where_all_of_ollamas_part_files_are_empty() throws Exception {
        try (var rig = rig()) {
            leaveAsOllama(rig, Map.of(0, "", 1, ""));
            var summary = rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(summary.fetched()).isEqualTo(summary.bytes());
            assertThat(rig.events(PullEvent.Warning.class))
                    .anyMatch(it -> it.text().contains("unreadable"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"N\":1,", "rubbish", "null", "\0\0\0\0\0\0\0\0"})
    void keeps_what_ollama_had_beside_one_broken_part_file(String broken) throws Exception {
        try (var rig = rig()) {
            leaveAsOllama(rig, Map.of(0, part(0, 0, HALF), 1, broken));
            var summary = rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(summary.fetched()).isEqualTo(summary.bytes() - HALF);
            assertThat(rig.store.resolve("blobs").toFile().list())
                    .hasSize(rig.model.blobs().size());
        }
    }

    @Test
    void mends_what_ollama_claims_and_never_wrote() throws Exception {
        try (var rig = rig()) {
            leaveAsOllama(rig, Map.of(0, part(0, 0, HALF), 1, part(1, HALF, HALF)));
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
        }
    }

    @Test
    void survives_a_journal_cut_anywhere() throws Exception {
        try (var rig = rig()) {
            rig.pull();
            for (var length : new int[] {0, 1, 67, 68, 69, 91, 92, 93}) {
                Files.deleteIfExists(weights(rig));
                var journal = stageHalf(rig);
                var whole = Files.readAllBytes(journal);
                assertThat(whole).hasSizeGreaterThan(length);
                plant(journal, Arrays.copyOf(whole, length));
                var summary = rig.pull();

                assertThat(rig.isComplete()).as("cut at " + length).isTrue();
                assertThat(summary.fetched())
                        .as("cut at " + length)
                        .isEqualTo(length < RECORDED ? SIZE : HALF);
                assertThat(rig.store.resolve(".tug")).isEmptyDirectory();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".journal", ".journal.new", ".lock", ".lock.pid"})
    void survives_rubbish_in_each_of_its_files(String suffix) throws Exception {
        var rubbish = new byte[5_000];
        IntStream.range(0, rubbish.length).forEach(i -> rubbish[i] = (byte) (i * 31));
        try (var rig = rig()) {
            for (var content : new byte[][] {new byte[0], rubbish, new byte[5_000]}) {
                Files.deleteIfExists(weights(rig));
                var journal = stageHalf(rig);
                var name = journal.getFileName().toString().replace(".journal", suffix);
                var planted = plant(journal.resolveSibling(name), content);
                Files.setLastModifiedTime(planted, FileTime.from(Instant.EPOCH));
                rig.pull();

                assertThat(rig.isComplete()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void fetches_what_a_part_lost_at_its_end(int length) throws Exception {
        try (var rig = rig()) {
            var part = Path.of(stageHalf(rig).toString().replaceFirst("journal$", "part"));
            plant(part, Arrays.copyOf(bytes(rig), length));
            var summary = rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(summary.fetched()).isEqualTo(summary.bytes() - length);
        }
    }

    @Test
    void shows_a_model_whose_config_says_nothing() throws Exception {
        try (var rig = rig();
                var tug = rig.tug()) {
            rig.pull();
            var config = tug.models().show(rig.name()).manifest().config();
            Files.writeString(rig.blob(config.digest().toString()), "null");

            assertThat(tug.models().show(rig.name()).config()).isEmpty();
        }
    }

    /// Stages the first half as an interrupted pull does; its journal.
    private static Path stageHalf(PullRig rig) throws Exception {
        var digest = Digest.parse(rig.model.layers().getFirst().blob().digest()).orElseThrow();
        var blob = new Descriptor("model", digest, SIZE);
        try (var staged = StagedBlob.open(new ModelStore(rig.store), blob)) {
            staged.write(ByteBuffer.wrap(bytes(rig), 0, HALF), 0);
            staged.recorded(new ByteRange(0, HALF));
            staged.sync();
        }
        return rig.store.resolve(".tug").resolve(digest.hex() + ".journal");
    }

    /// The first half of the bytes, and part files as given.
    private static void leaveAsOllama(PullRig rig, Map<Integer, String> parts) throws IOException {
        var file = weights(rig);
        var bytes = Arrays.copyOf(Arrays.copyOf(bytes(rig), HALF), SIZE);
        var data = plant(Path.of(file + "-partial"), bytes);
        Files.setLastModifiedTime(data, FileTime.from(Instant.EPOCH));
        for (var part : parts.entrySet()) {
            plant(Path.of(data + "-" + part.getKey()), part.getValue().getBytes(UTF_8));
        }
    }

    private static String part(int number, int offset, int completed) {
        return "{\"N\":%d,\"Offset\":%d,\"Size\":%d,\"Completed\":%d}\n"
                .formatted(number, offset, HALF, completed);
    }

    private static Path weights(PullRig rig) {
        return rig.blob(rig.model.layers().getFirst().blob().digest());
    }

    private static byte[] bytes(PullRig rig) {
        var bytes = new byte[SIZE];
        rig.model.layers().getFirst().blob().read(0, bytes, 0, SIZE);
        return bytes;
    }

    private static Path plant(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private PullRig rig() throws IOException {
        return new PullRig(
                Files.createTempDirectory(directory, "rig"), GeneratedModel.simple(3, SIZE));
    }
}
