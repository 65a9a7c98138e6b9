package dev.tug.bench;

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
    private static final long LOOK_MILLIS = 20;
    private static final long END_SECONDS_MAX = 10;

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
        builder.redirectOutput(log.toFile()).redirectInput(new File("/dev/null"));
        return new ServerProcess(builder.start(), log);
    }

    /// Waits for a line of the log.
    ///
    /// @throws IOException with the log if the server ends first, or takes too long
    MatchResult awaitLine(Pattern pattern) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            var matcher = pattern.matcher(log());
            if (matcher.find()) {
                return matcher.toMatchResult();
            }
            if (!alive || System.nanoTime() > end) {
                throw new IOException("no " + pattern + " in\n" + log());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /// All that was logged.
    String log() throws IOException {
        return Files.readString(log);
    }

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
