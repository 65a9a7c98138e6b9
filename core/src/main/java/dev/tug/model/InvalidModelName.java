package dev.tug.model;

import java.util.Locale;

/// Says which part of a model's name is wrong, and why; never quotes the text, which may hold a
/// password meant for a host.
public final class InvalidModelName extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final Part part;
    private final String reason;

    /// The parts of a name, in the order in which they are written.
    public enum Part {
        SCHEME,
        HOST,
        NAMESPACE,
        MODEL,
        TAG,
        DIGEST
    }

    InvalidModelName(Part part, String reason) {
        super("invalid model name: " + part.name().toLowerCase(Locale.ROOT) + " " + reason);
        this.part = part;
        this.reason = reason;
    }

    /// The part that is wrong; the leftmost one if there are several.
    public Part part() {
        return part;
    }

    /// What is wrong with it, such as `is missing`.
    public String reason() {
        return reason;
    }
}
