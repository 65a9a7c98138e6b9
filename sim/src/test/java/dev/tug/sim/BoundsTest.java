package dev.tug.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/// The bounds that the learning control keeps; `docs/control.md` says where they come from.
final class BoundsTest {
    @Test
    void named_networks() {
        var contest = Contest.named(List.of(Strategy.TUG, Strategy.TUG_SECOND), 0);
        var first = Summary.of(contest.of(Strategy.TUG));
        var second = Summary.of(contest.of(Strategy.TUG_SECOND));

        assertThat(first.never() + second.never()).isZero();
        assertThat(first.geo()).isLessThanOrEqualTo(1.03);
        assertThat(first.max()).isLessThanOrEqualTo(1.30);
        assertThat(second.max()).isLessThanOrEqualTo(1.10);
        assertThat(contest.of(Strategy.TUG).subList(0, 5))
                .as("where no appliance stands in the way")
                .allSatisfy(trial -> assertThat(trial.ratio()).isLessThanOrEqualTo(1.03));
    }

    /// A thousand networks, by the seeds 1..1000. Some four of them take longer than 1.5 times the optimum:
    /// short pulls through walls that let nobody in for half a minute after each end.
    @Test
    void random_networks() {
        var contest = Contest.random(List.of(Strategy.TUG), 1, 1_000, 10);
        var trials = contest.of(Strategy.TUG);
        var summary = Summary.of(trials);

        assertThat(summary.never()).isZero();
        assertThat(summary.p90()).isLessThanOrEqualTo(1.10);
        assertThat(summary.kills()).isLessThanOrEqualTo(20);
        assertThat(trials.stream().filter(trial -> trial.ratio() > 1.5))
                .hasSizeLessThanOrEqualTo(5);
        assertThat(summary.max()).isLessThanOrEqualTo(1.7);
    }
}
