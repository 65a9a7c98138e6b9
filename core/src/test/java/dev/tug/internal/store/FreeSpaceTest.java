package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FreeSpaceTest {
    @ParameterizedTest
    @CsvSource({
        "100, 10, 110, 0",
        "100, 10, 109, 1",
        "0, 10, 0, 0",
        "1, 10, 0, 11",
        "100, 0, 1000, 0",
        "9223372036854775807, 10, 7, 9223372036854775800",
    })
    void says_how_much_is_short(long missing, long margin, long usable, long shortBy) {
        var space = new FreeSpace(missing, margin, usable);

        assertThat(space.shortBy()).isEqualTo(shortBy);
        assertThat(space.isEnough()).isEqualTo(shortBy == 0);
    }
}
