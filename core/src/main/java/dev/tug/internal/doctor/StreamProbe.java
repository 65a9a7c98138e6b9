package dev.tug.internal.doctor;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Response;
import dev.tug.internal.http.Terms;
import dev.tug.internal.registry.BlobLocator;
import dev.tug.internal.registry.Repository;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tries how many streams a path bears: one connection after the other, up to sixteen at once.
///
/// It stops at the first one that is refused or cut, so that a network that punishes is not provoked.
final class StreamProbe {
    /// Ollama's number, and the most that Tug opens without being told to.
    private static final int STREAMS_MAX = 16;

    /// Where it waits and looks whether all are alive; each is twice the last.
    private static final List<Integer> STEPS = List.of(1, 2, 4, 8, 16);

    /// Two openings a fifth of a second apart are no burst.
    private static final Duration SPACING = Duration.ofMillis(200);

    /// A box that ends all connections for one too many takes a moment for it.
    private static final Duration SETTLING = Duration.ofMillis(600);

    /// Asked for on each connection; most of it is never sent, because it is not read.
    private static final long RANGE = 2 << 20;

    /// Read of each at each step: more than waits in this machine's buffers after a kill.
    private static final int PIECE = 64 << 10;

    /// A handshake that takes so much longer than the first one waits for others.
    private static final long PACED_FACTOR = 4;

    private static final Duration PACED_MIN = Duration.ofMillis(700);

    private final Tools tools;
    private final BlobLocator locator;
    private final Repository repository;
    private final Descriptor blob;
    private final Terms terms;
    private final List<Response> open = new ArrayList<>();
    private final List<Duration> openings = new ArrayList<>();

    StreamProbe(
            Tools tools, BlobLocator locator, Repository repository, Descriptor blob, Terms terms) {
        this.tools = tools;
        this.locator = locator;
        this.repository = repository;
        this.blob = blob;
        this.terms = terms;
    }

    /// Opens streams until one fails, and notes what was found.
    void run(String host) throws InterruptedException {
        try {
            tools.note(streams(host));
            if (openings.size() > 1) {
                tools.note(pace(host, openings));
            }
        } finally {
            open.forEach(Response::close);
        }
    }

    private Check streams(String host) throws InterruptedException {
        for (int number = 1; number <= STREAMS_MAX; number++) {
            if (tools.deadline().isOver()) {
                return Check.warn(
                        "streams",
                        host,
                        (number - 1) + " at once are let through; no time for more",
                        Cause.NO_TIME);
            }
            var refused = openOne();
            if (refused.isPresent()) {
                return capped(host, number, "number " + number + ": " + words(refused.get()));
            }
            if (STEPS.contains(number)) {
                Thread.sleep(SETTLING);
                var cut = firstCut();
                if (cut.isPresent()) {
                    return capped(
                            host,
                            number,
                            number + " were let in and then cut: " + words(cut.get()));
                }
            } else {
                Thread.sleep(SPACING);
            }
        }
        return Check.ok("streams", host, STREAMS_MAX + " at once are let through");
    }

    /// What a page says of one stream is not why it came: the others are let through.
    private static String words(TransferFailure failure) {
        return failure instanceof TransferFailure.Blocked(var host, var page)
                ? "%s answered with a page%s: HTTP %d: %s"
                        .formatted(
                                host,
                                page.vendor().isEmpty() ? "" : " of " + page.vendor(),
                                page.answer().status(),
                                page.answer().title())
                : failure.summary();
    }

    private static Check capped(String host, int number, String found) {
        return number == 1
                ? Check.skipped("streams", host, "not even one came about: " + found)
                : Check.warn("streams", host, found, Cause.STREAMS_CAPPED);
    }

    private Optional<TransferFailure> openOne() {
        var range = new ByteRange(0, Math.min(RANGE, blob.size()));
        long start = tools.millis().getAsLong();
        try {
            open.add(
                    locator.open(repository, blob, Optional.of(range), terms.onFresh(true)).send());
            openings.add(Duration.ofMillis(tools.millis().getAsLong() - start));
            return Optional.empty();
        } catch (TransferException e) {
            return Optional.of(e.failure());
        }
    }

    private Optional<TransferFailure> firstCut() {
        var buffer = tools.witness().newBuffer();
        for (var response : open) {
            try {
                for (int read = 0; read < PIECE; ) {
                    int count = response.read(buffer.clear());
                    if (count < 0) {
                        break;
                    }
                    read += count;
                }
            } catch (TransferException e) {
                return Optional.of(e.failure());
            }
        }
        return Optional.empty();
    }

    /// Whether connections come about as quickly as the first one did.
    static Check pace(String host, List<Duration> openings) {
        var first = openings.getFirst();
        var slowest = openings.stream().max(Duration::compareTo).orElse(first);
        var words =
                "the first took %s, the slowest of %d %s"
                        .formatted(
                                HostLook.time(first.toMillis()),
                                openings.size(),
                                HostLook.time(slowest.toMillis()));
        return slowest.compareTo(PACED_MIN) > 0
                        && slowest.compareTo(first.multipliedBy(PACED_FACTOR)) > 0
                ? Check.warn("handshakes", host, words, Cause.HANDSHAKES_PACED)
                : Check.ok("handshakes", host, words);
    }
}
