package dev.tug.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tug.failure.TransferFailure;
import dev.tug.sim.Probe.Note;
import dev.tug.sim.Rule.Overload.AllCut;
import dev.tug.sim.Rule.Overload.NewReset;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Each rule does what it says.
final class RuleTest {
    private static final long MB = 1_000_000;
    private static final long ENDLESS = 1_000_000_000;

    @Test
    void random_cuts_come_as_often_as_they_should() {
        var probe = Probe.of(100_000, new Rule.RandomCuts(20));
        for (int i = 0; i < 2_000; i++) {
            probe.pulls(i * 40, 0);
        }
        probe.run();
        double age =
                probe.notes(Note.Broken.class).stream()
                        .mapToDouble(note -> note.at() - (note.connection() - 1) * 40)
                        .average()
                        .orElseThrow();
        assertThat(age).isCloseTo(20, within(2.0));
        assertThat(probe.path().kills()).isZero();
    }

    @Test
    void a_wall_resets_who_is_one_too_many_and_leaves_the_rest() {
        var probe = Probe.of(10, new Rule.Wall(2, new NewReset()));
        probe.pulls(0, ENDLESS).pulls(1, ENDLESS).pulls(2, ENDLESS).closes(4, 1).pulls(5, 0).run();
        assertThat(probe.notes(Note.Broken.class))
                .singleElement()
                .satisfies(broken -> {
                    assertThat(broken.connection()).isEqualTo(3);
                    assertThat(broken.failure())
                            .isInstanceOf(TransferFailure.HandshakeFailed.class);
                });
        assertThat(probe.notes(Note.Opened.class)).hasSize(3);
        assertThat(probe.path().kills()).isEqualTo(1);
    }

    @Test
    void a_wall_cuts_all_once_it_was_exceeded_for_so_long_and_then_stays_closed() {
        var probe = Probe.of(30, new Rule.Wall(2, new AllCut(3, true, 10)));
        probe.pulls(0, ENDLESS).pulls(0, ENDLESS).pulls(5, ENDLESS).pulls(12, 0).pulls(19, 0).run();
        var broken = probe.notes(Note.Broken.class);
        assertThat(broken).hasSize(4);
        assertThat(broken.subList(0, 3))
                .allSatisfy(note -> {
                    assertThat(note.at()).isBetween(8.0, 8.2);
                    assertThat(note.failure().summary()).contains("reset");
                });
        assertThat(broken.getLast().at()).isCloseTo(12, within(0.1));
        assertThat(probe.notes(Note.Opened.class).getLast().at()).isCloseTo(19, within(0.1));
        assertThat(probe.path().kills()).isEqualTo(3);
        assertThat(probe.path().knocks()).isEqualTo(1);
    }

    @Test
    void a_wall_forgives_who_goes_back_in_time() {
        var probe = Probe.of(30, new Rule.Wall(2, new AllCut(3, false, 0)));
        probe.pulls(0, 0).pulls(0, 0).pulls(5, 0).closes(7, 3).pulls(9, 0).closes(11, 2).run();
        assertThat(probe.notes(Note.Broken.class)).isEmpty();
    }

    @Test
    void a_wall_moves() {
        var levels = List.of(new Rule.Level(0, 3), new Rule.Level(10, 1));
        var probe = Probe.of(30, new Rule.Wall(levels, new AllCut(2, false, 0)));
        probe.pulls(0, 0).pulls(0, 0).run();
        assertThat(probe.notes(Note.Broken.class))
                .hasSize(2)
                .allSatisfy(note -> assertThat(note.at()).isBetween(12.0, 12.2));
    }

    @Test
    void a_soft_wall_kills_the_sooner_the_more_there_are() {
        assertThat(firstDeath(2)).isInfinite();
        assertThat(firstDeath(3)).isGreaterThan(3 * firstDeath(10));
    }

    /// When a soft wall of 2 first kills one of so many, averaged over many draws.
    private static double firstDeath(int connections) {
        double sum = 0;
        int draws = 200;
        for (int seed = 0; seed < draws; seed++) {
            var network =
                    new Network(
                            "test",
                            "",
                            new Network.Link(1e7, 1e7, 0, 0.01),
                            List.of(new Rule.SoftWall(2, 0.01)));
            var path = new Path(network, ENDLESS, seed, Trace.NONE);
            for (int i = 0; i < connections; i++) {
                path.open(10);
            }
            path.runUnlessKilled(new Watcher(path), 10_000);
            sum += path.kills() > 0 ? path.now() : Double.POSITIVE_INFINITY;
        }
        return sum / draws;
    }

    /// Wants nothing.
    private record Watcher(Path path) implements Client {
        @Override
        public void opened(Flow flow) {}

        @Override
        public void broken(Flow flow, TransferFailure failure) {}

        @Override
        public void answered(Flow flow, Answer answer) {}

        @Override
        public void complete(Flow flow) {}

        @Override
        public double wakeAt() {
            return path.now() + 1_000;
        }

        @Override
        public void act() {}

        @Override
        public boolean over() {
            return false;
        }
    }

