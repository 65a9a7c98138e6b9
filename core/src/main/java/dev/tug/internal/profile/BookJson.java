package dev.tug.internal.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A [PathBook] as a JSON document, in one shape for the file and for what people hand around.
public final class BookJson {
    /// The largest document that is read or written: 500 paths and hosts of 2 KB.
    public static final int BYTES_MAX = 1 << 20;

    /// A document is an object with an array of objects, and may have more in what is passed over.
    private static final int DEPTH_MAX = 16;

    private static final String FORMAT = "tug-profiles";
    private static final int VERSION = 1;

    private static final JSON READER =
            JSON.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .build())
                                    .build())
                    .build();

    private static final JSON WRITER = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private BookJson() {}

    /// What a document held.
    ///
    /// @param senseless entries that make no sense and were passed over
    public record Reading(List<KnownPath> paths, List<KnownHost> hosts, int senseless) {
        public Reading {
            paths = List.copyOf(paths);
            hosts = List.copyOf(hosts);
        }
    }

    /// Bytes that are no document of ours; the message goes on after "it".
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        /// What is wrong, such as `is no JSON`.
        public String reason() {
            return Optional.ofNullable(getMessage()).orElse("cannot be read");
        }
    }

    /// `book` as a document that ends in a line feed.
    ///
    /// @param head what stands above the paths, for people
    /// @param entries changes the members of each path
    public static byte[] write(
            PathBook book, Map<String, Object> head, UnaryOperator<Entry> entries)
            throws IOException {
        var document = new LinkedHashMap<String, Object>();
        document.put("format", FORMAT);
        document.put("version", VERSION);
        document.putAll(head);
        document.put(
                "profiles",
                book.paths().stream()
                        .map(path -> entries.apply(new Entry(path, PathJson.members(path))))
                        .map(Entry::members)
                        .toList());
        if (!book.hosts().isEmpty()) {
            document.put("hosts", book.hosts().stream().map(HostJson::members).toList());
        }
        var text = WRITER.asBytes(document);
        var line = new byte[text.length + 1];
        System.arraycopy(text, 0, line, 0, text.length);
        line[text.length] = '\n';
        return line;
    }

    /// A path and its members in a document.
    public record Entry(KnownPath path, Map<String, Object> members) {}

    /// Reads a document.
    ///
    /// @throws Unreadable if it is broken, of another kind, or of a later version
    public static Reading read(byte[] bytes) throws Unreadable {
        if (bytes.length > BYTES_MAX) {
            throw new Unreadable("is larger than 1 MB");
        }
        var members = members(bytes);
        if (!FORMAT.equals(members.get("format"))) {
            throw new Unreadable("holds no profiles of Tug");
        }
        if (!(members.get("version") instanceof Integer version) || version < 1) {
            throw new Unreadable("has no version");
        }
        if (version > VERSION) {
            throw new Unreadable("was written by a later version of Tug");
        }
        if (!(members.get("profiles") instanceof List<?> entries)) {
            throw new Unreadable("has no list of profiles");
        }
        var paths = new ArrayList<KnownPath>();
        for (var entry : entries) {
            PathJson.read(entry).ifPresent(paths::add);
        }
        var hosts = new ArrayList<KnownHost>();
        if (members.get("hosts") instanceof List<?> met) {
            for (var entry : met) {
                HostJson.read(entry).ifPresent(hosts::add);
            }
        }
        return new Reading(paths, hosts, entries.size() - paths.size());
    }

    private static Map<String, Object> members(byte[] bytes) throws Unreadable {
        if (bytes.length == 0) {
            throw new Unreadable("is empty");
        }
        try {
            return Optional.ofNullable(READER.mapFrom(bytes))
                    .orElseThrow(() -> new Unreadable("is null"));
        } catch (IOException _) {
            throw new Unreadable("is no sound JSON");
        }
    }
}
