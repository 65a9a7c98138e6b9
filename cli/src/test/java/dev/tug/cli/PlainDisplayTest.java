package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.PullEvent;
import dev.tug.transfer.Cause;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

final class PlainDisplayTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    private final PlainDisplay display =
            new PlainDisplay(
                    new PrintStream(bytes, true, StandardCharsets.UTF_8), nanos::get, false);

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_wait_has_a_line_for_each_reason_and_not_for_each_time_it_is_told() {
        display.on(new PullEvent.Waiting("nobody answers"));
        display.on(new PullEvent.Waiting("nobody answers"));
        display.on(new PullEvent.Waiting("another pull"));
        assertThat(written()).isEqualTo("waiting: nobody answers\nwaiting: another pull\n");
    }

    @Test
    void the_same_wait_is_told_of_again_once_bytes_have_moved() {
        var blob = ScriptedTug.blob("model", 1000);
        display.on(new PullEvent.Waiting("nobody answers"));
        display.on(new PullEvent.Progress(blob, 10, 1000, 4));
        display.on(new PullEvent.Waiting("nobody answers"));
        assertThat(written()).isEqualTo("waiting: nobody answers\n".repeat(2));
    }

    @Test
    void lines_of_progress_tell_the_streams_or_the_wait() {
        var blob = ScriptedTug.blob("model", 1000);
        nanos.set(Duration.ofSeconds(5).toNanos());
        display.on(new PullEvent.Progress(blob, 10, 1000, 4));
        display.on(new PullEvent.Waiting("nobody answers"));
        nanos.set(Duration.ofMinutes(2).plusSeconds(5).toNanos());
        display.on(new PullEvent.Progress(blob, 10, 1000, 4));

        assertThat(written().lines().toList().getFirst()).endsWith("of 1 KB, 4 streams");
        assertThat(written().lines().toList().getLast())
                .contains("of 1 KB")
                .endsWith("waiting for 2m0s: nobody answers");
    }

    @Test
    void a_cause_has_a_line_and_a_number_has_none() {
        display.on(new PullEvent.StreamsChanged(16, 8, Cause.TOO_MANY, "8 die together"));
        display.on(new PullEvent.StreamsChanged(8, 4, Cause.TOO_MANY, "4 hold"));
        assertThat(written()).isEqualTo("8 streams: 8 die together\n");
    }
}
