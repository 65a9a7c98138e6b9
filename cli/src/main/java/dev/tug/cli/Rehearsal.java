package dev.tug.cli;

import dev.tug.Tug;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs the commands that are used most, once each in one process, so that the Java runtime can note
/// which classes they load: what an AOT cache is made from.
///
/// Not a command: the build of the packages starts it.
final class Rehearsal {
    private final Path folder;
    private final PrintStream sink;

    private Rehearsal(Path folder, PrintStream sink) {
        this.folder = folder;
        this.sink = sink;
    }

    /// Usage: `Rehearsal NAME PEM_FILE`: the model to pull, and the authority of its registry. That is
    /// another process, for its classes not to be noted too.
    ///
    /// @throws IllegalStateException if a command fails
    public static void main(String[] args) throws IOException {
        try (var scratch = new ScratchFolder(Path.of(System.getProperty("java.io.tmpdir")));
                var sink =
                        new PrintStream(
                                PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Rehearsal(scratch.create("tug-rehearsal-"), sink).run(args[0], args[1]);
        }
        Main.main(new String[] {"--version"});
    }

    private void run(String name, String pem) {
        for (var line :
                List.of(
                        List.of("--version"),
                        List.of("pull", "--cacert", pem, name),
                        List.of("pull", "--cacert", pem, "--no-progress", name),
                        List.of("list"),
                        List.of("show", name),
                        List.of("verify", "--cacert", pem),
                        List.of("profile", "list"),
                        List.of("rm", name),
                        List.of("config"))) {
            play(line);
        }
    }

    private void play(List<String> line) {
        var code = Main.run(line.toArray(String[]::new), surroundings());
        if (code != ExitCode.OK.code()) {
            throw new IllegalStateException(
                    "`tug " + String.join(" ", line) + "` ended with " + code);
        }
    }

    /// This process with a home in the folder, and with a window that nobody sees.
    private Surroundings surroundings() {
        var real = Main.surroundings(Tug::with, OutputStream.nullOutputStream());
        var environment = new Environment(Map.of("HOME", folder.toString()));
        return new Surroundings(
                environment,
                Platform.current(environment),
                real.in(),
                sink,
                sink,
                () -> Optional.of(new Surroundings.Window(() -> WindowSize.USUAL, true)),
                real.nanos(),
                real.now(),
                real.signals(),
                real.asker(),
                real.tugs());
    }
}
