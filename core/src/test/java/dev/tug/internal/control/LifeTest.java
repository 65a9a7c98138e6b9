package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.control.StreamControl.Decision;

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

    @Test
    void what_an_earlier_pull_found_is_proved_by_one_end() {
        recall(60_000);
        assertThat(life.retireMillis()).isEqualTo(Decision.AGELESS.toMillis());
        assertThat(life.learnedMillis()).isEqualTo(51_000);

        var end = new Cut(0, 60_500, 1);
        assertThat(life.explains(end)).isTrue();
        life.expected(end).ifPresent(life::found);

        assertThat(life.retireMillis()).isBetween(51_000L, 52_000L);
    }

    @Test
    void what_an_earlier_pull_found_is_disproved_by_one_that_outlives_it() {
        recall(60_000);
        var connections = new Connections();
        connections.opening(0, 0);
        connections.opened(0, 0);

        assertThat(life.isOutlived(connections, 65_000)).isFalse();
        assertThat(life.isOutlived(connections, 70_000)).isTrue();
        assertThat(life.isOutlived(connections, 71_000)).isFalse();
        assertThat(life.learnedMillis()).isEqualTo(Decision.AGELESS.toMillis());
    }

    private void recall(long millis) {
        var before = new Life();
        before.found(new Cuts.Limit.Age(millis));
        life.recall(before.learnedMillis(), before.learnedBytes());
    }
}
