package dev.tug.cli;

import com.electronwill.nightconfig.core.UnmodifiableConfig;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlParser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The configuration file: a flat table in TOML.
///
/// @param path where it is, or would be
/// @param values its keys; none if there is no such file
record ConfigFile(Path path, Map<String, Object> values) {
    private static final long SIZE_MAX = 1_000_000;
    private static final int LINES_TRIED_MAX = 1000;

    ConfigFile {
        values = Map.copyOf(values);
    }

    /// Finds the file by `TUG_CONFIG`, then in the places of the platform, and reads it.
    ///
    /// @throws UsageException if it is not TOML, or `TUG_CONFIG` names none
    static ConfigFile find(Environment environment, Platform platform) {
        var named = environment.value("TUG_CONFIG").map(Path::of);
        if (named.isPresent()) {
            if (!Files.isRegularFile(named.get())) {
                throw new UsageException(
                        "TUG_CONFIG names no file: " + named.get(),
                        "unset TUG_CONFIG or create it");
            }
            return read(named.get());
        }
        var places = places(environment, platform);
        for (var place : places) {
            if (Files.isRegularFile(place)) {
                return read(place);
            }
        }
        return new ConfigFile(places.getFirst(), Map.of());
    }

    /// Where the file may be, in the order of search.
    static List<Path> places(Environment environment, Platform platform) {
        var places = new ArrayList<Path>();
        if (platform.isWindows()) {
            environment
                    .verbatim("APPDATA")
                    .ifPresent(data -> places.add(Path.of(data, "tug", "config.toml")));
        }
        environment
                .verbatim("XDG_CONFIG_HOME")
                .ifPresent(config -> places.add(Path.of(config, "tug", "config.toml")));
        places.add(platform.home().resolve(Path.of(".config", "tug", "config.toml")));
        if (platform.isMac()) {
            places.add(
                    platform.home()
                            .resolve(
                                    Path.of(
                                            "Library",
                                            "Application Support",
                                            "tug",
                                            "config.toml")));
        }
        return places;
    }

    private static ConfigFile read(Path path) {
        var text = text(path);
        try {
            return new ConfigFile(path, parse(text));
        } catch (ParsingException e) {
            throw new UsageException(
                    path
                            + ", line "
                            + brokenLine(text.lines().toList())
                            + ", is not TOML: "
                            + Optional.ofNullable(e.getMessage()).orElse("?"),
                    "correct that line, or move the file away");
        }
    }

    private static String text(Path path) {
        try {
            if (Files.size(path) > SIZE_MAX) {
                throw new UsageException(
                        path + " is larger than " + Human.bytes(SIZE_MAX), "is it the right file?");
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot read " + path + ": " + FileTrouble.words(e), "check its permissions");
        }
    }

    private static Map<String, Object> parse(String text) throws ParsingException {
        UnmodifiableConfig table = new TomlParser().parse(text);
        var values = new HashMap<String, Object>();
        table.entrySet().forEach(entry -> values.put(entry.getKey(), entry.getRawValue()));
        return values;
    }

    /// The parser does not say where it failed: it is in the line after the longest good start.
    private static int brokenLine(List<String> lines) {
        var good = 0;
        for (var count = 1; count < Math.min(lines.size(), LINES_TRIED_MAX); count++) {
            try {
                parse(String.join("\n", lines.subList(0, count)) + "\n");
                good = count;
            } catch (ParsingException _) {
                // The error, or just the middle of a value: a longer start may be good.
            }
        }
        return good + 1;
    }
}
