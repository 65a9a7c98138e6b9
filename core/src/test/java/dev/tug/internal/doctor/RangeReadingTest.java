package dev.tug.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.ByteRange;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

/// What answers to `bytes=100-199` of 1000 are.
final class RangeReadingTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "206, bytes 100-199/1000, -, 100, EXACT",
                "206, Bytes 100-199/*, -, -1, EXACT",
                "206, bytes 100-199/1000, identity, 100, EXACT",
                "206, bytes 100-199/1000, -, 40, EXACT",
                "206, bytes 100-199/1000, -, 140, WRONG",
                "206, bytes 0-99/1000, -, 100, WRONG",
                "206, bytes 100-150/1000, -, 51, WRONG",
                "206, -, -, 100, WRONG",
                "206, nonsense, -, 100, WRONG",
                "200, -, -, 1000, WHOLE",
                "200, -, -, -1, WHOLE",
                "200, bytes 100-199/1000, -, 100, WRONG",
                "206, bytes 100-199/1000, gzip, -1, ENCODED",
                "200, -, br, -1, ENCODED",
                "416, bytes */1000, -, 0, REFUSED",
                "501, -, -, 0, REFUSED",
            })
    void reads_a_head(
            int status, String contentRange, String encoding, long length, RangeReading reading) {
        assertThat(
                        RangeReading.of(
                                status,
                                Optional.ofNullable(contentRange),
                                Optional.ofNullable(encoding),
                                length,
                                new ByteRange(100, 200)))
                .isEqualTo(reading);
    }
}
