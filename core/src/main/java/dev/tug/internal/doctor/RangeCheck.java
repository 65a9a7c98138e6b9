package dev.tug.internal.doctor;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Digest;
import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.TransferFailure;

import java.util.Optional;

/// Says what an answer to a small range is worth; pure.
final class RangeCheck {
    private RangeCheck() {}

    /// What is odd about one range; empty if nothing is.
    ///
    /// @param blob that it is of
    static Optional<Check> of(String host, ByteRange asked, Fetch fetch, Digest blob) {
        var what = "bytes " + asked + ": ";
        if (fetch.failure().isPresent()) {
            var failure = fetch.failure().get();
            var cause =
                    failure instanceof TransferFailure.Stalled
                            ? Cause.HELD
                            : Failures.cause(failure);
            return Optional.of(Check.warn("ranges", host, what + failure.summary(), cause));
        }
        return switch (fetch.reading().orElse(RangeReading.WRONG)) {
            case EXACT ->
                    fetch.received() >= asked.length()
                            ? Optional.empty()
                            : Optional.of(
                                    Check.warn(
                                            "ranges",
                                            host,
                                            what + "only " + fetch.received() + " bytes came",
                                            Cause.CUT));
            case WHOLE ->
                    Optional.of(
                            Check.warn(
                                    "ranges",
                                    host,
                                    what + "HTTP 200 with the whole blob",
                                    Cause.RANGES_STRIPPED));
            case REFUSED ->
                    Optional.of(
                            Check.warn(
                                    "ranges",
                                    host,
                                    what + "HTTP " + fetch.status(),
                                    Cause.RANGES_STRIPPED));
            case WRONG ->
                    Optional.of(
                            Check.warn(
                                    "ranges",
                                    host,
                                    what + "HTTP " + fetch.status() + " with other bytes",
                                    Cause.RANGES_WRONG));
            case ENCODED ->
                    Optional.of(
                            Check.fail(
                                    "ranges",
                                    host,
                                    what + "came compressed",
                                    Cause.COMPRESSED,
                                    Failures.pull(
                                            "blob " + blob.shortForm(),
                                            new TransferFailure.WrongRange(
                                                    host, "content is compressed"))));
        };
    }
}
