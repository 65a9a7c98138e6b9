package dev.tug.cli;

import dev.tug.PullException;
import dev.tug.failure.Page;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.model.InvalidModelName;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/// What a user is told when something did not work.
///
/// @param message what happened
/// @param tried what was done before giving up; may be empty
/// @param hint what to do now; may be empty
/// @param cause for `--verbose`
record Complaint(
        String message, String tried, String hint, ExitCode code, Optional<Throwable> cause) {
    private static final int NAME_SHOWN_MAX = 100;

    /// About a pull of `model`, or another act on it.
    static Complaint of(PullException e, String model, String tried) {
        return new Complaint(
                message(e.failure()),
                tried,
                Hint.of(e.failure(), model),
                ExitCode.of(e.failure()),
                Optional.of(e));
    }

    /// About a name that is none.
    static Complaint of(InvalidModelName e, String model) {
        var failure = new PullFailure.BadName(model, "");
        return new Complaint(
                Optional.ofNullable(e.getMessage()).orElse("invalid model name") + in(model),
                "",
                Hint.of(failure, model),
                ExitCode.USAGE,
                Optional.of(e));
    }

    /// Which of many names it is, with nothing in it that a terminal would obey.
    private static String in(String model) {
        var shown = model.substring(0, Math.min(model.length(), NAME_SHOWN_MAX));
        return model.isEmpty() ? "" : ", in `" + shown.replaceAll("\\p{C}", "?") + "`";
    }

    /// About anything that a command threw.
    static Complaint of(Throwable thrown) {
        return switch (thrown) {
            case PullException e -> of(e, "MODEL", "");
            case InvalidModelName e -> of(e, "");
            case UsageException e ->
                    usage(Optional.ofNullable(e.getMessage()).orElse(""), e.hint());
            case InterruptedException e ->
                    new Complaint("interrupted", "", "", ExitCode.INTERRUPTED, Optional.of(e));
            default ->
                    new Complaint(
                            "unexpected: " + thrown,
                            "",
                            "this is a defect; please report it with the output of --verbose",
                            ExitCode.DEFECT,
                            Optional.of(thrown));
        };
    }

    /// About a command line.
    static Complaint usage(String message, String hint) {
        return new Complaint(message, "", hint, ExitCode.USAGE, Optional.empty());
    }

    /// Writes it as text.
    void print(PrintStream err, boolean verbose) {
        if (code == ExitCode.INTERRUPTED) {
            err.println(hint.isEmpty() ? "interrupted" : "interrupted; " + hint);
            return;
        }
        err.println("Error: " + message);
        if (!tried.isEmpty()) {
            err.println("tried: " + tried);
        }
        if (!hint.isEmpty()) {
            err.println();
            err.println("hint: " + hint);
        }
        if (verbose) {
            cause.ifPresent(thrown -> thrown.printStackTrace(err));
        }
    }

    /// Who gave wrong bytes, for programs; empty if bytes are not what it is about.
    Optional<String> culprit() {
        return cause.filter(PullException.class::isInstance)
                .map(PullException.class::cast)
                .filter(e -> e.failure() instanceof PullFailure.Integrity)
                .map(e -> ((PullFailure.Integrity) e.failure()).culprit())
                .map(culprit -> culprit.name().toLowerCase(Locale.ROOT));
    }

    /// The page that came in the place of an answer, for programs.
    Optional<Page> page() {
        return cause.filter(PullException.class::isInstance)
                .map(PullException.class::cast)
                .filter(e ->
                        e.failure() instanceof PullFailure.Network network
                                && network.cause() instanceof TransferFailure.Blocked)
                .map(e -> (PullFailure.Network) e.failure())
                .map(network -> ((TransferFailure.Blocked) network.cause()).page());
    }

    /// Sizes that people read, where the library's own line has bytes.
    private static String message(PullFailure failure) {
        return switch (failure) {
            case PullFailure.NoSpace(var path, var needed, var available) ->
                    "not enough space in "
                            + path
                            + ": "
                            + Human.bytes(needed)
                            + " needed, "
                            + Human.bytes(available)
                            + " available";
            case PullFailure.NotFound(var where, var what) when Hint.isFolder(where) ->
                    what + " is not in the store " + where;
            case PullFailure.BadName _,
                    PullFailure.NotFound _,
                    PullFailure.Unauthorized _,
                    PullFailure.BadManifest _,
                    PullFailure.Network _,
                    PullFailure.Integrity _,
                    PullFailure.NotWritable _,
                    PullFailure.Busy _,
                    PullFailure.Disk _,
                    PullFailure.Interrupted _ ->
                    failure.summary();
        };
    }
}
