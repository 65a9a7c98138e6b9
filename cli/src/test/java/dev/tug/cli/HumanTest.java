package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

final class HumanTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1 KB",
        "1500, 1.5 KB",
        "9999, 10.0 KB",
        "99999, 99 KB",
        "292000000, 292 MB",
        "999999999, 999 MB",
        "1100000000, 1.1 GB",
        "4700000000, 4.7 GB",
        "19900000000, 19 GB",
        "1000000000000, 1 TB",
        "9223372036854775807, 9.2 EB",
    })
    void bytes_read_as_ollamas(long bytes, String text) {
        assertThat(Human.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0s",
        "0, 0s",
        "59, 59s",
        "60, 1m0s",
        "3599, 59m59s",
        "3600, 1h0m",
        "3725, 1h2m",
        "359999, 99h59m",
        "360000, 99h+",
        "999999999, 99h+",
    })
    void durations_read_as_ollamas(long seconds, String text) {
        assertThat(Human.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "-3, just now",
        "0, just now",
        "1, 1 second ago",
        "59, 59 seconds ago",
        "60, 1 minute ago",
        "7200, 2 hours ago",
        "172800, 2 days ago",
        "1209600, 2 weeks ago",
        "5184000, 2 months ago",
        "63072000, 2 years ago",
    })
    void ages_are_rough(long seconds, String text) {
        assertThat(Human.ago(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}
