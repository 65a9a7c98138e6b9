package dev.tug.internal.store;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.tug.blob.ByteRange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// One of Ollama's parts, as its file says.
///
/// @param offset of its first byte in the blob
/// @param size in bytes
/// @param completed how many of them were written
record OllamaPart(long number, long offset, long size, long completed) {
    /// A part's line has some 100 bytes.
    private static final int LINE_MAX = 4_096;

    /// Reads the line of JSON that `file` is.
    ///
    /// @throws IOException if it is none
    static OllamaPart read(Path file) throws IOException {
        byte[] line;
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            line = in.readNBytes(LINE_MAX);
        }
        var json =
                Optional.ofNullable(JSON.std.mapFrom(line))
                        .orElseThrow(() -> new IOException("is null"));
        var part =
                new OllamaPart(
                        number(json, "N"),
                        number(json, "Offset"),
                        number(json, "Size"),
                        number(json, "Completed"));
        if (!file.toString().endsWith("-partial-" + part.number())) {
            throw new IOException("is of part " + part.number());
        }
        return part;
    }

    /// A lower bound of what was written, and never more than there is to write.
    Optional<ByteRange> completedRange() {
        var end = offset + Math.min(completed, size);
        return end > offset ? Optional.of(new ByteRange(offset, end)) : Optional.empty();
    }

    private static long number(Map<String, Object> json, String key) throws IOException {
        if (json.get(key) instanceof Integer || json.get(key) instanceof Long) {
            return ((Number) json.get(key)).longValue();
        }
        throw new IOException("has no number " + key);
    }
}
