package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Pulls through squid that inspects TLS, with the settings that companies are known for.
///
/// Needs root, for namespaces and for squid's interception.
final class SquidTest {
    private static final long SIZE = 24_000_000;

    /// What a rule that most gateways have as an option makes of every request (networks.md 7c).
    private static final String NO_RANGE = "request_header_access Range deny all";

    private static final String NO_LENGTH = "reply_header_access Content-Length deny all";
    private static final int FORBIDDEN = 403;
    private static final int OK = 200;

    @TempDir Path directory;

    @Test
    void passes_an_inspection_that_does_nothing_else() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy("")) {
            var story = lab.awaitPulled(lab.pull());

            assertThat(story.events("retrying")).isEmpty();
            assertThat(story.fact("fetched")).isBetween(lab.size(), lab.size() + SIZE / 100);
            assertThat(squid.answered()).anyMatch(Squid.Answered::isContent);
        }
    }

    @Test
    void falls_to_one_whole_get_where_ranges_are_stripped() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy(NO_RANGE)) {
            var story = lab.awaitPulled(lab.pull());

            var large = large(lab);
            var answers =
                    squid.answered().stream()
                            .filter(answer -> answer.isContent() && answer.url().contains(large))
                            .toList();
            var connections = answers.stream().map(Squid.Answered::connection).distinct().count();
            report("ranges stripped", story, squid);
            assertThat(answers).allMatch(answer -> answer.status() == OK);
            // One request in vain for each connection, and the one that brings it all.
            assertThat(answers).hasSizeLessThanOrEqualTo(Math.toIntExact(connections) + 1);
            assertThat(answers).filteredOn(answer -> answer.bytes() > SIZE).hasSize(1);
        }
    }

    @Test
    void passes_over_what_it_has_when_a_whole_get_was_killed() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy(NO_RANGE)) {
            lab.lab().cdn().script(_ -> new Fault.RateCap(8_000_000));
            var first = lab.pull();
            lab.awaitProgress(first, SIZE * 6 / 10);
            first.kill();
            PulledModel.assertNothingHalfDone(lab.command().models(), lab.name(), lab.model());
            lab.lab().cdn().script(_ -> Fault.none());
            var served = squid.answered().size();

            var second = lab.pull();
            var story = lab.awaitPulled(second);

            report("killed at 60 %", story, squid);
            assertThat(story.firstCompleted(large(lab))).isGreaterThan(SIZE / 2);
            var wholes =
                    squid.answered().stream()
                            .skip(served)
                            .filter(answer -> answer.bytes() > SIZE)
                            .toList();
            assertThat(wholes).hasSize(1);
        }
    }

    @Test
    void needs_no_length_of_an_answer() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy(NO_LENGTH)) {
            var story = lab.awaitPulled(lab.pull());

            report("no Content-Length", story, squid);
            assertThat(story.events("retrying")).isEmpty();
            // On a slow machine ranges are divided, ahead of what is on its way.
            assertThat(story.fact("fetched")).isBetween(lab.size(), lab.size() + SIZE / 100);
        }
    }

    @Test
    void needs_neither_ranges_nor_lengths() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy(NO_RANGE + "\n" + NO_LENGTH)) {
            var story = lab.awaitPulled(lab.pull());

            report("no Range, no Content-Length", story, squid);
            assertThat(squid.answered()).hasSizeLessThan(60);
        }
    }

    @Test
    void finishes_where_a_connection_above_four_is_answered_403() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid = lab.interceptedBy("acl many maxconn 4\nhttp_access deny many")) {
            lab.lab().cdn().script(_ -> new Fault.RateCap(2_000_000));
            var story = lab.awaitPulled(lab.pull());

            var refused = squid.answered().stream().filter(a -> a.status() == FORBIDDEN).count();
            report("at most 4 connections: " + refused + " refused", story, squid);
            // Four carry it all, and what more would bring is asked for seldom.
            assertThat(refused).isPositive().isLessThanOrEqualTo(20);
            assertThat(story.fact("connections")).isLessThanOrEqualTo(12);
        }
    }

    @Test
    void takes_no_harm_from_a_gateway_that_slows_all_it_carries() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE);
                var squid =
                        lab.interceptedBy(
                                """
                                delay_pools 1
                                delay_class 1 1
                                delay_parameters 1 6000000/6000000
                                delay_access 1 allow all
                                """)) {
            var story = lab.awaitPulled(lab.pull());

            report("6 MB/s in all", story, squid);
            assertThat(story.events("retrying")).isEmpty();
            assertThat(story.fact("cuts")).isZero();
        }
    }

    private static String large(NetworkLab lab) {
        return lab.model().layers().getFirst().blob().hex();
    }

    private static void report(String network, Story story, Squid squid) throws Exception {
        System.out.printf(
                "squid, %s: %.1f s, %d requests answered, %d retries, %d connections%n",
                network,
                story.fact("elapsed_ms") / 1000.0,
                squid.answered().size(),
                story.events("retrying").size(),
                story.fact("connections"));
        story.events("streams_changed").forEach(System.out::println);
    }
}
