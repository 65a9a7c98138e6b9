package dev.tug.diagnosis;

import dev.tug.model.ModelName;

import java.net.URI;
import java.util.Optional;

/// What an examination is to look at.
///
/// @param host the registry's, with its port unless that is the scheme's own
/// @param isPlain whether a registry alone is spoken to in plain http, as a model's name says by itself
/// @param model whose manifest and blobs are looked at; without one, where bytes come from stays unknown
/// @param probe whether it is tried how many streams the path bears, for up to 20 s more
/// @param ollama where Ollama is to be found on this machine
public record Question(
        String host, boolean isPlain, Optional<ModelName> model, boolean probe, URI ollama) {
    private static final URI OLLAMA = URI.create("http://127.0.0.1:11434");

    /// The way to a model, and an Ollama at its usual place.
    public static Question of(ModelName model) {
        return new Question(model.host(), false, Optional.of(model), false, OLLAMA);
    }

    /// The way to a registry.
    public static Question ofRegistry(String host) {
        return new Question(host, false, Optional.empty(), false, OLLAMA);
    }

    /// The same without TLS: of this machine alone, unless plain http is asked for everywhere.
    public Question inPlainHttp() {
        return new Question(host, true, model, probe, ollama);
    }

    /// The same with the streams that the path bears.
    public Question probing() {
        return new Question(host, isPlain, model, true, ollama);
    }

    /// The same with Ollama elsewhere.
    public Question withOllama(URI other) {
        return new Question(host, isPlain, model, probe, other);
    }
}
