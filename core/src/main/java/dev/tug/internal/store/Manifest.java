package dev.tug.internal.store;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.tug.blob.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a manifest of the store refers to; all else in it is none of the store's business.
///
/// Reading is as tolerant as Ollama's: keys in any case and order, unknown ones ignored, digests with
/// a colon or a hyphen and in any case, and what follows the first JSON value ignored.
///
/// @param digests of the layers, of the config, and of manifests that an index lists
/// @param size the sum of the sizes that it announces for its layers and config
record Manifest(Set<Digest> digests, long size) {
    /// More is no manifest; large ones have some thousand layers of 200 bytes each.
    static final int LENGTH_MAX = 4 << 20;

    /// @throws IOException if the bytes are no manifest
    static Manifest read(byte[] bytes) throws IOException {
        if (bytes.length > LENGTH_MAX) {
            throw new IOException("has " + bytes.length + " bytes, at most " + LENGTH_MAX);
        }
        if (bytes.length == 0) {
            throw new IOException("is empty");
        }
        Map<String, Object> json;
        try {
            // The JSON `null` reads as null.
            json =
                    Optional.ofNullable(JSON.std.mapFrom(bytes))
                            .orElseThrow(() -> new IOException("is null"));
        } catch (IOException e) {
            throw new IOException("is not a JSON object", e);
        }
        var digests = new LinkedHashSet<Digest>();
        var size = 0L;
        for (var key : List.of("layers", "manifests")) {
            if (value(json, key) instanceof List<?> entries) {
                for (var entry : entries) {
                    size += take(entry, digests);
                }
            }
        }
        size += take(value(json, "config"), digests);
        return new Manifest(digests, size);
    }

    /// Adds what `descriptor` refers to and returns its size; an empty digest refers to nothing.
    private static long take(@Nullable Object descriptor, Set<Digest> digests) throws IOException {
        if (!(descriptor instanceof Map<?, ?> fields)) {
            return 0;
        }
        var text = value(fields, "digest") instanceof String digest ? digest : "";
        if (!text.isEmpty()) {
            digests.add(digest(text).orElseThrow(() -> new IOException("has an invalid digest")));
        }
        var size = value(fields, "size") instanceof Number number ? number.longValue() : 0;
        return Math.max(0, size);
    }

    /// Reads `sha256:` or `sha256-` and 64 hexadecimal digits of either case.
    static Optional<Digest> digest(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return Digest.parse(lower.startsWith("sha256-") ? lower.replaceFirst("-", ":") : lower);
    }

    private static @Nullable Object value(Map<?, ?> json, String key) {
        var exact = json.get(key);
        if (exact != null) {
            return exact;
        }
        for (var entry : json.entrySet()) {
            if (key.equalsIgnoreCase(String.valueOf(entry.getKey()))) {
                return entry.getValue();
            }
        }
        return null;
    }
}
