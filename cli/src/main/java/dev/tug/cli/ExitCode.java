package dev.tug.cli;

import dev.tug.failure.Page;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import java.util.Locale;

/// How the process ends, for scripts; the numbers are part of the command's contract.
enum ExitCode {
    /// All that was asked for is done.
    OK(0, "done"),
    /// Something that should never happen; `--verbose` shows where.
    DEFECT(1, "unexpected error"),
    /// The command line, a name or the configuration file is wrong.
    USAGE(2, "wrong usage, model name or configuration"),
    /// The registry or the store knows no such model.
    NOT_FOUND(3, "no such model"),
    /// The registry wants other credentials.
    UNAUTHORIZED(4, "access denied"),
    /// The network gave up.
    NETWORK(5, "network failure"),
    /// No room, no permission, in use by another process, or a broken disk.
    DISK(6, "disk full, not writable, in use or broken"),
    /// Bytes are not what their digest says.
    INTEGRITY(7, "content does not match its digest"),
    /// The registry's manifest cannot be used.
    BAD_MANIFEST(8, "unusable manifest"),
    /// A filter, a portal or a login page answers in the place of the server.
    BLOCKED(9, "blocked by a filter, a portal or a login page"),
    /// The terminal went away; 128 and SIGHUP's number, as in a shell.
    HUNG_UP(129, "terminal closed (SIGHUP)"),
    /// Ctrl-C; 128 and SIGINT's number.
    INTERRUPTED(130, "interrupted"),
    /// Told to end, by `kill` or a service manager; 128 and SIGTERM's number.
    TERMINATED(143, "terminated (SIGTERM)");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /// The number that the shell sees.
    int code() {
        return code;
    }

    /// A few words for the help text.
    String meaning() {
        return meaning;
    }

    /// The word for programs: `not_found`.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The code for a pull that ended so.
    static ExitCode of(PullFailure failure) {
        return switch (failure) {
            case PullFailure.BadName _ -> USAGE;
            case PullFailure.NotFound _ -> NOT_FOUND;
            case PullFailure.Unauthorized _ -> UNAUTHORIZED;
            case PullFailure.BadManifest _ -> BAD_MANIFEST;
            case PullFailure.Network(_, _, var cause) ->
                    cause instanceof TransferFailure.Blocked(_, var page)
                                    && page.kind() != Page.Kind.PROXY
                            ? BLOCKED
                            : NETWORK;
            case PullFailure.Integrity _ -> INTEGRITY;
            case PullFailure.NoSpace _,
                    PullFailure.NotWritable _,
                    PullFailure.Busy _,
                    PullFailure.Disk _ ->
                    DISK;
            case PullFailure.Interrupted _ -> INTERRUPTED;
        };
    }
}
