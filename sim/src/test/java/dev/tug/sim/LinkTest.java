package dev.tug.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LinkTest {
    private static final long MB = 1_000_000;
    private static final long ENDLESS = 1_000_000_000;

    @Test
    void flows_share_a_link_equally() {
        var probe = Probe.of(10, link(10, 10, 0)).pulls(0, ENDLESS).pulls(0, ENDLESS);
        probe.run();
        assertThat(probe.received(1)).isCloseTo(50 * MB, within(MB));
        assertThat(probe.received(2)).isCloseTo(50 * MB, within(MB));
    }

    @Test
    void what_a_slow_flow_leaves_goes_to_the_others() {
        var probe = Probe.of(10, link(10, 10, 0), new Rule.SlowFlows(0.5, 1e6));
        for (int i = 0; i < 8; i++) {
            probe.pulls(0, ENDLESS);
        }
        probe.run();
        long slow = 0;
        long total = 0;
        for (int i = 1; i <= 8; i++) {
            slow += probe.received(i) <= 10 * MB ? 1 : 0;
            total += probe.received(i);
        }
        assertThat(slow).isBetween(1L, 7L);
        assertThat(total).isCloseTo(100 * MB, within(2 * MB));
    }

    @Test
    void a_flow_does_not_exceed_its_own_rate() {
        var probe = Probe.of(10, link(10, 2, 0)).pulls(0, ENDLESS);
        probe.run();
        assertThat(probe.received(1)).isCloseTo(20 * MB, within(MB));
    }

    @Test
    void each_extra_flow_costs_a_share_of_the_rate() {
        var probe = Probe.of(10, link(10, 10, 0.1)).pulls(0, ENDLESS).pulls(0, ENDLESS);
        probe.pulls(0, ENDLESS).run();
        long total = probe.received(1) + probe.received(2) + probe.received(3);
        assertThat(total).isCloseTo(80 * MB, within(MB));
    }

    @Test
    void a_connection_takes_two_round_trips_and_an_answer_one_more() {
        var probe = Probe.of(1, new Network.Link(1e9, 1e9, 0, 0.1)).pulls(0, MB);
        probe.run();
        assertThat(probe.notes(Probe.Note.Opened.class).getFirst().at())
                .isCloseTo(0.2, within(1e-6));
        assertThat(probe.notes(Probe.Note.Answered.class).getFirst().at())
                .isCloseTo(0.3, within(1e-6));
    }

    /// 14.6, 29.2, 58.4 kB ... a round trip: 1 MB takes 6 whole ones and some of the next.
    @Test
    void the_window_doubles_each_round_trip() {
        var probe = Probe.of(5, new Network.Link(1e9, 1e9, 0, 0.1)).pulls(0, MB);
        probe.run();
        assertThat(probe.notes(Probe.Note.Complete.class).getFirst().at())
                .isBetween(0.3 + 0.6, 0.3 + 0.7);
    }

    @Test
    void a_kept_connection_keeps_its_window() {
        var probe = Probe.of(5, new Network.Link(10e6, 10e6, 0, 0.1)).pulls(0, 10 * MB);
        probe.asks(3, 1, MB).run();
        assertThat(probe.notes(Probe.Note.Complete.class).getLast().at())
                .isCloseTo(3 + 0.1 + 0.1, within(0.01));
    }

    private static Network.Link link(double rate, double flowRate, double cost) {
        return new Network.Link(rate * 1e6, flowRate * 1e6, cost, 0.01);
    }
}
