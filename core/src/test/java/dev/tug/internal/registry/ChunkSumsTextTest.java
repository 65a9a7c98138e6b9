package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.ByteRange;
import dev.tug.blob.ChunkSum;
import dev.tug.blob.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkSumsTextTest {
    private static final String A = "sha256:" + "a".repeat(64);
    private static final String B = "sha256:" + "b".repeat(64);

    @Test
    void reads_pairs_with_any_white_space_between() {
        var text = A + " 0-9\n" + B + "\t\r\n10-10 ";

        assertThat(ChunkSumsText.parse(text, 11))
                .containsExactly(
                        new ChunkSum(new ByteRange(0, 10), Digest.parse(A).orElseThrow()),
                        new ChunkSum(new ByteRange(10, 11), Digest.parse(B).orElseThrow()));
    }

    /// `A` and `B` stand for digests.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "A 0-9",
                "A 0-10 B",
                "A 0-10 B 11-11",
                "A 0-4 B 6-10",
                "A 0-5 B 5-10",
                "A 1-10",
                "A 0-4 B 5-4 B 5-10",
                "A 0-9223372036854775807",
                "A 0-99999999999999999999",
                "A -1-10",
                "A 0-10x",
                "0-10 A",
                "<html> 0-10",
            })
    void what_does_not_cover_the_blob_exactly_says_nothing(String text) {
        assertThat(ChunkSumsText.parse(text.replace("A", A).replace("B", B), 11)).isEmpty();
    }
}
