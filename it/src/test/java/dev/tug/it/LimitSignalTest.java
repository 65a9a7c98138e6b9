package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// The signal that lifts a limit, sent to the command as users send it.
final class LimitSignalTest {
    private static final long SIZE = 20_000_000;

    @TempDir Path directory;

    @Test
    void a_pull_that_would_take_minutes_ends_soon_after_the_signal() throws Exception {
        var model = GeneratedModel.simple(7, SIZE);
        try (var lab = Lab.start(model)) {
            var trust = Files.writeString(directory.resolve("trust.pem"), lab.trustPem());
            var command = TugCommand.trusting(trust, directory.resolve("home"));
            // At this rate it takes longer than a command may here.
            var running =
                    command.start("pull", "--json", "--limit-rate", "50K", lab.modelReference());
            running.awaitOutput("\"completed\"");

            var pid = Long.toString(running.process().pid());
            var kill = new ProcessBuilder(Program.KILL.path(), "-USR1", pid).start();
            assertThat(kill.waitFor()).isZero();

            assertThat(running.awaitEnd()).as(running.errors()).isZero();
            PulledModel.assertStored(
                    command.models(), ModelName.parse(lab.modelReference()), model);
        }
    }
}
