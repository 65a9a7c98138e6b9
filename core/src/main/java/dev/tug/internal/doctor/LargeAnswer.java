package dev.tug.internal.doctor;

import dev.tug.blob.Digest;
import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.TransferFailure;

import java.time.Duration;
import java.util.Locale;

/// Judges how an answer of a few MB came, when small ones come.
final class LargeAnswer {
    private static final String NAME = "large answer";

    /// A first byte that is this much later than a small answer's was waited for, and not on its way.
    private static final Duration HELD_MIN = Duration.ofSeconds(1);

    /// The first tenth takes a tenth of the time on a slow link, and nearly all of it behind a scanner that
    /// lets some bytes through meanwhile (networks 7c: 512 B every 20 s).
    private static final long LATE_PERCENT = 70;

    private LargeAnswer() {}

    /// @param size bytes wanted
    /// @param smallDelay the first byte of a small answer
    /// @param byRange whether ranges come through, so that Tug can ask for less
    static Check judge(
            String host,
            long size,
            Fetch fetch,
            Duration smallDelay,
            boolean byRange,
            Digest digest) {
        if (fetch.failure().isPresent()) {
            return failed(host, size, fetch, byRange, digest);
        }
        if (fetch.isComplete() && fetch.received() < size) {
            return capped(
                    host,
                    "ended after %s of %s".formatted(mb(fetch.received()), mb(size)),
                    byRange,
                    new TransferFailure.Cut(host, fetch.received(), "a short answer"),
                    digest);
        }
        if (fetch.firstByte().minus(smallDelay).compareTo(HELD_MIN) > 0) {
            return Check.warn(
                    NAME,
                    host,
                    "the first byte of %s took %s, of a small answer %s"
                            .formatted(
                                    mb(size),
                                    HostLook.time(fetch.firstByte().toMillis()),
                                    HostLook.time(smallDelay.toMillis())),
                    Cause.HELD);
        }
        boolean isLate =
                fetch.tenth().minus(smallDelay).compareTo(HELD_MIN) > 0
                        && fetch.tenth().toMillis() > fetch.took().toMillis() * LATE_PERCENT / 100;
        if (isLate) {
            return Check.warn(
                    NAME,
                    host,
                    "next to nothing of %s came for %s: it trickles until it is scanned"
                            .formatted(mb(size), HostLook.time(fetch.tenth().toMillis())),
                    Cause.HELD);
        }
        return Check.ok(
                NAME,
                host,
                "%s in %s".formatted(mb(fetch.received()), HostLook.time(fetch.took().toMillis())));
    }

    private static Check failed(
            String host, long size, Fetch fetch, boolean byRange, Digest digest) {
        var failure = fetch.failure().orElseThrow();
        if (failure instanceof TransferFailure.Stalled) {
            return Check.warn(
                    NAME,
                    host,
                    fetch.received() == 0
                            ? "no byte of %s within %s"
                                    .formatted(mb(size), HostLook.time(fetch.took().toMillis()))
                            : "silence after %s of %s".formatted(mb(fetch.received()), mb(size)),
                    Cause.HELD);
        }
        return capped(host, mb(size) + ": " + failure.summary(), byRange, failure, digest);
    }

    /// Where ranges come through Tug asks for less; where they do not, the whole has to come in one.
    private static Check capped(
            String host, String found, boolean byRange, TransferFailure failure, Digest digest) {
        return byRange
                ? Check.warn(NAME, host, found, Cause.SIZE_CAPPED)
                : capped(host, found, failure, digest);
    }

    /// Not even what a pull has to ask for comes through.
    static Check capped(String host, String found, TransferFailure failure, Digest digest) {
        return Check.fail(
                NAME,
                host,
                found,
                Cause.SIZE_CAPPED,
                Failures.pull("blob " + digest.shortForm(), failure));
    }

    private static String mb(long bytes) {
        return bytes < 100_000
                ? bytes / 1000 + " kB"
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
