package dev.tug.cli;

import java.io.PrintStream;
import java.util.List;

/// Keeps a [Frame] at the bottom of a terminal and lets lines scroll away above it.
///
/// Each change is one write between the marks of a synchronized update, so that nothing flickers.
/// Owned by one thread at a time, but for [#restore].
final class Screen {
    private static final String ESC = "\u001b[";
    private static final String UPDATE_BEGIN = ESC + "?2026h";
    private static final String UPDATE_END = ESC + "?2026l";
    private static final String CURSOR_HIDE = ESC + "?25l";
    private static final String CURSOR_SHOW = ESC + "?25h";
    private static final String ERASE_BELOW = ESC + "J";
    private static final String ERASE_LINE_END = ESC + "K";
    private static final String RESET = ESC + "0m";

    private final PrintStream out;
    private final boolean colour;
    private Frame shown = Frame.EMPTY;
    private volatile boolean cursorHidden;

    Screen(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /// Puts `frame` where the last one was, below `above`, which stay.
    ///
    /// @param columns of the window now: where a narrower window has wrapped what was shown
    void show(List<String> above, Frame frame, int columns) {
        if (above.isEmpty() && frame.equals(shown)) {
            return;
        }
        var text = new StringBuilder(UPDATE_BEGIN);
        if (!cursorHidden) {
            text.append(CURSOR_HIDE);
            cursorHidden = true;
        }
        var rows = rows(shown, columns);
        if (rows > 0) {
            text.append(ESC).append(rows).append('A');
        }
        text.append('\r');
        if (!above.isEmpty() || rows > frame.lines().size()) {
            text.append(ERASE_BELOW);
        }
        above.forEach(line -> text.append(line).append(ERASE_LINE_END).append('\n'));
        frame.lines().forEach(line -> append(text, line));
        out.print(text.append(UPDATE_END));
        out.flush();
        shown = frame;
    }

    /// Leaves the frame where it is; what is printed from now on stands below it.
    void leave() {
        shown = Frame.EMPTY;
        restore();
    }

    /// Shows the cursor again. Safe from any thread, any number of times.
    void restore() {
        if (cursorHidden) {
            cursorHidden = false;
            out.print(UPDATE_END + CURSOR_SHOW);
            out.flush();
        }
    }

    private void append(StringBuilder text, Frame.Line line) {
        var code =
                switch (line.tone()) {
                    case PLAIN -> "";
                    case DIM -> ESC + "2m";
                    case TROUBLE -> ESC + "33m";
                };
        if (colour && !code.isEmpty()) {
            text.append(code).append(line.text()).append(RESET);
        } else {
            text.append(line.text());
        }
        text.append(ERASE_LINE_END).append('\n');
    }

    private static int rows(Frame frame, int columns) {
        return frame.lines().stream()
                .mapToInt(line -> Math.max(1, Math.ceilDiv(line.text().length(), columns)))
                .sum();
    }
}
