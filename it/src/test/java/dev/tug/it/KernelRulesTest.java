package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Pulls over a link that the kernel limits and spoils, as firewalls and bad links do.
///
/// Needs root, for namespaces.
final class KernelRulesTest {
    private static final long SIZE = 24_000_000;
    private static final int STREAMS = 16;

    @TempDir Path directory;

    @Test
    void finishes_where_a_fifth_connection_is_reset() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE)) {
            var cap = lab.rules().capConnections(4);
            lab.lab().cdn().script(_ -> new Fault.RateCap(2_000_000));
            var story = lab.awaitPulled(lab.pull());

            report("connlimit 4, " + cap.packets() + " reset", story);
            assertThat(cap.packets()).isPositive().isLessThanOrEqualTo(30);
            assertThat(story.fact("connections")).isLessThanOrEqualTo(12);
            assertThat(story.fact("fetched")).isLessThan(lab.size() + SIZE / 10);
        }
    }

    @Test
    void finishes_where_a_connection_is_reset_after_3_MB() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE)) {
            var opened = lab.rules().countConnections();
            var reset = lab.rules().resetAfter(3_000_000);
            var story = lab.awaitPulled(lab.pull());

            report(
                    "connbytes 3 MB, %d packets reset, %d connections asked for"
                            .formatted(reset.packets(), opened.packets()),
                    story);
            assertThat(reset.packets()).isPositive();
            // What 3 MB each need, twice over, and what may be half full at the end.
            assertThat(opened.packets()).isLessThanOrEqualTo(2 * SIZE / 3_000_000 + 2 * STREAMS);
            // What is in the kernel's buffers when a reset comes is lost.
            assertThat(story.fact("fetched")).isLessThan(lab.size() + SIZE / 4);
        }
    }

    @Test
    void has_no_handshake_fail_where_two_a_second_may_begin() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE)) {
            var dropped = lab.rules().limitHandshakes(2);
            lab.lab().cdn().script(_ -> new Fault.RateCap(2_000_000));
            var story = lab.awaitPulled(lab.pull());

            report("2 handshakes/s, " + dropped.packets() + " dropped", story);
            assertThat(dropped.packets()).isPositive();
            assertThat(story.events("retrying"))
                    .noneMatch(line -> line.contains("handshake") || line.contains("unreachable"));
        }
    }

    @Test
    void never_shrinks_because_of_a_link_that_loses_two_percent() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE)) {
            var lost = lab.rules().lose(0.02);
            var story = lab.awaitPulled(lab.pull());

            report("2 % loss, " + lost.packets() + " packets lost", story);
            assertThat(lost.packets()).isPositive();
            assertThat(story.fact("cuts")).isZero();
            assertThat(story.events("streams_changed"))
                    .noneMatch(line -> line.contains("\"cause\":\"too_many\""));
        }
    }

    @Test
    void fills_a_link_of_80_Mbit() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE)) {
            lab.rules().limitRate(80);
            var story = lab.awaitPulled(lab.pull());

            var ideal = lab.size() / 10_000_000.0;
            report("tbf of 80 Mbit/s, %.1f s at best".formatted(ideal), story);
            assertThat(story.events("retrying")).isEmpty();
            assertThat(story.fact("elapsed_ms") / 1000.0).isBetween(ideal * 0.9, ideal * 3);
        }
    }

    private static void report(String network, Story story) {
        System.out.printf(
                "kernel, %s: %.1f s, %d retries, %d cuts, %d connections, %d bytes fetched%n",
                network,
                story.fact("elapsed_ms") / 1000.0,
                story.events("retrying").size(),
                story.fact("cuts"),
                story.fact("connections"),
                story.fact("fetched"));
        story.events("streams_changed").forEach(System.out::println);
    }
}
