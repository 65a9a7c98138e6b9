package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.text.Harmless;
import dev.tug.model.ModelName;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Asks the Ollama of this machine who it is and what it has; never through a proxy.
final class OllamaLook {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int BYTES_MAX = 1 << 20;
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]{1,40})\"");

    /// Names hold neither quotes nor backslashes (ollama 1.2).
    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]{1,400})\"");

    private final Tools tools;
    private final ModelStore store;
    private final URI ollama;

    OllamaLook(Tools tools, ModelStore store, URI ollama) {
        this.tools = tools;
        this.store = store;
        this.ollama = ollama;
    }

    /// Notes whether it runs, and whether it sees this store.
    void look() {
        var where = ollama.getAuthority();
        var version = get("/api/version").flatMap(text -> first(VERSION, text));
        if (version.isEmpty()) {
            tools.note(Check.ok("ollama", where, "does not run there; a pull does not need it"));
            return;
        }
        var strange = get("/api/tags").map(text -> strangers(all(NAME, text))).orElse(List.of());
        tools.note(
                strange.isEmpty()
                        ? Check.ok("ollama", where, "version " + version.get() + " runs")
                        : Check.warn(
                                "ollama",
                                where,
                                "version %s runs and has `%s`, which is not in %s"
                                        .formatted(version.get(), strange.getFirst(), store.root()),
                                Cause.OTHER_STORE));
    }

    /// Names that are not in the store; models of its cloud are nowhere.
    private List<String> strangers(List<String> names) {
        var stored = store.list().models().stream().map(model -> model.name().shortest()).toList();
        return names.stream()
                .filter(name -> !name.endsWith("cloud"))
                .filter(name -> !stored.contains(canonical(name)))
                .toList();
    }

    private static String canonical(String name) {
        try {
            return ModelName.parse(name).shortest();
        } catch (IllegalArgumentException _) {
            return name;
        }
    }

    private Optional<String> get(String path) {
        try {
            var connection =
                    (HttpURLConnection) ollama.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
            int patience = Math.toIntExact(tools.deadline().atMost(PATIENCE).toMillis());
            connection.setConnectTimeout(patience);
            connection.setReadTimeout(patience);
            connection.setInstanceFollowRedirects(false);
            try (var in = connection.getInputStream()) {
                return Optional.of(new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8));
            } finally {
                connection.disconnect();
            }
        } catch (IOException | IllegalArgumentException | ClassCastException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> first(Pattern pattern, String text) {
        return all(pattern, text).stream().findFirst();
    }

    private static List<String> all(Pattern pattern, String text) {
        var found = new ArrayList<String>();
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(Harmless.of(matcher.group(1)));
        }
        return found;
    }
}