    @Test
    void handshakes_that_come_too_fast_close_the_door() {
        var probe = Probe.of(30, new Rule.Handshakes(2, 5));
        probe.pulls(0, 0).pulls(0.6, 0).pulls(1.2, 0).pulls(1.5, 0).pulls(1.55, 0);
        probe.pulls(5, 0).pulls(8, 0).run();
        assertThat(probe.notes(Note.Broken.class))
                .extracting(Note.Broken::connection)
                .containsExactly(4, 5, 6);
        assertThat(probe.path().kills()).isEqualTo(1);
        assertThat(probe.path().knocks()).isEqualTo(2);
    }

    @Test
    void a_lifetime_ends_each_connection_at_its_age() {
        var probe = Probe.of(60, new Rule.Lifetime(20));
        probe.pulls(0, ENDLESS).pulls(7, 0).run();
        assertThat(probe.notes(Note.Broken.class))
                .extracting(Note.Broken::at)
                .satisfiesExactly(
                        first -> assertThat(first).isCloseTo(20.02, within(0.001)),
                        second -> assertThat(second).isCloseTo(27.02, within(0.001)));
    }

    @Test
    void a_byte_budget_counts_over_requests() {
        var probe = Probe.of(60, new Rule.ByteBudget(30 * MB));
        probe.pulls(0, 20 * MB).asks(5, 1, 20 * MB).run();
        assertThat(probe.notes(Note.Complete.class)).hasSize(1);
        assertThat(probe.notes(Note.Broken.class)).hasSize(1);
        assertThat(probe.received(1)).isEqualTo(30 * MB);
    }

    @Test
    void a_cap_blocks_larger_answers_before_their_first_byte() {
        var probe = Probe.of(60, new Rule.AnswerCap(5 * MB));
        probe.pulls(0, 5 * MB).pulls(10, 5 * MB + 1).run();
        assertThat(probe.notes(Note.Complete.class))
                .extracting(Note.Complete::connection)
                .containsExactly(1);
        assertThat(probe.notes(Note.Answered.class)).hasSize(1);
        assertThat(probe.notes(Note.Broken.class))
                .extracting(Note.Broken::connection)
                .containsExactly(2);
        assertThat(probe.received(2)).isZero();
    }

    @Test
    void a_scanner_holds_an_answer_until_it_has_read_and_scanned_it() {
        var probe = Probe.of(60, new Rule.ScanAndHold(0.5, 20 * MB));
        probe.pulls(0, 10 * MB).run();
        // 1 s to read at 10 MB/s, 5 s to scan.
        assertThat(probe.notes(Note.Answered.class).getFirst().at()).isCloseTo(6, within(0.2));
        assertThat(probe.notes(Note.Complete.class).getFirst().at()).isCloseTo(6, within(0.2));
    }

    @Test
    void a_scanner_passes_what_is_too_large_for_it() {
        var probe = Probe.of(60, new Rule.ScanAndHold(0.5, 20 * MB));
        probe.pulls(0, 20 * MB + 1).run();
        assertThat(probe.notes(Note.Answered.class).getFirst().at()).isLessThan(0.1);
        assertThat(probe.notes(Note.Complete.class).getFirst().at()).isCloseTo(2, within(0.2));
    }

    @Test
    void requests_above_a_rate_are_answered_with_a_status() {
        var probe = Probe.of(60, new Rule.RequestRate(2, 429, 7));
        probe.pulls(0, MB).pulls(0, MB).pulls(0, MB).pulls(5, MB).run();
        assertThat(probe.notes(Note.Answered.class))
                .extracting(Note.Answered::answer)
                .containsOnlyOnce(new Answer.Refusal(429, 7))
                .hasSize(4);
        assertThat(probe.notes(Note.Complete.class)).hasSize(3);
    }

    @Test
    void nothing_moves_in_an_outage_and_all_goes_on_after_it() {
        var probe = Probe.of(60, new Rule.Outage(10, 30, true));
        probe.pulls(0, 200 * MB).pulls(15, MB).run();
        assertThat(probe.notes(Note.Broken.class))
                .singleElement()
                .satisfies(broken -> {
                    assertThat(broken.at()).isCloseTo(15, within(0.1));
                    assertThat(broken.failure()).isInstanceOf(TransferFailure.Unreachable.class);
                });
        assertThat(probe.notes(Note.Complete.class).getFirst().at()).isCloseTo(40, within(0.2));
    }

    @Test
    void a_silent_outage_has_connects_time_out() {
        var probe = Probe.of(60, new Rule.Outage(10, 30, false));
        probe.pulls(15, MB).run();
        assertThat(probe.notes(Note.Broken.class).getFirst().at()).isCloseTo(25, within(0.1));
    }

    @Test
    void where_ranges_are_stripped_the_whole_blob_is_the_answer() {
        var probe = Probe.of(200, new Rule.RangesStripped());
        probe.pulls(0, MB).run();
        assertThat(probe.notes(Note.Answered.class).getFirst().answer())
                .isEqualTo(new Answer.Whole());
        assertThat(probe.notes(Note.Complete.class).getFirst().bytes()).isEqualTo(ENDLESS);
    }

    @Test
    void only_so_many_connections_are_served() {
        var probe = Probe.of(10, new Rule.Starvation(1));
        probe.pulls(0, ENDLESS).pulls(1, ENDLESS).closes(5, 1).run();
        assertThat(probe.received(1)).isCloseTo(50 * MB, within(MB));
        assertThat(probe.received(2)).isCloseTo(50 * MB, within(MB));
    }
}
