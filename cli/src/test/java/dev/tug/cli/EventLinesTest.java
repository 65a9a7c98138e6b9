package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.PullEvent;
import dev.tug.transfer.Cause;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EventLinesTest {
    private final EventLines lines = new EventLines(false);

    private static PullEvent streams(int after, Cause cause, String reason) {
        return new PullEvent.StreamsChanged(16, after, cause, reason);
    }

    @Test
    void a_change_of_cause_has_a_line_and_a_change_of_number_has_none() {
        assertThat(lines.of(streams(8, Cause.TOO_MANY, "more than 8 die")))
                .contains("8 streams: more than 8 die");
        assertThat(lines.of(streams(4, Cause.TOO_MANY, "more than 4 die"))).isEmpty();
        assertThat(lines.of(streams(4, Cause.LIFETIME, "each lives 60 s")))
                .contains("4 streams: each lives 60 s");
        assertThat(lines.of(streams(4, Cause.TOO_MANY, "more than 4 die")))
                .contains("4 streams: more than 4 die");
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"NONE", "GROWING", "OUTAGE"})
    void what_is_usual_or_told_of_as_a_wait_has_none(Cause cause) {
        assertThat(lines.of(streams(4, Cause.PROFILE, "as before"))).isPresent();
        assertThat(lines.of(streams(8, cause, "words"))).isEmpty();
    }

    @Test
    void to_those_who_want_to_know_each_number_is_told() {
        var verbose = new EventLines(true);
        assertThat(verbose.of(streams(4, Cause.GROWING, ""))).contains("4 streams");
        assertThat(verbose.of(streams(8, Cause.GROWING, ""))).contains("8 streams");
    }
}
