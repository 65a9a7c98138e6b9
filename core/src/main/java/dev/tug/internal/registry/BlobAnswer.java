package dev.tug.internal.registry;

import dev.tug.blob.Descriptor;
import dev.tug.internal.http.Response;
import dev.tug.internal.page.Sight;

import java.util.Optional;
import java.util.regex.Pattern;

/// What the head of an answer says about the blob behind it.
///
/// @param blob what the manifest says
record BlobAnswer(Descriptor blob, Response response) {
    /// `bytes 0-99/1000`, or `bytes */1000` (RFC 9110 14.4).
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("(?i)bytes (?:[0-9]{1,18}-[0-9]{1,18}|\\*)/([0-9]{1,18})");

    /// Whether it claims to be bytes of the blob, and not a page for people.
    boolean isBytes() {
        return (response.status() == 200 || response.status() == 206) && !isPage();
    }

    /// How the answer's size contradicts the manifest's, if it does.
    Optional<String> contradiction() {
        return total().filter(total -> total != blob.size())
                .map(total -> "the blob there has " + total + " bytes, not " + blob.size());
    }

    /// The validator, if it promises the same bytes and not only the same meaning (RFC 9110 8.8.3).
    Optional<String> strongEtag() {
        return response.header("ETag").filter(etag -> etag.startsWith("\""));
    }

    private Optional<Long> total() {
        // Some mean 206 and say 200.
        var contentRange = response.header("Content-Range");
        if (response.status() == 206 || contentRange.isPresent()) {
            return contentRange.flatMap(BlobAnswer::total);
        }
        return response.header("Content-Encoding").isEmpty() && response.length() >= 0
                ? Optional.of(response.length())
                : Optional.empty();
    }

    private static Optional<Long> total(String contentRange) {
        var found = CONTENT_RANGE.matcher(contentRange);
        return found.matches() ? Optional.of(Long.parseLong(found.group(1))) : Optional.empty();
    }

    /// Whether it is a page for people.
    boolean isPage() {
        return Sight.isHtml(response.header("Content-Type").orElse(""));
    }
}
