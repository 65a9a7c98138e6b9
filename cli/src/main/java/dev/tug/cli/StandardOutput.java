package dev.tug.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.Set;

/// Where data goes, and whether it got there: a print stream keeps that to itself.
final class StandardOutput extends OutputStream {
    /// What the kernel says when the reader had enough, as `head` has; on Windows, closed.
    private static final Set<String> READER_LEFT =
            Set.of("Broken pipe", "The pipe is being closed");

    private final OutputStream to;
    private Optional<IOException> failure = Optional.empty();

    StandardOutput(OutputStream to) {
        this.to = to;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int off, int len) throws IOException {
        try {
            to.write(bytes, off, len);
        } catch (IOException e) {
            failure = failure.or(() -> Optional.of(e));
            throw e;
        }
    }

    /// The exit code of a command that would end with `code`: data that nobody got is no success.
    int judge(int code, PrintStream err) {
        if (failure.isEmpty() || code != ExitCode.OK.code()) {
            return code;
        }
        var reason = String.valueOf(failure.get().getMessage());
        if (READER_LEFT.contains(reason)) {
            return code;
        }
        var complaint =
                new Complaint(
                        "cannot write standard output: " + reason,
                        "",
                        "what was asked for is done, but for its output; run it again where that can be written",
                        ExitCode.DISK,
                        failure.map(Throwable.class::cast));
        complaint.print(err, false);
        return complaint.code().code();
    }
}
