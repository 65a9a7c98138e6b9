package dev.tug.cli;

import java.util.regex.Pattern;

/// A line of a log as the program said it: without colours, and without what journals, containers and
/// terminals put before it.
final class LogLine {
    /// ECMA-48 5.4: what sets colours and moves cursors.
    private static final Pattern CONTROL = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");

    private static final String TIME = "\\d\\d:\\d\\d:\\d\\d[.,\\d]*(?:Z|[+-]\\d\\d:?\\d\\d)?";

    private static final Pattern PREFIX =
            Pattern.compile(
                    "^(?:"
                            + ("\\[?\\d{4}[-/]\\d\\d[-/]\\d\\d[T ]" + TIME + "\\]?")
                            + ("|\\[?" + TIME + "\\]?")
                            + ("|[A-Z][a-z]{2} [ \\d]\\d " + TIME + " \\S{1,80}")
                            + "|[\\w./-]{1,40}\\[\\d{1,10}\\]:"
                            + "|[\\w.-]{1,60} +\\|"
                            + ")\\s+");

    /// A journal's time, its writer, and the program's own time.
    private static final int PREFIXES_MAX = 3;

    private LogLine() {}

    static String said(String line) {
        var text = CONTROL.matcher(line).replaceAll("").strip();
        for (int i = 0; i < PREFIXES_MAX; i++) {
            text = PREFIX.matcher(text).replaceFirst("");
        }
        return text;
    }
}
