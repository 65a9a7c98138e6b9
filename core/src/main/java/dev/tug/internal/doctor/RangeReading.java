package dev.tug.internal.doctor;

import dev.tug.blob.ByteRange;

import java.util.Optional;
import java.util.regex.Pattern;

/// What an answer to a closed range is, by its head alone.
enum RangeReading {
    /// The bytes asked for, or their beginning, and it says so.
    EXACT,
    /// The whole blob: the range did not get there.
    WHOLE,
    /// A partial answer that is not what was asked for, or does not say what it is.
    WRONG,
    /// Compressed, though nobody asked for that.
    ENCODED,
    /// Ranges are refused.
    REFUSED;

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    /// `bytes 0-99/1000` (RFC 9110 14.4).
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("(?i)bytes (\\d{1,18})-(\\d{1,18})/(?:\\d{1,18}|\\*)");

    /// Reads a head.
    ///
    /// @param contentRange the field, if there is one
    /// @param length body bytes announced, or -1
    static RangeReading of(
            int status,
            Optional<String> contentRange,
            Optional<String> encoding,
            long length,
            ByteRange asked) {
        if (encoding.filter(coding -> !coding.equalsIgnoreCase("identity")).isPresent()) {
            return ENCODED;
        }
        return switch (status) {
            case OK -> contentRange.isPresent() ? WRONG : WHOLE;
            case PARTIAL_CONTENT -> partial(contentRange.orElse(""), length, asked);
            default -> REFUSED;
        };
    }

    private static RangeReading partial(String contentRange, long length, ByteRange asked) {
        var match = CONTENT_RANGE.matcher(contentRange);
        boolean fits =
                match.matches()
                        && Long.parseLong(match.group(1)) == asked.start()
                        && Long.parseLong(match.group(2)) == asked.end() - 1
                        && length <= asked.length();
        return fits ? EXACT : WRONG;
    }
}
