package dev.tug.cli;

/// Columns and rows of a terminal's window, at least 1 each.
record WindowSize(int columns, int rows) {
    /// What a terminal has had since 1978.
    static final WindowSize USUAL = new WindowSize(80, 24);
}
