package dev.tug.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Programs of others, by their names.
final class Programs {
    /// Where Debian keeps servers, outside the path of ordinary users.
    private static final String SERVERS = "/usr/sbin:/usr/local/sbin:/sbin";

    private static final List<String> NEEDED =
            List.of("nginx", "docker-registry", "aria2c", "curl", "openssl", "time");

    private Programs() {}

    static Optional<Path> find(String name) {
        return Stream.of(path().split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// The file of a program that must be there.
    static String get(String name) throws IOException {
        return find(name).orElseThrow(() -> new IOException("no " + name)).toString();
    }

    /// Those that no comparison can do without, and that are not here.
    static List<String> missing() {
        return NEEDED.stream().filter(name -> find(name).isEmpty()).toList();
    }

    /// Where programs are looked for.
    static String path() {
        return System.getenv("PATH") + File.pathSeparator + SERVERS;
    }

    /// What a command writes, to its end; both streams.
    ///
    /// @throws IOException if it fails
    static String output(String... command) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .start();
        try (var out = process.inputReader()) {
            var text = out.readAllAsString().strip();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + text);
            }
            return text;
        }
    }
}
