package dev.tug.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.diagnosis.Cause;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

/// What the times of openings tell.
final class StreamProbeTest {
    @ParameterizedTest
    @CsvSource({
        "50, 60, 70, NONE",
        "50, 60, 690, NONE",
        "500, 900, 1900, NONE",
        "50, 500, 800, HANDSHAKES_PACED",
        "200, 200, 3000, HANDSHAKES_PACED",
    })
    void late_openings_wait_for_others(long first, long second, long third, Cause cause) {
        var openings =
                List.of(
                        Duration.ofMillis(first),
                        Duration.ofMillis(second),
                        Duration.ofMillis(third));

        assertThat(StreamProbe.pace("cdn", openings).cause()).isEqualTo(cause);
    }
}
