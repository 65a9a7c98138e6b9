package dev.tug.internal.registry;

import dev.tug.blob.Digest;

import java.util.regex.Pattern;

/// Which manifest of a repository is meant.
public sealed interface Reference {
    /// The manifest that a name points to today.
    record Tag(String name) implements Reference {
        /// The distribution specification's tag: at most 128 characters.
        private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

        public Tag {
            if (!TAG.matcher(name).matches()) {
                throw new IllegalArgumentException("no tag: " + name);
            }
        }
    }

    /// The manifest with these very bytes.
    record Pinned(Digest digest) implements Reference {}

    /// As it stands in an address.
    default String text() {
        return switch (this) {
            case Tag(var name) -> name;
            case Pinned(var digest) -> digest.toString();
        };
    }
}
