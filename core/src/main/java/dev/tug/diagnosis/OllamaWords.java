package dev.tug.diagnosis;

import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import java.util.Locale;

/// What Ollama says where a check found something: the words that a user may have come with.
///
/// The status of a blob's answer is never looked at, so that any short page ends as `EOF`.
final class OllamaWords {
    private static final String SHORT_ANSWER = "max retries exceeded: EOF";

    private OllamaWords() {}

    /// Empty if Ollama says nothing of it.
    static String of(Check check) {
        boolean isOfBlob = check.name().equals("blobs");
        return switch (check.cause()) {
            case BLOCKED ->
                    isOfBlob
                            ? SHORT_ANSWER
                            : "invalid character '<' looking for beginning of value";
            case RATE_LIMITED, DENIED, SERVER_TROUBLE, NOT_FOUND ->
                    isOfBlob ? SHORT_ANSWER : check.cause().inOllama();
            case UNREACHABLE -> "dial tcp ...: " + connect(check);
            case CUT -> isOfBlob && nothingCame(check) ? "Get \"...\": EOF" : cut(check);
            default -> check.cause().inOllama();
        };
    }

    private static String cut(Check check) {
        return check.name().equals("manifest") ? "Get \"...\": EOF" : check.cause().inOllama();
    }

    private static boolean nothingCame(Check check) {
        return check.failure().orElse(null)
                        instanceof PullFailure.Network(_, _, TransferFailure.Cut cut)
                && cut.received() == 0;
    }

    /// In the words of Go, which names the call that failed.
    private static String connect(Check check) {
        var detail =
                check.failure().orElse(null)
                                instanceof
                                PullFailure.Network(_, _, TransferFailure.Unreachable unreachable)
                        ? unreachable.detail().toLowerCase(Locale.ROOT)
                        : "";
        if (detail.contains("refused")) {
            return "connect: connection refused";
        }
        if (detail.contains("no route")) {
            return "connect: no route to host";
        }
        return detail.contains("unreachable") ? "connect: network is unreachable" : "i/o timeout";
    }
}
