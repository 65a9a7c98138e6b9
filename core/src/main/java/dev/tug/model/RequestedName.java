package dev.tug.model;

import java.util.Locale;

/// What a user asked for: a name, and the suffix by which Ollama's users say where it is to run.
///
/// This step comes before [ModelName#parse(String)] for names that reach Ollama's API; `model:local`
/// and `model:cloud` are words to Ollama and not tags.
///
/// @param name the request without spaces around it and without its suffix
/// @param source what the suffix said
public record RequestedName(String name, Source source) {
    private static final String CLOUD = "cloud";
    private static final String LOCAL = "local";

    /// Where the model is to run.
    public enum Source {
        /// The request does not say.
        UNSPECIFIED,
        /// Here.
        LOCAL,
        /// At ollama.com; what is pulled is a small stand-in.
        CLOUD
    }

    /// Takes the suffix off.
    ///
    /// @throws IllegalArgumentException if the request says both, in Ollama's words
    public static RequestedName read(String request) {
        var trimmed = request.strip();
        var outer = suffix(trimmed);
        var inner = suffix(outer.name());
        if (outer.source() != Source.UNSPECIFIED
                && inner.source() != Source.UNSPECIFIED
                && inner.source() != outer.source()) {
            throw new IllegalArgumentException(
                    "use either :local or :cloud, not both: \"" + trimmed + "\"");
        }
        return outer;
    }

    /// The name under which the registry has it: a cloud model's tag ends in `-cloud`.
    public String pullName() {
        return switch (source) {
            case UNSPECIFIED, LOCAL -> name;
            case CLOUD -> name + (hasTag() ? "-" : ":") + CLOUD;
        };
    }

    private boolean hasTag() {
        return name.lastIndexOf(':') > name.lastIndexOf('/');
    }

    private static RequestedName suffix(String text) {
        var colon = text.lastIndexOf(':');
        if (colon < 0) {
            return new RequestedName(text, Source.UNSPECIFIED);
        }
        var word = text.substring(colon + 1).toLowerCase(Locale.ROOT);
        if (word.equals(CLOUD)) {
            return new RequestedName(text.substring(0, colon), Source.CLOUD);
        }
        if (word.equals(LOCAL)) {
            return new RequestedName(text.substring(0, colon), Source.LOCAL);
        }
        if (word.endsWith("-" + CLOUD) && word.indexOf('/') < 0) {
            var base = text.substring(0, text.length() - CLOUD.length() - 1);
            return new RequestedName(base, Source.CLOUD);
        }
        return new RequestedName(text, Source.UNSPECIFIED);
    }
}
