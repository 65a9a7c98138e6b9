package dev.tug.lab;

import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a `Range` header of one range (RFC 9110 14.1.2).
final class RangeHeader {
    /// Eighteen digits fit a long; whoever sends more is ignored like any malformed range.
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// Behind the end of any content: a suffix of no bytes cannot be satisfied.
    private static final long NOWHERE = Long.MAX_VALUE;

    private RangeHeader() {}

    /// The range, a suffix of `n` bytes as first `-n`; empty for anything a server must ignore.
    static Optional<LabRequest.Range> parse(String header) {
        var match = SINGLE.matcher(header.strip());
        if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (match.group(1).isEmpty()) {
            var suffix = Long.parseLong(match.group(2));
            var first = suffix == 0 ? NOWHERE : -suffix;
            return Optional.of(new LabRequest.Range(first, Long.MAX_VALUE));
        }
        var first = Long.parseLong(match.group(1));
        var last = match.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(match.group(2));
        return last < first ? Optional.empty() : Optional.of(new LabRequest.Range(first, last));
    }
}
