package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.PullEvent;
import dev.tug.PullEvent.Summary;
import dev.tug.failure.Inspector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Optional;

final class PullStoryTest {
    private static String facts(long fetched, long again, int kills, String learned) {
        var summary =
                new Summary(
                        2_000_000_000,
                        fetched,
                        Duration.ofSeconds(20),
                        9,
                        3,
                        4,
                        again,
                        kills,
                        learned);
        return new PullStory().facts("m:latest", summary);
    }

    @Test
    void a_pull_that_met_nothing_has_short_facts() {
        assertThat(facts(2_000_000_000, 0, 0, ""))
                .isEqualTo(
                        "m:latest: 2 GB, 2 GB fetched in 20.0 s (100 MB/s) over 9 connections,"
                                + " 3 cuts survived, nothing fetched twice");
    }

    @Test
    void kills_and_what_was_learned_come_last() {
        assertThat(facts(2_000_000_000, 0, 1, "this network cuts connections above 4"))
                .endsWith(
                        "nothing fetched twice, 1 connection ended as too many;"
                                + " learned: this network cuts connections above 4");
    }

    @Test
    void who_read_along_is_named_once_at_the_end() {
        var zscaler = new Inspector(Optional.of("Zscaler"), "CN=Zscaler Root CA", "ab");
        var story = new PullStory();
        story.on(new PullEvent.Inspected("registry", Optional.of(zscaler), ""));
        story.on(new PullEvent.Inspected("cdn", Optional.of(zscaler), ""));

        assertThat(story.facts("m", new Summary(9, 9, Duration.ofSeconds(1), 1, 0, 1, 0, 0, "")))
                .endsWith("nothing fetched twice; inspected by Zscaler (CN=Zscaler Root CA)");
    }

    @ParameterizedTest
    @CsvSource({
        "20000000, 20 MB (1.0 %) fetched twice",
        "1000, 1 KB (<0.1 %) fetched twice",
        "2000000000, 2 GB (100.0 %) fetched twice",
    })
    void what_came_twice_is_told_in_bytes_and_as_a_share(long again, String words) {
        assertThat(facts(2_000_000_000, again, 0, "")).endsWith(words);
    }

    @Test
    void a_model_that_was_there_has_no_rate() {
        assertThat(facts(0, 0, 0, "")).isEqualTo("m:latest: 2 GB, all of it here already");
    }
}
