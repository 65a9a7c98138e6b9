package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.internal.store.OllamaPartials.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

final class OllamaPartialsTest {
    private static final byte[] BYTES = new byte[1_000];
    private static final Digest DIGEST;
    private static final Descriptor BLOB;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    static {
        Arrays.fill(BYTES, (byte) 7);
        DIGEST = Digest.of(BYTES);
        BLOB = new Descriptor("model", DIGEST, BYTES.length);
    }

    @TempDir private Path root;
    private ModelStore store = new ModelStore(Path.of(""));

    @BeforeEach
    void setStore() throws Exception {
        store = new ModelStore(root, InstantSource.fixed(NOW), () -> "boot");
        Files.createDirectory(root.resolve("blobs"));
    }

    @Test
    void takes_over_what_ollama_completed() throws Exception {
        data(BYTES, 61);
        part(0, 0, 400, 400);
        part(1, 400, 400, 0);
        part(2, 800, 200, 9_999);

        assertThat(takeOver()).isEqualTo(new Outcome.Taken(600));

        assertThat(root.resolve("blobs")).isEmptyDirectory();
        try (var staged = StagedBlob.open(store, BLOB)) {
            assertThat(staged.missing()).containsExactly(new ByteRange(400, 800));
            staged.write(ByteBuffer.wrap(BYTES, 400, 400), 400);
            staged.commit(DIGEST);
        }
        assertThat(store.blobPath(DIGEST)).hasBinaryContent(BYTES);
    }

    @Test
    void the_claims_survive_a_power_cut() throws Exception {
        data(BYTES, 61);
        part(0, 0, 1_000, 300);
        takeOver();

        var next = new ModelStore(root, InstantSource.fixed(NOW), () -> "boot-2");
        assertThat(next.missingBytes(BLOB)).isEqualTo(700);
    }

    @Test
    void finds_nothing_where_nothing_is() throws Exception {
        assertThat(takeOver()).isEqualTo(new Outcome.Nothing());
        assertThat(root.resolve(".tug")).doesNotExist();
        Files.delete(root.resolve("blobs"));
        assertThat(takeOver()).isEqualTo(new Outcome.Nothing());
    }

    @Test
    void leaves_alone_what_a_running_ollama_may_write() throws Exception {
        data(BYTES, 59);
        part(0, 0, 1_000, 300);

        assertLeft("written 59 s ago, so Ollama may be at it");
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 0:500 600:400, part 1 does not follow the one before it",
        "1000, 0:500 400:500, part 1 does not follow the one before it",
        "1000, 100:900, part 0 does not follow the one before it",
        "1000, 0:500, the parts make 500 of 1000 bytes",
        "1000, 0:1001, part 0 does not follow the one before it",
        "1000, 0:9223372036854775807, part 0 does not follow the one before it",
        "1000, 0:0 0:1000, part 0 does not follow the one before it",
        "999, 0:1000, the data file has 999 of 1000 bytes",
    })
    void leaves_alone_what_does_not_make_the_blob(int length, String parts, String reason)
            throws Exception {
        data(new byte[length], 100);
        var number = 0;
        for (var part : parts.split(" ", -1)) {
            var colon = part.indexOf(':');
            var offset = Long.parseLong(part, 0, colon, 10);
            part(number++, offset, Long.parseLong(part, colon + 1, part.length(), 10), 5);
        }

        assertLeft(reason);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``",
                "{",
                "[]",
                "{}",
                "{\"N\":0}",
                "{\"N\":1;\"Offset\":0;\"Size\":1000;\"Completed\":0}",
                "{\"N\":0;\"Offset\":0;\"Size\":1000.5;\"Completed\":0}",
                "{\"N\":0;\"Offset\":0;\"Size\":99999999999999999999;\"Completed\":0}",
            })
    void leaves_alone_a_part_file_that_is_unreadable(String line) throws Exception {
        data(BYTES, 100);
        Files.writeString(blobs("-partial-0"), line.replace(';', ','));

        assertLeft(DIGEST.fileName() + "-partial-0 is unreadable");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 400:400:300 800:200:7, 307",
        "1, 0:400:400 800:200:200, 600",
        "2, 0:400:400 400:400:1, 401",
        "0 1, 800:200:200, 200",
        "0 2, 400:400:400, 400",
    })
    void a_full_disk_costs_only_the_parts_whose_files_it_emptied(
            String empty, String parts, long taken) throws Exception {
        data(BYTES, 61);
        for (var number : empty.split(" ", -1)) {
            Files.createFile(blobs("-partial-" + number));
        }
        for (var part : parts.split(" ", -1)) {
            var numbers = part.split(":", -1);
            var offset = Integer.parseInt(numbers[0]);
            part(offset / 400, offset, Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
        }
        var partials = new OllamaPartials(store);

        assertThat(partials.claimed(BLOB)).isEqualTo(taken);
        assertThat(takeOver()).isEqualTo(new Outcome.Taken(taken));
        assertThat(partials.claimed(BLOB)).isZero();
        assertThat(store.missingBytes(BLOB)).isEqualTo(BYTES.length - taken);
        assertThat(root.resolve("blobs")).isEmptyDirectory();
    }

    @Test
    void one_empty_part_file_does_not_explain_two_gaps() throws Exception {
        data(BYTES, 61);
        Files.createFile(blobs("-partial-0"));
        part(1, 200, 200, 200);
        part(3, 600, 400, 400);

        assertLeft("part 3 does not follow the one before it");
    }

    @Test
    void leaves_alone_parts_without_data_and_data_without_parts() throws Exception {
        part(0, 0, 1_000, 300);
        assertLeft("the data file is missing");
        Files.delete(blobs("-partial-0"));
        data(BYTES, 100);
        assertLeft("there is no part file");
    }

    @Test
    void leaves_a_link_alone() throws Exception {
        var victim = Files.write(root.resolve("victim"), BYTES);
        Files.createSymbolicLink(blobs("-partial"), victim);
        part(0, 0, 1_000, 300);

        assertLeft("the data file is missing");
        assertThat(victim).hasBinaryContent(BYTES);
    }

    @Test
    void does_not_touch_what_we_have_ourselves() throws Exception {
        StagedBlob.open(store, BLOB).close();
        data(BYTES, 100);
        part(0, 0, 1_000, 300);

        assertLeft("this blob is already staged");
        try (var staged = StagedBlob.open(store, BLOB)) {
            assertThat(staged.missing()).hasSize(1);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(this::takeOver)
                    .satisfies(
                            e -> assertThat(e.failure()).isInstanceOf(StoreFailure.Locked.class));
        }
    }

    private Outcome takeOver() throws StoreException {
        return new OllamaPartials(store).takeOver(BLOB);
    }

    private void assertLeft(String reason) throws Exception {
        assertThat(takeOver()).isEqualTo(new Outcome.Left(reason));
    }

    private Path blobs(String suffix) {
        return root.resolve("blobs").resolve(DIGEST.fileName() + suffix);
    }

    private void data(byte[] bytes, long age) throws Exception {
        var data = Files.write(blobs("-partial"), bytes);
        Files.setLastModifiedTime(data, FileTime.from(NOW.minusSeconds(age)));
    }

    private void part(int number, long offset, long size, long completed) throws Exception {
        Files.writeString(
                blobs("-partial-" + number),
                "{\"N\":%d,\"Offset\":%d,\"Size\":%d,\"Completed\":%d}\n"
                        .formatted(number, offset, size, completed));
    }
}
