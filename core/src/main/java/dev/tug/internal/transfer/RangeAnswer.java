package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Response;
import dev.tug.internal.page.Judge;
import dev.tug.internal.page.Sight;
import dev.tug.internal.page.Verdict;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a response to a request for bytes of a blob holds, judged by its head alone.
sealed interface RangeAnswer {
    /// The body is the range asked for, or its beginning up to `end`.
    record Range(long end) implements RangeAnswer {}

    /// The body is the whole blob from its first byte.
    record Whole() implements RangeAnswer {}

    /// The server, or something before it, does not do ranges; a whole GET may still work.
    record NoRanges(TransferFailure failure) implements RangeAnswer {}

    /// The body is not the blob's: none of it may be kept.
    record Other(TransferFailure failure) implements RangeAnswer {}

    /// `Content-Range` of a single range (RFC 9110 14.4).
    Pattern CONTENT_RANGE =
            Pattern.compile(
                    "bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

    int OK = 200;
    int PARTIAL_CONTENT = 206;
    int RANGE_NOT_SATISFIABLE = 416;
    int NOT_IMPLEMENTED = 501;

    /// Judges `response` to a request for `asked`, or for the whole blob if empty.
    ///
    /// @param size bytes of the blob as the manifest says
    static RangeAnswer of(Response response, Optional<ByteRange> asked, long size) {
        var host = response.uri().getHost();
        var encoding = response.header("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity") && response.status() <= PARTIAL_CONTENT) {
            return new NoRanges(
                    new TransferFailure.WrongRange(host, "content encoded as " + encoding));
        }
        return switch (response.status()) {
            case OK ->
                    // Some mean 206 and say 200; a 200 is not written at an offset all the same.
                    asked.isPresent() && response.header("Content-Range").isPresent()
                            ? new NoRanges(
                                    new TransferFailure.WrongRange(
                                            host, "200 with a Content-Range"))
                            : whole(response, host, asked, size);
            case PARTIAL_CONTENT ->
                    asked.map(range -> partial(response, host, range, size))
                            .orElseGet(() ->
                                    new Other(
                                            new TransferFailure.WrongRange(
                                                    host, "206 to a request without range")));
            case RANGE_NOT_SATISFIABLE, NOT_IMPLEMENTED ->
                    new NoRanges(
                            new TransferFailure.WrongRange(
                                    host, "answered HTTP " + response.status() + " to a range"));
            default -> new Other(refused(response, host));
        };
    }

    private static RangeAnswer whole(
            Response response, String host, Optional<ByteRange> asked, long size) {
        long length = response.length();
        if (length == size) {
            return new Whole();
        }
        if (Sight.isHtml(response.header("Content-Type").orElse(""))) {
            return new Other(page(response, host));
        }
        if (length < 0 && asked.isPresent()) {
            return new NoRanges(
                    new TransferFailure.WrongRange(host, "200 of unknown length to a range"));
        }
        if (length >= 0) {
            return new Other(
                    new TransferFailure.WrongRange(
                            host, "200 with " + length + " bytes instead of " + size));
        }
        return new Whole();
    }

    /// Some that inspect content deliver a complete response with fewer bytes than its
    /// `Content-Range` names; those are the right ones, and the rest is asked for anew.
    private static RangeAnswer partial(Response response, String host, ByteRange asked, long size) {
        var header = response.header("Content-Range").orElse("");
        var match = CONTENT_RANGE.matcher(header);
        if (!match.matches()) {
            return new NoRanges(
                    new TransferFailure.WrongRange(
                            host,
                            header.isEmpty() ? "206 without Content-Range" : "odd Content-Range"));
        }
        long start = Long.parseLong(match.group(1));
        long end = Long.parseLong(match.group(2)) + 1;
        boolean totalFits = match.group(3).equals("*") || Long.parseLong(match.group(3)) == size;
        long length = response.length();
        boolean lengthFits = length != 0 && length <= end - start;
        if (start != asked.start()
                || end <= start
                || end > asked.end()
                || !totalFits
                || !lengthFits) {
            return new NoRanges(
                    new TransferFailure.WrongRange(
                            host,
                            "asked for %s of %d, was sent %s with %d bytes"
                                    .formatted(asked, size, header, length)));
        }
        return new Range(length < 0 ? end : start + length);
    }

    private static TransferFailure page(Response response, String host) {
        var sight = new Sight(response.uri(), response.status(), response::header, new byte[0]);
        return switch (Judge.of(sight)) {
            case Verdict.Foreign(var page) -> new TransferFailure.Blocked(host, page);
            case Verdict.RateLimit _, Verdict.ExpiredAddress _, Verdict.OriginError _ ->
                    refused(response, host);
        };
    }

    private static TransferFailure refused(Response response, String host) {
        return new TransferFailure.Refused(
                host,
                response.status(),
                retryAfter(response),
                response.header("Content-Type").orElse(""),
                "");
    }

    /// `Retry-After` in seconds (RFC 9110 10.2.3); its date form is rare and not read.
    private static Duration retryAfter(Response response) {
        return response.header("Retry-After")
                .filter(text -> !text.isEmpty() && text.length() <= 9)
                .filter(text -> text.chars().allMatch(Character::isDigit))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
    }
}
