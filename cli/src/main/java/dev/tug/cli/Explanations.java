package dev.tug.cli;

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

    /// A pasted log is long, and repeats itself.
    private static final int LINES_MAX = 5_000;

    private static final int LINE_LENGTH_MAX = 4_000;

    private Explanations() {}

    /// One row: what to look for, and what it means.
    record Row(Pattern pattern, Explanation explanation) {}

    private static final class Rows {
        static final List<Row> ALL = ExplanationTable.read(TABLE);
    }

    static List<Row> rows() {
        return Rows.ALL;
    }

    /// What each line means that is known, each meaning once, by the first line that has it.
    static SequencedMap<String, Explanation> of(String text) {
        var found = new LinkedHashMap<String, Explanation>();
        text.lines()
                .limit(LINES_MAX)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    var explanation = ofLine(line);
                    if (explanation.isPresent() && !found.containsValue(explanation.get())) {
                        found.put(line, explanation.get());
                    }
                });
        return found;
    }

    /// What one line means.
    static Optional<Explanation> ofLine(String line) {
        var start = line.substring(0, Math.min(line.length(), LINE_LENGTH_MAX));
        return rows().stream()
                .filter(row -> row.pattern().matcher(start).find())
                .map(Row::explanation)
                .findFirst();
    }
}
