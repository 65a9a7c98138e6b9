package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class StallRuleTest {
    private static final long ASKED = 1_000_000;

    private final StallRule rule = new StallRule(Duration.ofSeconds(30));

    @Test
    void ten_seconds_are_enough_while_others_move() {
        assertThat(limit(500_000, true, 0, 30)).isEqualTo(10);
    }

    @Test
    void thirty_seconds_while_nobody_moves() {
        assertThat(limit(500_000, false, 0, 30)).isEqualTo(30);
    }

    @Test
    void before_the_first_byte_the_budget_for_it_holds() {
        assertThat(limit(0, true, 0, 300)).isEqualTo(300);
        assertThat(limit(0, true, 0, 5)).isEqualTo(30);
    }

    @Test
    void a_pause_near_the_end_is_a_scanner() {
        assertThat(limit(950_000, true, 0, 120)).isEqualTo(120);
        assertThat(limit(890_000, true, 0, 120)).isEqualTo(10);
    }

    @Test
    void a_network_that_trickles_is_given_twice_its_usual_pause() {
        assertThat(limit(500_000, true, 8_000, 30)).isEqualTo(16);
        assertThat(limit(500_000, true, 20_000, 30)).isEqualTo(30);
    }

    @Test
    void a_user_who_wants_less_gets_less() {
        var body = new StallRule.Body(500_000, ASKED, true, 20_000, Duration.ofSeconds(3));

        assertThat(new StallRule(Duration.ofSeconds(3)).limit(body))
                .isEqualTo(Duration.ofSeconds(3));
    }

    private long limit(long received, boolean othersMoved, long pauseMillis, int firstByte) {
        var body =
                new StallRule.Body(
                        received, ASKED, othersMoved, pauseMillis, Duration.ofSeconds(firstByte));
        return rule.limit(body).toSeconds();
    }
}
