package dev.tug.failure;

import dev.tug.blob.Digest;

import java.nio.file.Path;

/// Why a pull ended without its model.
///
/// Each kind has its own exit code and its own advice in the command. What was received is kept in
/// every case.
public sealed interface PullFailure {
    /// The name cannot be a model's.
    record BadName(String text, String reason) implements PullFailure {}

    /// The registry, or the store, knows no such model or blob.
    ///
    /// @param host the registry's, or the store's path
    record NotFound(String host, String what) implements PullFailure {}

    /// The registry wants credentials, or refuses those it was given.
    record Unauthorized(String host, String detail) implements PullFailure {
        /// The detail where its token service may not be asked.
        public static final String NO_HTTPS = "its token service is not on https";

        /// Whether no login can help, because none is sent to its token service.
        public boolean isOfTokens() {
            return detail.equals(NO_HTTPS);
        }
    }

    /// The registry's manifest is not one that can be pulled.
    record BadManifest(String host, String reason) implements PullFailure {}

    /// The network gave up before the bytes were complete.
    ///
    /// @param what what was being fetched, such as `manifest of llama3.2:3b` or `blob dde5aa3fc5ff`
    /// @param attempts requests made for it in a row without progress
    record Network(String what, int attempts, TransferFailure cause) implements PullFailure {}

    /// The blob arrived whole and is not what the manifest says, however often what may be wrong of it
    /// was fetched.
    record Integrity(Digest expected, Digest actual, Culprit culprit) implements PullFailure {}

    /// The disk has too little room, counted before the first byte or found while writing.
    record NoSpace(Path path, long neededBytes, long availableBytes) implements PullFailure {}

    /// The store cannot be written by this user.
    record NotWritable(Path path, String detail) implements PullFailure {}

    /// Somebody else works on it.
    ///
    /// @param what such as `blob dde5aa3fc5ff`
    /// @param pid the other process, 0 if unknown
    record Busy(String what, long pid) implements PullFailure {}

    /// The disk failed in another way.
    record Disk(Path path, String detail) implements PullFailure {}

    /// The caller cancelled; a later pull goes on where this one ended.
    record Interrupted() implements PullFailure {}

    /// One line: what happened, to what; no full stop, no URL, no secret.
    default String summary() {
        return switch (this) {
            case BadName(var text, var reason) -> "`" + text + "` is no model name: " + reason;
            case NotFound(var host, var what) ->
                    what + " does not exist " + (isDirectory(host) ? "in " : "on ") + host;
            case Unauthorized(var host, var detail) -> host + " denies access: " + detail;
            case BadManifest(var host, var reason) ->
                    "manifest from " + host + " cannot be pulled: " + reason;
            case Network(var what, var attempts, var cause) ->
                    what
                            + " failed after "
                            + attempts
                            + (attempts == 1 ? " attempt: " : " attempts without progress: ")
                            + cause.summary();
            case Integrity(var expected, var actual, var culprit) ->
                    "content mismatch: want "
                            + expected
                            + ", got "
                            + actual
                            + (culprit == Culprit.UNKNOWN ? "" : "; " + culprit.words());
            case NoSpace(var path, var needed, var available) ->
                    "not enough space in "
                            + path
                            + ": "
                            + needed
                            + " bytes needed, "
                            + available
                            + " available";
            case NotWritable(var path, var detail) -> "cannot write " + path + ": " + detail;
            case Busy(var what, var pid) ->
                    what
                            + " is being brought in by "
                            + (pid > 0 ? "process " + pid : "another process");
            case Disk(var path, var detail) -> "disk error at " + path + ": " + detail;
            case Interrupted() -> "interrupted";
        };
    }

    /// A store is named by its path.
    private static boolean isDirectory(String host) {
        return host.indexOf('/') >= 0 || host.indexOf('\\') >= 0;
    }
}
