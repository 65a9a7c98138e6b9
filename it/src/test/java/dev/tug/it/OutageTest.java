package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/// A link that is down for some time, and tells nobody.
///
/// Needs root, for namespaces.
final class OutageTest {
    private static final long SIZE = 40_000_000;

    private static final Duration END_MAX = Duration.ofSeconds(1);
    private static final int INTERRUPTED = 130;

    @TempDir Path directory;

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
