package dev.tug.it;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/// What a pull with `--json` has said so far, line by line.
record Story(List<String> lines) {
    private static final Pattern PROGRESS =
            Pattern.compile("\"digest\":\"(sha256:\\w+)\".*\"completed\":(\\d+)");

    Story {
        lines = List.copyOf(lines);
    }

    static Story of(TugCommand.Running running) throws IOException {
        var text = running.output();
        return new Story(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
    }

    /// Bytes of blobs that are on disk.
    long completed() {
        var blobs = new HashMap<String, Long>();
        for (var line : lines) {
            var match = PROGRESS.matcher(line);
            if (match.find()) {
                blobs.put(match.group(1), Long.parseLong(match.group(2)));
            }
        }
        return blobs.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Bytes of a blob that were on disk when the pull began.
    ///
    /// @param hex the 64 digits of its digest
    long firstCompleted(String hex) {
        return lines.stream()
                .filter(line -> line.contains("\"sha256:" + hex))
                .map(PROGRESS::matcher)
                .map(match -> match.find() ? Long.parseLong(match.group(2)) : 0)
                .findFirst()
                .orElse(0L);
    }

    /// Lines of one kind.
    ///
    /// @param event such as `retrying`
    List<String> events(String event) {
        return lines.stream().filter(line -> line.contains("\"event\":\"" + event + "\"")).toList();
    }

    /// A number of the summary.
    long fact(String name) {
        var match = Pattern.compile("\"" + name + "\":(\\d+)").matcher(last());
        if (!match.find()) {
            throw new AssertionError("no " + name + " in " + last());
        }
        return Long.parseLong(match.group(1));
    }

    String last() {
        return lines.isEmpty() ? "" : lines.getLast();
    }
}
