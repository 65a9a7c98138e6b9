package dev.tug.cli;

import dev.tug.model.ModelName;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a user wants examined: a model, or a registry.
sealed interface Patient {
    /// A model.
    record Model(ModelName name) implements Patient {}

    /// A registry, with its port unless that is 443.
    record Registry(String host) implements Patient {}

    /// The smallest of Ollama's well-known models: its blobs tell where bytes come from.
    String DEFAULT = "all-minilm:latest";

    /// Hosts that people know by name.
    Set<String> KNOWN = Set.of("registry.ollama.ai", "hf.co", "huggingface.co", "ghcr.io");

    /// `localhost`, an address, or a name whose last label is a word, with or without a port. A model's
    /// version in that place has a digit: `llama3.2`.
    Pattern HOST =
            Pattern.compile(
                    "(localhost|\\d{1,3}(\\.\\d{1,3}){3}|([A-Za-z0-9_-]+\\.)+[A-Za-z]{2,})(:\\d{1,5})?");

    /// Reads what a user typed.
    ///
    /// @throws dev.tug.model.InvalidModelName if it is neither
    static Patient of(Optional<String> typed) {
        if (typed.isEmpty()) {
            return new Model(Names.toPull(DEFAULT));
        }
        var text = typed.get().strip();
        var host = text.replaceFirst("^https?://", "").replaceFirst("/(v2/?)?$", "");
        boolean isAddress = !host.equals(text);
        return (isAddress || KNOWN.contains(host) || HOST.matcher(host).matches())
                        && host.indexOf('/') < 0
                ? new Registry(host)
                : new Model(Names.toPull(text));
    }

    /// As a user would type it.
    default String words() {
        return switch (this) {
            case Model(var name) -> name.shortest();
            case Registry(var host) -> host;
        };
    }
}
