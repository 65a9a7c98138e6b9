package dev.tug.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Pulls through all kinds of networks.
final class PullTest {
    private static final long SIZE = 1_000_000_000;
    private static final double DEADLINE = 5_000;

    @ParameterizedTest
    @EnumSource
    void a_seed_decides_everything(Strategy strategy) {
        for (var network : networks(6)) {
            var first = strategy.pull(network, SIZE, 5, DEADLINE, Trace.NONE);
            var second = strategy.pull(network, SIZE, 5, DEADLINE, Trace.NONE);
            assertThat(second).as("%s", network).isEqualTo(first);
        }
    }

    @Test
    void seeds_differ() {
        var lossy =
                NamedNetworks.all().stream()
                        .filter(network -> network.name().equals("N04"))
                        .findFirst()
                        .orElseThrow();
        assertThat(Strategy.FIXED_16.pull(lossy, SIZE, 6, DEADLINE, Trace.NONE))
                .isNotEqualTo(Strategy.FIXED_16.pull(lossy, SIZE, 5, DEADLINE, Trace.NONE));
        assertThat(RandomNetworks.of(6)).isNotEqualTo(RandomNetworks.of(5));
        assertThat(RandomNetworks.of(5)).isEqualTo(RandomNetworks.of(5));
    }

    @ParameterizedTest
    @EnumSource
    void every_byte_of_a_finished_pull_came_once(Strategy strategy) {
        for (var network : networks(20)) {
            var outcome = strategy.pull(network, SIZE, 5, DEADLINE, Trace.NONE);
            if (outcome.finished()) {
                assertThat(outcome.fetched() - outcome.again()).as("%s", network).isEqualTo(SIZE);
            }
        }
    }

    @Test
    void what_the_network_delivered_is_what_the_pull_counted() {
        for (var network : networks(20)) {
            var path = new Path(network, SIZE, 5, Trace.NONE);
            var pull = new TugPull(path, SIZE, new Aimd(16), true, Patience.USUAL, 5, Trace.NONE);
            path.run(pull, DEADLINE);
            assertThat(pull.outcome().fetched()).as("%s", network).isEqualTo(path.delivered());
        }
    }

    @Test
    void a_network_without_ranges_costs_one_answer() {
        var network = with(new Rule.RangesStripped());
        var outcome = Strategy.FIXED_16.pull(network, SIZE, 5, DEADLINE, Trace.NONE);
        assertThat(outcome.finished()).isTrue();
        assertThat(outcome.again()).isZero();
    }

    @Test
    void a_pull_goes_on_within_five_seconds_of_the_end_of_an_outage() {
        var plain = Strategy.FIXED_16.pull(with(), SIZE, 5, DEADLINE, Trace.NONE);
        for (boolean refusing : new boolean[] {true, false}) {
            var network = with(new Rule.Outage(5, 2_000, refusing));
            var outcome = Strategy.FIXED_16.pull(network, SIZE, 5, DEADLINE, Trace.NONE);
            assertThat(outcome.finished()).isTrue();
            assertThat(outcome.seconds())
                    .as("refusing: %s", refusing)
                    .isBetween(plain.seconds() + 1_995, plain.seconds() + 1_995 + 5 + 2);
        }
    }

    @Test
    void a_connection_far_slower_than_the_others_is_replaced() {
        var network = with(new Rule.SlowFlows(0.2, 10_000));
        var story = new ArrayList<String>();
        var outcome =
                Strategy.FIXED_16.pull(
                        network, SIZE, 5, DEADLINE, (_, what) -> story.add(what.get()));
        assertThat(outcome.finished()).isTrue();
        assertThat(story).anyMatch(line -> line.contains("far slower"));
        assertThat(outcome.connections()).isGreaterThan(16);
    }

    @Test
    void a_rate_limit_is_obeyed() {
        var network = with(new Rule.RequestRate(2, 429, 3));
        var outcome = Strategy.LADDER.pull(network, SIZE, 5, DEADLINE, Trace.NONE);
        assertThat(outcome.finished()).isTrue();
        assertThat(outcome.cuts()).isPositive();
    }

    @Test
    void connections_open_one_by_one_at_their_spacing() {
        var openings = new ArrayList<Double>();
        var trace =
                new Trace() {
                    @Override
                    public void tell(double second, Supplier<String> what) {}

                    @Override
                    public void detail(double second, Supplier<String> what) {
                        if (what.get().endsWith("opening")) {
                            openings.add(second);
                        }
                    }
                };
        Strategy.FIXED_16.pull(with(), SIZE, 5, DEADLINE, trace);
        assertThat(openings).hasSize(16);
        for (int i = 1; i < openings.size(); i++) {
            assertThat(openings.get(i) - openings.get(i - 1)).isGreaterThanOrEqualTo(0.0999);
        }
    }

    @Test
    void the_optimum_provokes_nobody() {
        for (var network : networks(10)) {
            var best = Optimum.of(network, SIZE, 5);
            var path = new Path(network, SIZE, 5, Trace.NONE);
            var pull =
                    new TugPull(path, SIZE, best.setting(), false, Patience.ENDLESS, 5, Trace.NONE);
            path.run(pull, DEADLINE);
            assertThat(pull.outcome().kills()).as("%s", network).isZero();
            assertThat(pull.outcome().seconds()).as("%s", network).isEqualTo(best.seconds());
        }
    }

    private static Network with(Rule... rules) {
        return new Network("test", "", new Network.Link(60e6, 10e6, 0, 0.04), List.of(rules));
    }

    private static List<Network> networks(int random) {
        return Stream.concat(
                        NamedNetworks.all().stream(),
                        LongStream.range(0, random).mapToObj(RandomNetworks::of))
                .toList();
    }
}
