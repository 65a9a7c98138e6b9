package dev.tug.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The command as users run it: a process of its own, with an environment of its own.
///
/// @param directory for home, models and output
/// @param environment what is set besides `HOME`, `PATH` and `OLLAMA_MODELS`
/// @param wrapper what runs the command, such as `ip netns exec NAME`; mostly nothing
record TugCommand(Path directory, Map<String, String> environment, List<String> wrapper) {
    private static final Duration END_MAX = Duration.ofMinutes(3);

    TugCommand {
        environment = Map.copyOf(environment);
        wrapper = List.copyOf(wrapper);
    }

    /// A command that trusts the authorities in `pem`, as `SSL_CERT_FILE` tells it.
    static TugCommand trusting(Path pem, Path directory) {
        return new TugCommand(directory, Map.of("SSL_CERT_FILE", pem.toString()), List.of());
    }

    /// The same, with one more variable.
    TugCommand with(String variable, String value) {
        var more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new TugCommand(directory, more, wrapper);
    }

    /// The same, on the machine that `namespace` is.
    TugCommand in(NetworkNamespace namespace) {
        return new TugCommand(directory, environment, namespace.wrapper());
    }

    /// The same, with its models somewhere else.
    TugCommand withModels(Path models) {
        return with("OLLAMA_MODELS", models.toString());
    }

    /// The models directory.
    Path models() {
        var models = environment.get("OLLAMA_MODELS");
        return models == null ? directory.resolve("models") : Path.of(models);
    }

    /// Runs it to its end.
    Running run(String... arguments) throws Exception {
        var running = start(arguments);
        running.awaitEnd();
        return running;
    }

    /// Starts it; its output goes to new files.
    Running start(String... arguments) throws IOException {
        // A shell that runs its jobs in the background has them ignore Ctrl-C.
        var command = new ArrayList<>(wrapper);
        command.addAll(List.of(Program.ENV.path(), "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:+UseSerialGC", "-Xmx64m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", classPath(), "dev.tug.cli.Main"));
        command.addAll(List.of(arguments));
        Files.createDirectories(directory);
        var out = Files.createTempFile(directory, "tug", ".out");
        var err = Files.createTempFile(directory, "tug", ".err");
        var builder = new ProcessBuilder(command);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        var variables = builder.environment();
        variables.clear();
        variables.put("HOME", directory.toString());
        variables.put("PATH", System.getenv("PATH"));
        variables.put("OLLAMA_MODELS", models().toString());
        variables.putAll(environment);
        return new Running(builder.start(), out, err);
    }

    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /// A command that was started.
    record Running(Process process, Path out, Path err) {
        /// Waits for the exit code.
        int awaitEnd() throws Exception {
            if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new AssertionError("still running after " + END_MAX + ":\n" + errors());
            }
            return process.exitValue();
        }

        /// Waits until it has written `text` to standard output.
        void awaitOutput(String text) throws Exception {
            Deadline.await(
                    END_MAX,
                    () -> "has not said " + text + ":\n" + errors(),
                    () -> Files.readString(out).contains(text) || !process.isAlive());
            if (!Files.readString(out).contains(text)) {
                throw new AssertionError("ended and never said " + text + ":\n" + errors());
            }
        }

        /// Ends it as `kill -9` does, and waits until it is gone.
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /// Presses Ctrl-C; returns how long it took from there to the end.
        Duration interrupt() throws Exception {
            return interrupt(1);
        }

        /// The same where the signal comes several times at once, as `timeout` and shells send it to a
        /// process and to its group.
        Duration interrupt(int signals) throws Exception {
            var command = new ArrayList<>(List.of(Program.KILL.path(), "-INT"));
            command.addAll(Collections.nCopies(signals, Long.toString(process.pid())));
            var kill = new ProcessBuilder(command);
            var start = System.nanoTime();
            if (kill.start().waitFor() != 0) {
                throw new AssertionError("it had ended before Ctrl-C:\n" + errors());
            }
            awaitEnd();
            return Duration.ofNanos(System.nanoTime() - start);
        }

        /// What it wrote to standard output so far.
        String output() throws IOException {
            return Files.readString(out);
        }

        /// What it wrote to standard error.
        String errors() {
            try {
                return Files.readString(err);
            } catch (IOException e) {
                return "(" + e + ")";
            }
        }
    }
}
