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

    /// The command's number for what it may not touch.
    private static final int DISK = 6;

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

    @Test
    void what_a_crash_leaves_is_listed_and_can_be_removed() throws Exception {
        try (var lab = CommandLab.start(directory, 20_000_000, "limit_rate 256k;")) {
            var tug = lab.command();
            var model = lab.name().shortest();
            var running = lab.pull();
            // A small layer is there, and the large one takes far longer than what follows.
            lab.awaitServed(1, running);
            var refused = tug.run("rm", "--partial", model);

            assertThat(refused.awaitEnd()).isEqualTo(DISK);
            assertThat(refused.errors())
                    .contains("of " + model + " is being brought in by process")
                    .contains("" + running.process().pid());
            assertThat(running.process().isAlive()).isTrue();

            running.kill();
            var listed = tug.run("list", "--partial");
            assertThat(listed.output().lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains(model)
                    .contains(" 20 MB ")
                    .endsWith(" tug");
            var removed = tug.run("rm", "--partial", model);
            assertThat(removed.awaitEnd()).as(removed.errors()).isZero();
            assertThat(tug.run("list", "--partial").output().lines()).hasSize(1);
            assertThat(tug.models().resolve(".tug")).isEmptyDirectory();
        }
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
