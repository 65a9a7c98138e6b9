package dev.tug.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the table of [Explanations]: rows of six lines, an empty one between them, `#` for comments.
///
/// The lines are kind, pattern, what happened, what it does not mean (or `-`), advice, command.
final class ExplanationTable {
    private static final int LINES = 6;

    private ExplanationTable() {}

    static List<Explanations.Row> read(String resource) {
        try (var in = ExplanationTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no " + resource + " in this build");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Explanations.Row> parse(String text) {
        var lines = text.lines().map(String::strip).filter(line -> !line.startsWith("#")).toList();
        var rows = new ArrayList<Explanations.Row>();
        var row = new ArrayList<String>();
        for (var line : Stream.concat(lines.stream(), Stream.of("")).toList()) {
            if (!line.isEmpty()) {
                row.add(line);
            } else if (!row.isEmpty()) {
                rows.add(row(row));
                row.clear();
            }
        }
        return List.copyOf(rows);
    }

    private static Explanations.Row row(List<String> lines) {
        if (lines.size() != LINES) {
            throw new IllegalStateException("not six lines: " + lines);
        }
        return new Explanations.Row(
                Pattern.compile(lines.get(1)),
                new Explanation(
                        lines.get(0),
                        lines.get(2),
                        lines.get(3).equals("-") ? "" : lines.get(3),
                        lines.get(4),
                        lines.get(5)));
    }
}
