package dev.tug.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs commands and says what they took.
final class Meter {
    private static final int WORDS = 3;
    private static final long KIBIBYTE = 1_024;
    private static final int TAIL = 2_000;

    private final Path times;
    private final Path output;

    /// @param folder for files of its own
    Meter(Path folder) throws IOException {
        Files.createDirectories(folder);
        times = folder.resolve("times");
        output = folder.resolve("output");
    }

    /// Runs a command for `sh` to its end.
    ///
    /// @param wrapper what to put before it, such as `ip netns exec NAME`
    /// @param home its home; its environment is empty but for that, `PATH`, `LANG` and `JAVA_HOME`
    /// @return what it took; nothing is said of the wire
    /// @throws IOException with the end of its output if it fails
    Measurement run(List<String> wrapper, String command, Path home)
            throws IOException, InterruptedException {
        var builder = builder(wrapper, command, home);
        long start = System.nanoTime();
        var process = builder.start();
        int exit = process.waitFor();
        double wall = (System.nanoTime() - start) / 1e9;
        if (exit != 0) {
            var text = Files.readString(output);
            throw new IOException(
                    "ended with %d: %s%n%s"
                            .formatted(
                                    exit,
                                    command,
                                    text.substring(Math.max(0, text.length() - TAIL))));
        }
        var words = Files.readString(times).strip().split(" ", -1);
        if (words.length != WORDS) {
            throw new IOException("no times of " + command);
        }
        return new Measurement(
                wall,
                Double.parseDouble(words[0]) + Double.parseDouble(words[1]),
                Long.parseLong(words[2]) * KIBIBYTE,
                0);
    }

    /// The same as a process that is yet to be started; its stdout goes to the returned builder's.
    ProcessBuilder builder(List<String> wrapper, String command, Path home) throws IOException {
        Files.createDirectories(home);
        var words = new ArrayList<>(wrapper);
        words.addAll(
                List.of(
                        Programs.get("time"),
                        "-f",
                        "%U %S %M",
                        "-o",
                        times.toString(),
                        "sh",
                        "-c",
                        command));
        var builder = new ProcessBuilder(words);
        builder.redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        environment(builder.environment(), home);
        return builder;
    }

    /// Nothing of a proxy, a registry or a setting that the user has.
    private static void environment(Map<String, String> environment, Path home) {
        environment.keySet().retainAll(List.of("JAVA_HOME"));
        environment.put("PATH", Programs.path());
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", home.toString());
    }
}
