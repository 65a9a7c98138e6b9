package dev.tug.cli;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/// The lines of a text of any length; of a line that is longer than anybody's error, the start.
final class Pasted {
    private static final int LENGTH_MAX = 4_000;

    private final Reader text;
    private boolean ended;

    /// @param text read by the character, so better with a buffer
    Pasted(Reader text) {
        this.text = text;
    }

    /// The next line; empty at the end.
    Optional<String> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        var line = new StringBuilder();
        for (int c = text.read(); c != '\n'; c = text.read()) {
            if (c < 0) {
                ended = true;
                break;
            }
            if (line.length() < LENGTH_MAX) {
                line.append((char) c);
            }
        }
        return ended && line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
    }
}
