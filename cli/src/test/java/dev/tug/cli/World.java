package dev.tug.cli;

import dev.tug.ProxyRules;
import dev.tug.Tug;
import dev.tug.TugConfig;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;

/// A made-up world for a run of the command: environment, files' place, clock, library.
final class World {
    final Map<String, String> variables = new HashMap<>();
    final List<TugConfig> configs = new ArrayList<>();
    ScriptedTug tug = new ScriptedTug(2, Duration.ZERO);
    Optional<Surroundings.Window> window = Optional.empty();
    String stdin = "";
    IntUnaryOperator signals = code -> code;
    ProxyRules.Asker asker = (_, _, _) -> Optional.empty();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path home;

    World(Path home) {
        this.home = home;
    }

    /// Runs the command; the exit code.
    int run(String... args) {
        var nanos = new AtomicLong();
        return Main.run(
                args,
                new Surroundings(
                        new Environment(variables),
                        new Platform("Linux", home),
                        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        () -> window,
                        () -> nanos.addAndGet(Duration.ofMillis(250).toNanos()),
                        InstantSource.fixed(ScriptedModels.MODIFIED.plus(Duration.ofDays(3))),
                        _ -> signals,
                        asker,
                        this::open));
    }

    private Tug open(TugConfig config) {
        configs.add(config);
        return tug;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
