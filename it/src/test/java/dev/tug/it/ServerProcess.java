package dev.tug.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A server of somebody else's: a process that logs to a file and is ended by its id.
final class ServerProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(30);
    private static final long END_SECONDS_MAX = 15;
    private static final File NOTHING = new File("/dev/null");

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts `command`, whose output goes to the new file `log`.
    static ServerProcess start(Path log, List<String> command) throws IOException {
        Files.deleteIfExists(log);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(log.toFile()).redirectInput(ProcessBuilder.Redirect.from(NOTHING));
        return new ServerProcess(builder.start(), log);
    }

    /// Waits for a line of the log; the match that was found.
    ///
    /// @throws AssertionError with the log if the server ends first, or takes too long
    MatchResult awaitLine(Pattern pattern) throws Exception {
        Deadline.await(
                START_MAX,
                () -> "no " + pattern + " in\n" + log(),
                () -> pattern.matcher(log()).find() || !process.isAlive());
        var matcher = pattern.matcher(log());
        if (!matcher.find()) {
            throw new AssertionError(
                    "ended with " + process.exitValue() + " before " + pattern + ":\n" + log());
        }
        return matcher.toMatchResult();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// All that was logged.
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    /// Ends it as an administrator does, by SIGTERM, and by force if it does not end.
    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
