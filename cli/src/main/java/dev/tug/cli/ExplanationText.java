package dev.tug.cli;

import dev.tug.internal.text.Harmless;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Explanations for people, and for programs.
final class ExplanationText {
    private static final String UNKNOWN =
            """
            No line of this is known to Tug, so that it says nothing about what they mean.
            To see what the network does: tug doctor --probe MODEL\
            """;

    private static final int LINE_LENGTH_MAX = 160;

    private ExplanationText() {}

    static String of(Explanations.Found found) {
        return found.known().isEmpty()
                ? UNKNOWN
                : found.known().entrySet().stream()
                        .map(entry -> paragraph(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining("\n\n"));
    }

    private static String paragraph(String line, Explanation explanation) {
        var text = new StringBuilder(printable(line)).append('\n');
        text.append("  What happened: ").append(explanation.happened()).append('\n');
        if (!explanation.misread().isEmpty()) {
            text.append("  Not: ").append(explanation.misread()).append('\n');
        }
        text.append("  What to do: ").append(explanation.advice()).append('\n');
        return text.append("  Try: ").append(explanation.command()).toString();
    }

    /// What is pasted may come from a stranger's log, and go to one.
    private static String printable(String line) {
        var text = Harmless.of(Foreign.withoutSecrets(line));
        return text.length() > LINE_LENGTH_MAX ? text.substring(0, LINE_LENGTH_MAX) + "..." : text;
    }

    static Map<String, Object> json(Explanations.Found found) {
        var document = new LinkedHashMap<String, Object>();
        document.put("lines", found.lines());
        document.put(
                "explanations",
                found.known().entrySet().stream()
                        .map(entry -> json(entry.getKey(), entry.getValue()))
                        .toList());
        return document;
    }

    private static Map<String, Object> json(String line, Explanation explanation) {
        var row = new LinkedHashMap<String, Object>();
        row.put("line", printable(line));
        row.put("kind", explanation.kind());
        row.put("happened", explanation.happened());
        if (!explanation.misread().isEmpty()) {
            row.put("not", explanation.misread());
        }
        row.put("advice", explanation.advice());
        row.put("command", explanation.command());
        return row;
    }
}
