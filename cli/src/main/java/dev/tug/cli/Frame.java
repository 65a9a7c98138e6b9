package dev.tug.cli;

import java.util.List;

/// The lines that a terminal shows of a pull, none longer than the window is wide.
record Frame(List<Line> lines) {
    /// Nothing.
    static final Frame EMPTY = new Frame(List.of());

    Frame {
        lines = List.copyOf(lines);
    }

    /// One line of text and its mood.
    record Line(String text, Tone tone) {}

    /// The mood of a line, for a terminal with colours.
    enum Tone {
        PLAIN,
        DIM,
        TROUBLE
    }

    /// The text alone.
    List<String> texts() {
        return lines.stream().map(Line::text).toList();
    }
}
