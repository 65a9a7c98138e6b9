package dev.tug.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/// What a lab server does wrong with one response.
///
/// Byte counts are bytes of this response's body; a response without a body suffers only what comes
/// before it. Faults combine through [#all(Fault...)]; of two that contradict, the later wins.
public sealed interface Fault {
    /// How a connection ends.
    enum CutKind {
        /// TLS close_notify, then TCP FIN: an orderly end.
        FIN_WITH_CLOSE_NOTIFY,
        /// TCP FIN alone: the truncation that TLS can tell from an end. The same as
        /// [#FIN_WITH_CLOSE_NOTIFY] on a plain connection.
        FIN_BARE,
        /// TCP RST; bytes that still wait in the server's send buffer are lost.
        RST,
        /// A fatal TLS alert, then TCP FIN. The same as [#RST] on a plain connection.
        TLS_ALERT,
        /// A last TLS record that was damaged on the way, then TCP FIN. The same as [#RST] on a plain
        /// connection.
        BAD_RECORD_MAC
    }

    /// How a partial answer is not what was asked for.
    enum RangeLie {
        /// 206 of equally many bytes from another start, and a `Content-Range` that admits it.
        OTHER_START,
        /// 206 with the right bytes, whose `Content-Range` names a total one too large.
        OTHER_TOTAL,
        /// 206 with the right bytes and no `Content-Range`.
        NO_CONTENT_RANGE,
        /// 200 with the right bytes and their `Content-Range`.
        OK_WITH_CONTENT_RANGE
    }

    /// Nothing wrong.
    record None() implements Fault {}

    /// Silence for `time` before the headers.
    record Latency(Duration time) implements Fault {}

    /// The body flows at most this fast.
    record RateCap(long bytesPerSecond) implements Fault {}

    /// The connection ends after `bytes` of the body; with `Chunked`, in the middle of a chunk.
    record CutAfter(long bytes, CutKind kind) implements Fault {}

    /// The connection ends `time` after the headers; noticed when the next bytes are due, so
    /// combine it with [RateCap].
    record CutAfterTime(Duration time, CutKind kind) implements Fault {}

    /// A complete response that promises and sends only the first `bytes`; a `Content-Range` still
    /// names all.
    record CleanShort(long bytes) implements Fault {}

    /// No `Content-Length`; the orderly end of the connection ends the body.
    record CloseDelimited() implements Fault {}

    /// `Transfer-Encoding: chunked` in place of `Content-Length`.
    record Chunked() implements Fault {}

    /// Another answer altogether.
    ///
    /// @param headers added to `Content-Type` and `Content-Length`
    record Status(int code, Map<String, String> headers, String contentType, String body)
            implements Fault {
        private static final DateTimeFormatter HTTP_DATE =
                DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

        /// An answer of `code` with a line of text.
        public static Status of(int code) {
            return new Status(code, Map.of(), "text/plain", "status " + code + "\n");
        }

        /// The same with a `Retry-After` in seconds.
        public static Status of(int code, Duration retryAfter) {
            return of(code, Long.toString(retryAfter.toSeconds()));
        }

        /// The same with a `Retry-After` as a date, which knows no fractions of a second.
        public static Status of(int code, Instant retryAt) {
            return of(code, HTTP_DATE.format(retryAt));
        }

        private static Status of(int code, String retryAfter) {
            var plain = of(code);
            return new Status(
                    code, Map.of("Retry-After", retryAfter), plain.contentType(), plain.body());
        }
    }

    /// 200 and the whole content, whatever range was asked for.
    record IgnoreRange() implements Fault {}

    /// A partial answer that lies.
    record WrongRange(RangeLie lie) implements Fault {}

    /// `Content-Encoding: gzip` and chunked, though nobody asked.
    record Gzip() implements Fault {}

    /// Silence after `bytes` of the body, until the client or the lab closes.
    record StallAfter(long bytes) implements Fault {}

    /// The connection ends in place of an answer.
    record CloseBeforeHeaders(CutKind kind) implements Fault {}

    /// The connection ends in the middle of the head.
    record CutInHead(CutKind kind) implements Fault {}

    /// Bits of one byte are flipped, if it is sent; [BitFlip] decides when.
    ///
    /// @param offset in the content, not in the response
    /// @param mask which bits, 1..255
    record CorruptByteAt(long offset, int mask) implements Fault {
        /// The lowest bit.
        public CorruptByteAt(long offset) {
            this(offset, 1);
        }
    }

    /// Several at once.
    record All(List<Fault> faults) implements Fault {}

    /// No fault.
    static Fault none() {
        return new None();
    }

    /// All of `faults` at once.
    static Fault all(Fault... faults) {
        return new All(List.of(faults));
    }
}
