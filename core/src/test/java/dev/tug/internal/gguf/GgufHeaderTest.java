package dev.tug.internal.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

final class GgufHeaderTest {
    private static final int U32 = 4;
    private static final int TEXT = 8;
    private static final int ARRAY = 9;

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, -3})
    void tells_what_a_model_is(int version) throws Exception {
        var header = read(model(version));

        assertThat(header.version()).isEqualTo(Math.abs(version));
        assertThat(header.tensors()).isEqualTo(291);
        assertThat(header.architecture()).contains("llama");
        assertThat(header.name()).contains("Llama é");
        assertThat(header.parameters()).contains("8.0B");
        assertThat(header.quantisation()).contains("Q4_K_M");
        assertThat(header.contextLength()).hasValue(131_072);
        assertThat(header.embeddingLength()).hasValue(4_096);
        assertThat(header.blockCount()).hasValue(32);
        assertThat(header.licence()).contains("llama3");
    }

    @Test
    void reads_every_type() throws Exception {
        var header = read(model(3));

        assertThat(header.metadata())
                .containsEntry("u8", new GgufValue.Int(255))
                .containsEntry("i8", new GgufValue.Int(-1))
                .containsEntry("u16", new GgufValue.Int(65_535))
                .containsEntry("i16", new GgufValue.Int(-2))
                .containsEntry("i32", new GgufValue.Int(-3))
                .containsEntry("f32", new GgufValue.Real(0.5))
                .containsEntry("f64", new GgufValue.Real(-0.25))
                .containsEntry("bool", new GgufValue.Flag(true))
                .containsEntry("i64", new GgufValue.Int(-4));
    }

    @Test
    void keeps_only_the_start_of_arrays() throws Exception {
        var header = read(model(3));

        assertThat(header.metadata().get("tokens"))
                .isEqualTo(
                        new GgufValue.Array(
                                TEXT,
                                50_000,
                                List.of(
                                        text("t0"),
                                        text("t1"),
                                        text("t2"),
                                        text("t3"),
                                        text("t4"),
                                        text("t5"),
                                        text("t6"),
                                        text("t7"))));
        assertThat(header.metadata().get("scores"))
                .isInstanceOfSatisfying(
                        GgufValue.Array.class,
                        array -> assertThat(array.length()).isEqualTo(100_000));
        assertThat(header.metadata().get("last")).isEqualTo(text("here"));
    }

    @Test
    void cut_anywhere_it_is_refused() throws Exception {
        var whole = smallModel();
        assertThat(read(whole).metadata()).hasSize(4);
        for (var length = 0; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(GgufException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> read(cut))
                    .withMessage("ends within its header");
        }
    }

    @Test
    void with_any_byte_changed_it_is_read_or_refused() throws Exception {
        var seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        var whole = smallModel();
        for (var i = 0; i < 1_500; i++) {
            var damaged = whole.clone();
            for (var n = random.nextInt(1, 4); n > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(isReadOrRefused(damaged)).as("seed %d, %d", seed, i).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', ends within its header",
        "PK34, does not start with GGUF",
        "<!DOCTYPE html>, does not start with GGUF",
    })
    void refuses_what_is_no_gguf(String content, String reason) {
        assertThatExceptionOfType(GgufException.class)
                .isThrownBy(() -> read(content.getBytes(UTF_8)))
                .withMessage(reason);
    }

    @Test
    void refuses_what_no_file_can_hold() throws Exception {
        assertRefused(start(4, 0, 0), "has version 4, not 1 to 3");
        assertRefused(start(3, -1, 0), "has a length of 18446744073709551615");
        assertRefused(start(3, 0, 65_537), "has 65537 entries, at most 65536");
        assertRefused(start(3, 0, 1).putLong(1L << 40), "has a string of 1099511627776 bytes");
        assertRefused(start(3, 0, 1).putLong(1 << 20), "ends within its header");
        assertRefused(entry("k", 13), "has a value of unknown type 13");
        assertRefused(entry("k", ARRAY).putInt(U32).putLong(Long.MAX_VALUE), ENDS);
        assertRefused(entry("k", ARRAY).putInt(U32).putLong(Long.MAX_VALUE / 4 + 1), ENDS);
        var nested = entry("k", ARRAY);
        for (var i = 0; i < 5; i++) {
            nested.putInt(ARRAY).putLong(1);
        }
        assertRefused(nested, "has arrays nested deeper than 4");
    }

    @Test
    void reads_64_mib_at_most() throws Exception {
        var start = entry("k", ARRAY).putInt(TEXT).putLong(20_000_000).flip();
        var path = directory.resolve("long");
        try (var channel = Files.newByteChannel(path, Gguf.CREATE)) {
            channel.write(start);
            channel.position(300_000_000).write(ByteBuffer.allocate(1));
            channel.position(0);
            assertThatExceptionOfType(GgufException.class)
                    .isThrownBy(() -> GgufHeader.read(channel))
                    .withMessage("has a header of more than 67108864 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, F32",
        "7, Q8_0",
        "15, Q4_K_M",
        "32, BF16",
        "5, unknown (5)",
        "999, unknown (999)"
    })
    void names_file_types(long number, String name) {
        assertThat(FileType.name(number)).isEqualTo(name);
    }

    private static final String ENDS = "ends within its header";

    private static GgufValue text(String value) {
        return new GgufValue.Text(value);
    }

    private void assertRefused(ByteBuffer bytes, String reason) {
        var content = new byte[bytes.flip().remaining()];
        bytes.get(content);
        assertThatExceptionOfType(GgufException.class)
                .isThrownBy(() -> read(content))
                .withMessage(reason);
    }

    private boolean isReadOrRefused(byte[] content) throws IOException {
        try {
            var header = read(content);
            var _ = header.parameters();
            var _ = header.quantisation();
            return header.blockCount().isPresent() || header.version() > 0;
        } catch (GgufException e) {
            return e.getMessage() != null;
        }
    }

    private GgufHeader read(byte[] content) throws IOException, GgufException {
        var file = Files.write(directory.resolve("model.gguf"), content);
        try (var channel = Files.newByteChannel(file)) {
            return GgufHeader.read(channel);
        }
    }

    private static ByteBuffer start(int version, long tensors, long entries) {
        var bytes = ByteBuffer.allocate(1_000).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.put("GGUF".getBytes(UTF_8)).putInt(version).putLong(tensors).putLong(entries);
    }

    private static ByteBuffer entry(String key, int type) {
        return start(3, 0, 1).putLong(key.length()).put(key.getBytes(UTF_8)).putInt(type);
    }

    private static byte[] smallModel() {
        return new Gguf(3)
                .text("general.architecture", "llama")
                .uint32("general.file_type", 15)
                .texts("tokens", 12)
                .uint32("llama.block_count", 2)
                .bytes();
    }

    private static byte[] model(int version) {
        return new Gguf(version)
                .text("general.architecture", "llama")
                .text("general.name", "Llama é")
                .uint64("general.parameter_count", 8_030_261_312L)
                .uint32("general.file_type", 15)
                .uint32("llama.context_length", 131_072)
                .uint32("llama.embedding_length", 4_096)
                .uint32("llama.block_count", 32)
                .text("general.license", "llama3")
                .int8("u8", 0, 255)
                .int8("i8", 1, -1)
                .int16("u16", 2, 65_535)
                .int16("i16", 3, -2)
                .int32("i32", 5, -3)
                .int32("f32", 6, Float.floatToIntBits(0.5f))
                .int8("bool", 7, 1)
                .texts("tokens", 50_000)
                .uint32s("scores", 100_000)
                .int64("i64", 11, -4)
                .int64("f64", 12, Double.doubleToLongBits(-0.25))
                .text("last", "here")
                .bytes();
    }
}
