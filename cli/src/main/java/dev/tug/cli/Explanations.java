package dev.tug.cli;

import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Knows the error lines of Ollama, docker, curl, Python and Java, and what is behind each; pure.
///
/// The table is `explanations.txt`: of its rows the first whose pattern is found in a line holds.
final class Explanations {
    private static final String TABLE = "explanations.txt";

    private Explanations() {}

    /// One row: what to look for, and what it means.
    record Row(Pattern pattern, Explanation explanation) {}

    private static final class Rows {
        static final List<Row> ALL = ExplanationTable.read(TABLE);
    }

    static List<Row> rows() {
        return Rows.ALL;
    }

    /// What a text has in it.
    ///
    /// @param lines those that are not empty
    /// @param known what each line means that is known, each meaning once, by the first line that has it
    record Found(long lines, SequencedMap<String, Explanation> known) {}

    /// Reads a text to its end: the error of a log stands at the bottom.
    static Found of(Reader text) throws IOException {
        var known = new LinkedHashMap<String, Explanation>();
        var pasted = new Pasted(text);
        long lines = 0;
        for (var next = pasted.next(); next.isPresent(); next = pasted.next()) {
            var line = next.get().strip();
            if (line.isEmpty()) {
                continue;
            }
            lines++;
            ofLine(line)
                    .filter(explanation -> !known.containsValue(explanation))
                    .ifPresent(explanation -> known.put(line, explanation));
        }
        return new Found(lines, known);
    }

    /// What one line means.
    static Optional<Explanation> ofLine(String line) {
        var said = LogLine.said(line);
        return rows().stream()
                .filter(row -> row.pattern().matcher(said).find())
                .map(Row::explanation)
                .findFirst();
    }
}
