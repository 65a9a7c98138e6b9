package dev.tug.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SpreadTest {
    @Test
    void of_an_odd_number_the_median_is_the_middle_one() {
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0), s -> s)).isEqualTo(new Spread(1, 2, 9));
    }

    @Test
    void of_an_even_number_the_median_lies_between_both_middle_ones() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0), s -> s)).isEqualTo(new Spread(1, 3, 9));
    }

    @Test
    void tells_the_median_and_both_ends() {
        assertThat(new Spread(1, 2.346, 9).words(2)).isEqualTo("2.35 (1.00..9.00)");
    }
}
