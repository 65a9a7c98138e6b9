package dev.tug.bench;

import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How long commands take that do next to nothing, beside `java -version` of the JDK that runs this.
///
/// @param wallSeconds by command
record Startup(Map<String, Spread> wallSeconds) {
    static final String JAVA = "java -version";
    static final String VERSION = "tug --version";
    static final String LIST = "tug list, 200 models";

    private static final int MODELS = 200;
    private static final int ROUNDS = 15;
    private static final long SEED = 7;

    /// Runs all in turn, after one run of each that does not count.
    static Startup measure(Path tug, Path folder, Contest.Progress progress)
            throws IOException, InterruptedException {
        var store = store(folder.resolve("models"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var commands = new LinkedHashMap<String, List<String>>();
        commands.put(JAVA, List.of(java, "-version"));
        commands.put(VERSION, List.of(tug.toString(), "--version"));
        commands.put(LIST, List.of(tug.toString(), "list", "--store", store.toString()));
        var seconds = new LinkedHashMap<String, List<Double>>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (var command : commands.entrySet()) {
                double took = run(command.getValue(), folder);
                if (round > 0) {
                    seconds.computeIfAbsent(command.getKey(), _ -> new ArrayList<>()).add(took);
                }
            }
        }
        var spreads = new LinkedHashMap<String, Spread>();
        seconds.forEach((name, each) -> {
            var spread = Spread.of(each, s -> s);
            spreads.put(name, spread);
            progress.say(name + ": " + spread.words(3) + " s");
        });
        return new Startup(spreads);
    }

    /// A command's median over that of `java -version`.
    double ratio(String command) {
        return median(command) / median(JAVA);
    }

    double median(String command) {
        return Optional.ofNullable(wallSeconds.get(command)).orElseThrow().median();
    }

    private static double run(List<String> command, Path home)
            throws IOException, InterruptedException {
        var nothing = new File("/dev/null");
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(nothing).redirectOutput(nothing);
        builder.environment().keySet().retainAll(List.of("PATH", "JAVA_HOME"));
        builder.environment().put("HOME", home.toString());
        long start = System.nanoTime();
        int exit = builder.start().waitFor();
        double took = (System.nanoTime() - start) / 1e9;
        if (exit != 0) {
            throw new IOException("ended with " + exit + ": " + command);
        }
        return took;
    }

    /// Models of a few bytes each, laid out as Ollama does.
    private static Path store(Path store) throws IOException {
        var blobs = Files.createDirectories(store.resolve("blobs"));
        for (int number = 0; number < MODELS; number++) {
            var model =
                    GeneratedModel.named("library/m" + number, "latest")
                            .layer(GeneratedModel.MODEL, GeneratedBlob.gguf(SEED + number, 4_096))
                            .build();
            for (var blob : model.blobs().values()) {
                var bytes = new byte[(int) blob.size()];
                blob.read(0, bytes, 0, bytes.length);
                Files.write(blobs.resolve("sha256-" + blob.hex()), bytes);
            }
            var folder = store.resolve("manifests/registry.ollama.ai").resolve(model.name());
            Files.write(
                    Files.createDirectories(folder).resolve(model.tag()), model.manifestBytes());
        }
        return store;
    }
}
