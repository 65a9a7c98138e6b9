package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CutsTest {
    private static final long MB = 1_000_000;

    private final CutRates rates = new CutRates();
    private final Cuts cuts = new Cuts(rates);

    @Test
    void most_at_one_instant_have_one_cause() {
        rates.advance(4, 0);
        rates.advance(4, 60_000);
        rates.advance(4, 120_000);

        assertThat(cuts.add(new Cut(60_000, 59_000, 9 * MB), 2)).isEqualTo(Cuts.Verdict.APART);
        assertThat(cuts.add(new Cut(60_010, 17_000, 8 * MB), 1)).isEqualTo(Cuts.Verdict.TOGETHER);
        assertThat(cuts.together()).isEqualTo(2);
    }

    @Test
    void two_of_four_are_not_most() {
        rates.advance(4, 0);
        rates.advance(4, 60_000);

        cuts.add(new Cut(60_000, 59_000, 9 * MB), 3);

        assertThat(cuts.add(new Cut(60_010, 17_000, 8 * MB), 2)).isEqualTo(Cuts.Verdict.APART);
    }

    @Test
    void two_within_a_second_are_chance_where_cuts_are_frequent() {
        rates.advance(4, 0);
        for (int i = 0; i < 20; i++) {
            rates.cut(4, i * 5_000L);
        }
        rates.advance(4, 100_000);

        cuts.add(new Cut(100_000, 40_000, 9 * MB), 3);

        assertThat(cuts.add(new Cut(100_700, 12_000, 3 * MB), 2)).isEqualTo(Cuts.Verdict.APART);
    }

    @Test
    void ends_at_one_age_one_after_the_other_have_no_cause_in_common_however_young() {
        rates.advance(4, 0);
        rates.advance(4, 60_000);

        for (int i = 0; i < 4; i++) {
            assertThat(cuts.add(new Cut(60_000 + 100L * i, 600 + 7 * i, (i + 1) * MB), 3 - i))
                    .isEqualTo(Cuts.Verdict.APART);
        }
    }

    @Test
    void ends_of_young_ones_at_one_instant_have_one_cause() {
        rates.advance(4, 0);
        rates.advance(4, 60_000);
        cuts.add(new Cut(60_000, 900, 0), 3);
        cuts.add(new Cut(60_005, 800, 0), 2);

        assertThat(cuts.add(new Cut(60_010, 700, 0), 1)).isEqualTo(Cuts.Verdict.TOGETHER);
    }

    @Test
    void ends_at_one_instant_after_as_many_bytes_have_no_cause_in_common() {
        rates.advance(4, 0);
        rates.advance(4, 60_000);
        cuts.add(new Cut(60_000, 6_170, 78 * MB), 3);

        assertThat(cuts.add(new Cut(60_000, 6_460, 78 * MB + 20), 2)).isEqualTo(Cuts.Verdict.APART);
    }

    @Test
    void what_came_about_after_another_had_ended_was_not_ended_with_it() {
        for (int i = 0; i < 8; i++) {
            assertThat(cuts.add(new Cut(10_000 + 100L * i, 90, 5_000 + 37L * i), 0))
                    .isEqualTo(Cuts.Verdict.APART);
        }
    }

    @Test
    void ends_at_one_age_are_a_limit() {
        for (int i = 0; i < 5; i++) {
            cuts.add(new Cut(60_000 + 7_000L * i, 60_000 + i, (30 + 9 * i) * MB), 7);
        }

        assertThat(cuts.limit()).contains(new Cuts.Limit.Age(60_000));
    }

    @Test
    void ends_after_as_many_bytes_are_a_limit() {
        for (int i = 0; i < 5; i++) {
            cuts.add(new Cut(60_000 + 7_000L * i, 30_000 + 5_000L * i, 200 * MB + i), 7);
        }

        assertThat(cuts.limit()).contains(new Cuts.Limit.Bytes(200 * MB));
    }

    @Test
    void chance_is_no_limit() {
        for (int i = 0; i < 8; i++) {
            cuts.add(new Cut(60_000 + 7_000L * i, 5_000 << i % 4, (1 + 3 * i) * MB), 7);
        }

        assertThat(cuts.limit()).isEmpty();
    }

    @Test
    void a_third_end_at_the_same_bytes_is_no_chance_and_brings_nobody_down() {
        cuts.add(new Cut(10_000, 10_000, 100 * MB), 7);
        cuts.add(new Cut(20_000, 12_000, 100 * MB), 7);
        var third = new Cut(30_000, 14_000, 100 * MB);
        var fourth = new Cut(30_001, 14_000, 100 * MB);

        assertThat(cuts.add(third, 1)).isEqualTo(Cuts.Verdict.APART);
        assertThat(cuts.isRepeated(third)).isTrue();
        assertThat(cuts.add(fourth, 0)).isEqualTo(Cuts.Verdict.APART);
    }
}
