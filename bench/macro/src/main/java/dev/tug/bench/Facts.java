package dev.tug.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the figures depend on: machine, versions, commit.
///
/// @param values by what they are, in the order of a table
record Facts(Map<String, String> values) {
    private static final Path LOAD = Path.of("/proc/loadavg");

    /// Commands that tell a version in their first line.
    private static final List<List<String>> VERSIONS =
            List.of(
                    List.of("nginx", "-v"),
                    List.of("docker-registry", "--version"),
                    List.of("aria2c", "--version"),
                    List.of("curl", "--version"),
                    List.of("openssl", "version"),
                    List.of("skopeo", "--version"));

    /// Looks at this machine and at the source tree.
    static Facts gather(Path home, Path tug, Path folder) throws InterruptedException {
        var values = new LinkedHashMap<String, String>();
        values.put("commit", commit(home));
        values.put("Tug", firstLine(tug.toString(), "--version"));
        values.put("JDK", System.getProperty("java.runtime.version"));
        values.put("CPU", named(Path.of("/proc/cpuinfo"), "model name"));
        values.put(
                "cores, for client and server",
                String.valueOf(Runtime.getRuntime().availableProcessors()));
        values.put("memory", named(Path.of("/proc/meminfo"), "MemTotal"));
        values.put(
                "kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        values.put("file system", fileSystem(folder));
        for (var command : VERSIONS) {
            Programs.find(command.getFirst())
                    .ifPresent(file -> {
                        var words = command.toArray(String[]::new);
                        words[0] = file.toString();
                        values.put(command.getFirst(), firstLine(words));
                    });
        }
        values.put("load before", load());
        return new Facts(values);
    }

    /// The same with the load of now besides.
    Facts atEnd() {
        var all = new LinkedHashMap<>(values);
        all.put("load after", load());
        return new Facts(all);
    }

    private static String commit(Path home) {
        var commit = firstLine("git", "-C", home.toString(), "rev-parse", "--short=12", "HEAD");
        var changes = firstLine("git", "-C", home.toString(), "status", "--porcelain", "-uno");
        return changes.isEmpty() ? commit : commit + ", with changes";
    }

    private static String fileSystem(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException _) {
            return "unknown";
        }
    }

    private static String named(Path file, String name) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException _) {
            return "unknown";
        }
    }

    private static String load() {
        try {
            var words = Files.readString(LOAD).split(" ", -1);
            return words[0] + " " + words[1] + " " + words[2];
        } catch (IOException _) {
            return "unknown";
        }
    }

    private static String firstLine(String... command) {
        try {
            return Programs.output(command).lines().findFirst().orElse("").strip();
        } catch (IOException _) {
            return "unknown";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
