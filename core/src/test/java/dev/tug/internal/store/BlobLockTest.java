package dev.tug.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.store.BlobLock.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

final class BlobLockTest {
    private static final BlobLock.Locking NONE =
            _ -> {
                throw new IOException("No locks available");
            };

    @TempDir private Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void setFile() {
        file = directory.resolve("x.lock");
    }

    @Test
    void has_one_holder_in_a_process() throws Exception {
        var lock = acquire();

        assertThat(BlobLock.tryAcquire(file, "m")).isEqualTo(held(ProcessHandle.current().pid()));
        lock.refresh();
        lock.close();
        assertThat(file).doesNotExist();
        acquire().close();
    }

    @Test
    void has_one_holder_among_processes_and_outlives_a_killed_one() throws Exception {
        var holder = holdInAnotherProcess();
        try {
            assertThat(BlobLock.tryAcquire(file, "m")).isEqualTo(held(holder.pid()));
        } finally {
            holder.destroyForcibly();
            assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(file).as("left by the dead").exists();

        acquire().close();
        assertThat(file).doesNotExist();
    }

    @Test
    void holds_against_another_process() throws Exception {
        var lock = acquire();

        assertThat(tryInAnotherProcess()).isEqualTo("held by " + ProcessHandle.current().pid());
        lock.close();
        assertThat(tryInAnotherProcess()).isEqualTo("acquired");
    }

    @Test
    void never_has_two_holders_while_it_is_deleted_and_made_anew() throws Exception {
        var acquisitions = 0;
        var others = new Process[] {contend(), contend()};
        var witness = directory.resolve("witness");
        try {
            var deadline = Instant.now().plusSeconds(60);
            for (var i = 0; i < 3_000 || acquisitions == 0; i++) {
                assertThat(Instant.now()).isBefore(deadline);
                if (BlobLock.tryAcquire(file, "m") instanceof Outcome.Acquired(var lock)) {
                    // Fails if another process is between its own creation and deletion.
                    Files.createFile(witness);
                    Files.delete(witness);
                    acquisitions++;
                    lock.close();
                }
            }
        } finally {
            for (var other : others) {
                other.getOutputStream().close();
            }
        }
        assertThat(acquisitions).isPositive();
        for (var other : others) {
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(other.inputReader().readLine()).matches("acquired [1-9]\\d*");
        }
    }

    @Test
    void an_interrupted_thread_acquires_and_stays_interrupted() throws Exception {
        Thread.currentThread().interrupt();
        var lock = acquire();
        assertThat(Thread.interrupted()).isTrue();

        assertThat(tryInAnotherProcess()).startsWith("held");
        lock.close();
    }

    @Test
    void where_there_are_no_locks_a_file_names_the_holder() throws Exception {
        var lock = acquireWithoutLocks();

        assertThat(PidFile.tryAcquire(file, "m"))
                .isEqualTo(new PidFile.Outcome.Held(ProcessHandle.current().pid()));
        lock.refresh();
        assertThat(PidFile.tryAcquire(file, "other machine"))
                .isEqualTo(new PidFile.Outcome.Held(ProcessHandle.current().pid()));
        lock.close();
        acquireWithoutLocks().close();
    }

    @Test
    void a_pid_file_of_a_dead_process_is_void() throws Exception {
        var process = new ProcessBuilder("true").start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Files.writeString(pidFile(), process.pid() + " 0 word m");

        acquireWithoutLocks().close();
    }

    @Test
    void a_pid_file_of_a_pid_that_came_round_again_is_void() throws Exception {
        Files.writeString(pidFile(), ProcessHandle.current().pid() + " 12345 word m");

        acquireWithoutLocks().close();
    }

    @Test
    void a_pid_file_of_another_machine_is_void_after_an_hour() throws Exception {
        Files.writeString(pidFile(), "1 0 word other");
        assertThat(BlobLock.tryAcquire(file, "m", NONE)).isEqualTo(held(1));

        age(pidFile(), 3_700);
        acquireWithoutLocks().close();
    }

    @Test
    void an_unreadable_pid_file_is_void_after_some_seconds() throws Exception {
        Files.writeString(pidFile(), "");
        assertThat(BlobLock.tryAcquire(file, "m", NONE)).isEqualTo(held(0));

        age(pidFile(), 20);
        acquireWithoutLocks().close();
    }

    private Path pidFile() {
        return directory.resolve("x.lock.pid");
    }

    private static void age(Path path, long seconds) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    private static Outcome held(long pid) {
        return new Outcome.Held(pid);
    }

    private BlobLock acquire() throws IOException {
        return acquired(BlobLock.tryAcquire(file, "m"));
    }

    private BlobLock acquireWithoutLocks() throws IOException {
        return acquired(BlobLock.tryAcquire(file, "m", NONE));
    }

    private static BlobLock acquired(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Acquired(var lock) -> lock;
            case Outcome.Held(var pid) -> throw new AssertionError("held by " + pid);
        };
    }

    private Process holdInAnotherProcess() throws IOException {
        var process = start("hold");
        assertThat(process.inputReader().readLine()).isEqualTo("acquired");
        return process;
    }

    private String tryInAnotherProcess() throws Exception {
        var process = start("try");
        var said = process.inputReader().readLine();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private Process contend() throws IOException {
        var process = start("contend");
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        return process;
    }

    private Process start(String command) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        command,
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
