package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs `docker-credential-<name> get` from the path, as Docker does.
public final class HelperProgram implements CredentialHelper {
    private static final String PREFIX = "docker-credential-";

    /// Enough for a key store to unlock by itself; nobody can be asked for a password meanwhile.
    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    /// Secrets are tokens of some kB.
    private static final int OUTPUT_MAX = 64 << 10;

    /// What Docker's own helpers print, with exit status 1, for a server that they do not know.
    private static final String NOT_FOUND = "credentials not found in native keychain";

    private final String folder;
    private final Duration timeMax;

    /// Programs on the path, each given 10 s.
    public HelperProgram() {
        this("", TIME_MAX);
    }

    /// @param folder where the programs are, with a separator at its end; empty for the path
    HelperProgram(String folder, Duration timeMax) {
        this.folder = folder;
        this.timeMax = timeMax;
    }

    @Override
    public Answer ask(String name, String server, AbortSignal abort) {
        try {
            var process =
                    new ProcessBuilder(folder + PREFIX + name, "get")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            abort.onAbort(() -> kill(process));
            try {
                return ask(process, server);
            } finally {
                kill(process);
            }
        } catch (IOException e) {
            return new Answer.Broken("cannot be run");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Broken("was interrupted");
        }
    }

    private Answer ask(Process process, String server) throws InterruptedException {
        var output = new FutureTask<>(() -> read(process.getInputStream()));
        Thread.ofVirtual().name(PREFIX + "output").start(output);
        write(process, server);
        try {
            var bytes = output.get(timeMax.toNanos(), TimeUnit.NANOSECONDS);
            if (bytes.length > OUTPUT_MAX) {
                return new Answer.Broken("printed more than " + OUTPUT_MAX + " bytes");
            }
            return process.waitFor(timeMax) ? judge(process.exitValue(), bytes) : late();
        } catch (TimeoutException e) {
            return late();
        } catch (ExecutionException e) {
            return new Answer.Broken("cannot be read");
        }
    }

    private static Answer judge(int status, byte[] output) {
        if (status == 0) {
            return new Answer.Output(new String(output, UTF_8));
        }
        return new String(output, UTF_8).contains(NOT_FOUND)
                ? new Answer.Unknown()
                : new Answer.Broken("ended with status " + status);
    }

    private static void write(Process process, String server) {
        try (var input = process.getOutputStream()) {
            input.write(server.getBytes(UTF_8));
        } catch (IOException e) {
            // It may have ended without reading: its status and output tell.
            return;
        }
    }

    private static byte[] read(InputStream output) throws IOException {
        return output.readNBytes(OUTPUT_MAX + 1);
    }

    private Answer late() {
        return new Answer.Broken("took longer than " + timeMax.toMillis() / 1000.0 + " s");
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
