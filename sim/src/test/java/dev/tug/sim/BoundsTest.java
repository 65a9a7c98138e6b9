package dev.tug.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Collectors;

/// The bounds that the learning control keeps; `docs/control.md` says where they come from.
final class BoundsTest {
    private static final int WORST = 5;
    private static final long TEN_GIGABYTES = 10_000_000_000L;

    /// Connections that an hour of silence may cost: one in 4 s where it is refused, in 8 s where each
    /// waits for 4.
    private static final int KNOCKS_AN_HOUR = 1_000;

    @Test
    void named_networks() {
        var contest =
                Contest.named(
                        List.of(Strategy.TUG, Strategy.TUG_SECOND, Strategy.TUG_INSPECTED), 0);
        var first = Summary.of(contest.of(Strategy.TUG));
        var second = Summary.of(contest.of(Strategy.TUG_SECOND));
        var inspected = Summary.of(contest.of(Strategy.TUG_INSPECTED));

        assertThat(first.never() + second.never() + inspected.never()).isZero();
        assertThat(first.geo()).isLessThanOrEqualTo(1.03);
        assertThat(first.max()).isLessThanOrEqualTo(1.30);
        assertThat(second.max()).isLessThanOrEqualTo(1.10);
        assertThat(inspected.geo()).isLessThanOrEqualTo(1.10);
        assertThat(inspected.max()).isLessThanOrEqualTo(1.30);
        assertThat(inspected.kills()).isLessThanOrEqualTo(12);
        assertThat(contest.of(Strategy.TUG).subList(0, 5))
                .as("where no appliance stands in the way")
                .allSatisfy(trial -> assertThat(trial.ratio()).isLessThanOrEqualTo(1.03));
    }

    /// A thousand networks, by the seeds 1..1000.
    @Test
    void random_networks() {
        var contest = Contest.random(List.of(Strategy.TUG), 1, 1_000, 10);
        var summary = Summary.of(contest.of(Strategy.TUG));

        assertThat(summary.never()).isZero();
        assertThat(summary.p90()).isLessThanOrEqualTo(1.10);
        assertThat(summary.kills()).isLessThanOrEqualTo(20);
        assertThat(summary.max()).isLessThanOrEqualTo(1.5);
    }

    /// The lab's appliance, of which `bench/network` makes the same: however long it takes until all are
    /// told that they were ended, and however chance has it.
    @ParameterizedTest
    @ValueSource(doubles = {0.005, 0.05, 0.15})
    void the_appliance_of_the_lab(double volleySeconds) {
        var link = new Network.Link(40e6, 8e6, 0, 0.02);
        var wall = new Rule.Wall(4, new Rule.Overload.AllCut(10, true, 10, volleySeconds));
        var lab = new Network("lab", "", link, List.of(wall));
        long size = 2_000_000_000;
        var best = Optimum.of(lab, size, 1);
        for (long seed = 1; seed <= 30; seed++) {
            for (var strategy : List.of(Strategy.TUG, Strategy.TUG_INSPECTED)) {
                var first = Trial.of(lab, size, seed, best, strategy);
                assertThat(first.ratio()).as("%s, seed %d", strategy, seed).isLessThan(1.40);
                assertThat(first.outcome().kills()).isLessThan(30);
            }
            for (var strategy : List.of(Strategy.TUG_SECOND, Strategy.TUG_INSPECTED_SECOND)) {
                var second = Trial.of(lab, size, seed, best, strategy);
                assertThat(second.ratio()).as("%s, seed %d", strategy, seed).isLessThan(1.10);
            }
        }
    }

    /// What any of the named networks has taught costs no more than a minute in any other.
    @Test
    void profiles_of_other_named_networks() {
        var all = Inherited.named();

        assertThat(all).allSatisfy(each -> assertThat(each.stale().finished()).isTrue());
        assertThat(all.stream().filter(each -> each.cost() > 60)).as(worst(all)).isEmpty();
    }

    /// The same for pairs of random networks.
    @Test
    void profiles_of_other_random_networks() {
        var all = Inherited.random(150, 1, 1_000, TEN_GIGABYTES);

        assertThat(all).allSatisfy(each -> assertThat(each.stale().finished()).isTrue());
        assertThat(all.stream().filter(each -> each.cost() > 60)).as(worst(all)).isEmpty();
    }

    private static String worst(List<Inherited> all) {
        var worst =
                Inherited.worst(all, WORST).stream()
                        .map(Inherited::toString)
                        .collect(Collectors.joining("\n"));
        System.out.println(worst);
        return worst;
    }

    /// The control that stands in for all: whatever was learned before, hours in which nobody answers
    /// cost some knocks, and bytes flow again within 5 s of the return.
    @Test
    void outages_of_hours() {
        for (boolean refusing : new boolean[] {true, false}) {
            for (var strategy : List.of(Strategy.TUG, Strategy.TUG_SECOND)) {
                var plain = pull(strategy, List.of());
                var outage = new Rule.Outage(20, 20 + 5 * 3_600, refusing);
                var broken = pull(strategy, List.of(outage));

                assertThat(broken.finished()).isTrue();
                assertThat(broken.seconds() - plain.seconds() - 5 * 3_600)
                        .as("%s, refusing: %s", strategy, refusing)
                        .isLessThanOrEqualTo(5 + 2);
                assertThat(broken.cuts()).isBetween(5 * 400, 5 * KNOCKS_AN_HOUR);
            }
        }
    }

    private static Outcome pull(Strategy strategy, List<Rule> rules) {
        var link = new Network.Link(60e6, 10e6, 0, 0.04);
        return strategy.pull(
                new Network("test", "", link, rules), 3_000_000_000L, 5, 100_000, Trace.NONE);
    }
}
