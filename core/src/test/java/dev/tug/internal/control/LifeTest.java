package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.transfer.StreamControl.Decision;

import org.junit.jupiter.api.Test;

final class LifeTest {
    private final Life life = new Life();

    @Test
    void without_a_limit_a_connection_stays() {
        assertThat(life.retireMillis()).isEqualTo(Decision.AGELESS.toMillis());
        assertThat(life.retireBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(life.isSpent(1_000_000, 1L << 40)).isFalse();
        assertThat(life.explains(new Cut(0, 60_000, 1))).isFalse();
        assertThat(life.lastsMillis(1e6)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_connection_is_left_before_its_age() {
        life.found(new Cuts.Limit.Age(60_000));

        assertThat(life.retireMillis()).isEqualTo(51_000);
        assertThat(life.isSpent(50_000, 0)).isFalse();
        assertThat(life.isSpent(50_500, 0)).isTrue();
        assertThat(life.explains(new Cut(0, 59_000, 1))).isTrue();
        assertThat(life.explains(new Cut(0, 30_000, 1))).isFalse();
    }

    @Test
    void a_connection_is_left_before_its_bytes() {
        life.found(new Cuts.Limit.Bytes(100_000_000));

        assertThat(life.retireBytes()).isEqualTo(90_000_000);
        assertThat(life.isSpent(1, 89_950_000)).isTrue();
        assertThat(life.explains(new Cut(0, 1, 99_000_000))).isTrue();
        assertThat(life.lastsMillis(10e6)).isEqualTo(10_000);
    }
}
