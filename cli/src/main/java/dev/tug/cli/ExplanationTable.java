package dev.tug.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the table of [Explanations]: rows of six lines, an empty one between them, `#` for comments.
///
/// The lines are kind, pattern, what happened, what it does not mean (or `-`), advice, command.
/// `{HTTP 403}` in a pattern is that status where a line speaks of one: numbers stand everywhere in logs.
final class ExplanationTable {
    private static final int LINES = 6;

    private static final Pattern STATUS = Pattern.compile("\\{HTTP ([^}]+)\\}");

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

    private static Pattern pattern(String text) {
        return Pattern.compile(
                STATUS.matcher(text)
                        .replaceAll(match -> Matcher.quoteReplacement(spokenOf(match.group(1)))));
    }

    /// A status after the word, or before what servers and clients say beside it.
    private static String spokenOf(String status) {
        var word = "(?i:status|code|error|response|returned|manifest|HTTP/[\\d.]+)\\W{1,3}";
        return "(?:%1$s(?:%2$s)\\b(?! [KMGT]i?B)|(?:^|: |\\()(?:%2$s)(?::|\\)|$| (?![KMGT]i?B\\b)[A-Z]))"
                .formatted(word, status);
    }

    private static Explanations.Row row(List<String> lines) {
        if (lines.size() != LINES) {
            throw new IllegalStateException("not six lines: " + lines);
        }
        return new Explanations.Row(
                pattern(lines.get(1)),
                new Explanation(
                        lines.get(0),
                        lines.get(2),
                        lines.get(3).equals("-") ? "" : lines.get(3),
                        lines.get(4),
                        lines.get(5)));
    }
}
