package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A link that is down for some time, and tells nobody.
///
/// Needs root, for namespaces.
final class OutageTest {
    private static final long SIZE = 40_000_000;

    /// Many times the silence that ends a connection, so that it is the pull's knocks and not TCP's
    /// retries that find the link.
    private static final Duration OUTAGE = Duration.ofSeconds(12);

    private static final int STALL_SECONDS = 2;

    /// From the link's return to the first byte (networks T12).
    private static final Duration RETURN_MAX = Duration.ofSeconds(5);

    private static final Duration END_MAX = Duration.ofSeconds(1);
    private static final int INTERRUPTED = 130;

    @TempDir Path directory;

    @Test
    void goes_on_soon_after_the_link_is_back() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE)) {
            lab.lab().cdn().script(_ -> new Fault.RateCap(500_000));
            var config = directory.resolve("config.toml");
            Files.writeString(config, "stall_seconds = " + STALL_SECONDS + "\n");
            var running = lab.pull(lab.command().with("TUG_CONFIG", config.toString()));
            lab.awaitProgress(running, SIZE / 8);

            var outage = lab.rules().outage();
            // That time passes is what is tested.
            Thread.sleep(OUTAGE);
            var before = Story.of(running).completed();
            outage.lift();

            var back = System.nanoTime();
            lab.lab().cdn().script(_ -> Fault.none());
            lab.awaitProgress(running, before + 1);
            var took = Duration.ofNanos(System.nanoTime() - back);
            System.out.printf(
                    "after %d s without a link: on after %d ms%n",
                    OUTAGE.toSeconds(), took.toMillis());
            assertThat(took).isLessThan(RETURN_MAX);
            var story = lab.awaitPulled(running);
            assertThat(story.events("streams_changed"))
                    .noneMatch(line -> line.contains("too_many"));
            assertThat(story.fact("fetched")).isLessThan(lab.size() + SIZE / 10);
        }
    }

    @Test
    void ends_at_once_on_ctrl_c_while_the_link_is_down() throws Exception {
        try (var lab = NetworkLab.start(directory, SIZE)) {
            lab.lab().cdn().script(_ -> new Fault.RateCap(500_000));
            var running = lab.pull();
            lab.awaitProgress(running, SIZE / 8);
            var outage = lab.rules().outage();
            Deadline.await(
                    Duration.ofSeconds(30),
                    () -> "nothing was dropped",
                    () -> outage.packets() > 0);

            var took = running.interrupt();

            System.out.printf("without a link: ended %d ms after Ctrl-C%n", took.toMillis());
            assertThat(running.awaitEnd()).as(running.errors()).isEqualTo(INTERRUPTED);
            assertThat(took).isLessThan(END_MAX);
            outage.lift();
            lab.lab().cdn().script(_ -> Fault.none());
            lab.awaitPulled(lab.pull());
        }
    }
}
