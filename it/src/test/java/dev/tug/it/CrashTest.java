package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Ends the command by force at random moments, again and again, until its pulls are done.
///
/// `-Dcrashes=200` for the long run, `-Dseed=` for the moments of another.
final class CrashTest {
    private static final int CRASHES = Integer.getInteger("crashes", 10);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final long SIZE = 200_000_000;

    /// A whole pull takes longer: most crashes fall into the middle, some into start and end.
    private static final long MILLIS_MAX = 5_000;

    @TempDir Path directory;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private int crashes;

    @Test
    void goes_on_after_every_crash_and_fetches_little_twice() throws Exception {
        System.out.printf("%d crashes, seed %d%n", CRASHES, SEED);
        var lost = 0L;
        var pulls = 0;
        try (var lab = CommandLab.start(directory, SIZE, "limit_rate 3m;")) {
            for (; crashes < CRASHES; pulls++) {
                lost += pullThroughCrashes(lab, directory.resolve("models-" + pulls));
            }
        }
        System.out.printf(
                "%d crashes in %d pulls of %d bytes: %d bytes served again, %d a crash%n",
                crashes, pulls, SIZE, lost, lost / crashes);
    }

    /// Returns how many bytes were served again after crashes.
    private long pullThroughCrashes(CommandLab lab, Path models) throws Exception {
        var losses = new Losses(lab.nginx());
        var running = lab.pullInto(models);
        while (crashes < CRASHES && !endsWithin(random.nextLong(MILLIS_MAX), running)) {
            var killed = System.currentTimeMillis();
            running.kill();
            losses.ended(killed);
            crashes++;
            PulledModel.assertNothingHalfDone(models, lab.name(), lab.model());
            running = lab.pullInto(models);
        }
        assertThat(running.awaitEnd()).as(running.errors()).isZero();
        PulledModel.assertStored(models, lab.name(), lab.model());
        PulledModel.delete(models);
        return losses.assertSmall();
    }

    private static boolean endsWithin(long millis, TugCommand.Running running)
            throws InterruptedException {
        return running.process().waitFor(Duration.ofMillis(millis).toNanos(), TimeUnit.NANOSECONDS);
    }
}
