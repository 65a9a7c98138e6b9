package dev.tug.cli;

import dev.tug.PullEvent;

import java.io.PrintStream;

/// Nothing but errors.
final class QuietDisplay implements Display {
    private final PrintStream err;

    QuietDisplay(PrintStream err) {
        this.err = err;
    }

    @Override
    public void on(PullEvent event) {}

    @Override
    public void succeeded(String facts) {}

    @Override
    public void failed(Complaint complaint) {
        complaint.print(err, false);
    }

    @Override
    public void close() {}
}
