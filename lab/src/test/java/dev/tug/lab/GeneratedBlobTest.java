package dev.tug.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

final class GeneratedBlobTest {
    private static final int SIZE = 3 * 1024 * 1024 + 5;

    @Test
    void reads_the_same_bytes_at_any_offset() {
        var blob = GeneratedBlob.gguf(1, SIZE);
        var whole = read(blob, 0, SIZE);
        var seed = Long.getLong("seed", 42);
        var random = new SplittableRandom(seed);
        for (var round = 0; round < 500; round++) {
            var offset = random.nextInt(SIZE);
            var count = random.nextInt(Math.min(SIZE - offset, 70_000) + 1);
            assertThat(read(blob, offset, count))
                    .as("seed %d, offset %d, count %d", seed, offset, count)
                    .isEqualTo(Arrays.copyOfRange(whole, offset, offset + count));
        }
    }

    @Test
    void differs_from_seed_to_seed_and_from_block_to_block() {
        var whole = read(GeneratedBlob.random(1, SIZE), 0, SIZE);

        assertThat(read(GeneratedBlob.random(2, SIZE), 0, 64))
                .isNotEqualTo(Arrays.copyOf(whole, 64));
        assertThat(Arrays.copyOfRange(whole, 1 << 20, (1 << 20) + 64))
                .isNotEqualTo(Arrays.copyOf(whole, 64));
    }

    @Test
    void is_named_by_the_digest_of_its_bytes() throws Exception {
        var blob = GeneratedBlob.gguf(9, SIZE);
        var hash = MessageDigest.getInstance("SHA-256").digest(read(blob, 0, SIZE));

        assertThat(blob.digest()).isEqualTo("sha256:" + HexFormat.of().formatHex(hash));
    }

    @Test
    void holds_given_bytes_and_nothing_else() {
        var blob = GeneratedBlob.of("abc".getBytes(US_ASCII));

        assertThat(read(blob, 1, 2)).asString(US_ASCII).isEqualTo("bc");
        assertThatThrownBy(() -> read(blob, 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void begins_as_a_gguf_file_of_version_3() {
        var bytes = read(GeneratedBlob.gguf(1, 2048), 0, 8);

        assertThat(bytes).isEqualTo(new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0});
    }

    private static byte[] read(GeneratedBlob blob, int offset, int count) {
        var bytes = new byte[count];
        blob.read(offset, bytes, 0, count);
        return bytes;
    }
}
