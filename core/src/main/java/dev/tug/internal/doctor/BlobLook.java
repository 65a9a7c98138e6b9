package dev.tug.internal.doctor;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Dialling;
import dev.tug.internal.http.Terms;
import dev.tug.internal.registry.BlobLocator;
import dev.tug.internal.registry.Repository;
import dev.tug.model.Manifest;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Looks at how bytes of blobs come, with requests for a few of them.
final class BlobLook {
    private static final int SMALL = 1024;

    /// More than the answers that an appliance may let through are known to be limited to (networks 7c
    /// begins at 14 kB), and not so much that a slow link takes long over it.
    private static final long LARGE = 4 << 20;

    /// A pull asks for no less, however small answers must be (see `RequestLimit`).
    private static final long LEAST = 1 << 20;

    /// Below it an answer is as good as a small one.
    private static final long LARGE_MIN = 64 << 10;

    private static final Duration SMALL_MAX = Duration.ofSeconds(4);
    private static final Duration LARGE_MAX = Duration.ofSeconds(4);

    private final Tools tools;
    private final BlobLocator locator;
    private final Repository repository;
    private final Manners manners;
    private final Descriptor largest;
    private final Descriptor smallest;

    /// How long requests wait.
    ///
    /// @param needed of which a pull cannot do without the answer
    /// @param aside the others
    record Manners(Terms needed, Terms aside) {}

    BlobLook(
            Tools tools,
            BlobLocator locator,
            Repository repository,
            Manifest manifest,
            Manners manners) {
        this.tools = tools;
        this.locator = locator;
        this.repository = repository;
        this.manners = manners;
        var bySize =
                manifest.blobs().stream()
                        .sorted(Comparator.comparingLong(Descriptor::size))
                        .toList();
        this.largest = bySize.getLast();
        this.smallest = bySize.getFirst();
    }

    Descriptor largest() {
        return largest;
    }

    /// Follows the redirects of the largest and the smallest blob to their first byte. A check of each
    /// is noted; the first fetch is returned.
    Found find() {
        var large = first(largest);
        if (!largest.equals(smallest) && !tools.deadline().isOver() && large.fetch().isAnswered()) {
            var small = first(smallest);
            return small.fetch().isAnswered() ? large : small;
        }
        return large;
    }

    /// A first byte, or why there is none.
    ///
    /// @param opening until the connection was open that it came on
    record Found(Fetch fetch, Duration opening) {
        Optional<TransferFailure> failure() {
            return fetch.failure();
        }

        /// From the connection, or the request if there was one, to the byte.
        Duration delay() {
            return fetch.firstByte().minus(opening);
        }
    }

    private Found first(Descriptor blob) {
        var range = Optional.of(new ByteRange(0, 1));
        var watch = new Watch(tools.millis());
        var call = locator.open(repository, blob, range, manners.needed().with(watch));
        var fetch = Fetch.of(tools, call, range, 1, SMALL_MAX);
        return new Found(fetch, watch.took());
    }

    /// Looks how long connections take to come about.
    private static final class Watch implements Dialling {
        private final LongSupplier millis;
        private final long start;
        private final AtomicLong opened;

        Watch(LongSupplier millis) {
            this.millis = millis;
            this.start = millis.getAsLong();
            this.opened = new AtomicLong(start);
        }

        @Override
        public boolean opening() {
            return true;
        }

        @Override
        public void opened() {
            opened.set(millis.getAsLong());
        }

        /// Until the last one was open.
        Duration took() {
            return Duration.ofMillis(opened.get() - start);
        }
    }

    /// Notes where the bytes come from.
    void noteFound(String host, Found found) {
        var failure = found.failure();
        if (failure.isEmpty()) {
            tools.note(
                    Check.ok(
                            "blobs",
                            host,
                            host.equals(repository.base().getHost())
                                    ? "the registry sends them itself"
                                    : "sends them, as the registry says"));
            noteDelay(host, found);
            return;
        }
        tools.note(
                failure.get() instanceof TransferFailure.WrongRange(var who, var detail)
                        ? Check.warn("blobs", who, detail, Cause.RANGES_WRONG)
                        : Check.fail(
                                "blobs",
                                Failures.host(failure.get(), host),
                                failure.get().summary(),
                                Failures.cause(failure.get()),
                                Failures.pull(
                                        "blob " + largest.digest().shortForm(), failure.get())));
    }

    private void noteDelay(String host, Found found) {
        var words =
                "came after "
                        + HostLook.time(found.delay().toMillis())
                        + (found.opening().isZero()
                                ? ""
                                : ", on a connection that took "
                                        + HostLook.time(found.opening().toMillis()));
        tools.note(
                found.delay().compareTo(SLOW) > 0
                        ? Check.warn("first byte", host, words, Cause.HELD)
                        : Check.ok("first byte", host, words));
    }

    /// From here on a first byte is late: a satellite's round trip, a handshake and a redirect take 2 s.
    private static final Duration SLOW = Duration.ofSeconds(3);

    /// Asks for the beginning, the middle and the end of the largest blob; whether ranges come through.
    boolean ranges(String host) {
        long size = largest.size();
        long length = Math.min(SMALL, Math.max(1, size / 3));
        var starts = List.of(0L, (size - length) / 2, size - length);
        var bodies = new ArrayList<ByteBuffer>();
        for (long start : starts) {
            var range = new ByteRange(start, start + length);
            var fetch = fetch(largest, Optional.of(range), length, SMALL_MAX);
            var check = range(host, range, fetch);
            if (check.isPresent()) {
                tools.note(check.get());
                return check.get().outcome() != Check.Outcome.FAIL
                        && check.get().cause() != Cause.RANGES_STRIPPED;
            }
            bodies.add(fetch.start());
        }
        // Weights do repeat, but not from their header to their end.
        boolean isSame = bodies.stream().distinct().count() == 1;
        tools.note(
                isSame && length == SMALL
                        ? Check.warn(
                                "ranges",
                                host,
                                "the same bytes came from beginning, middle and end",
                                Cause.RANGES_WRONG)
                        : Check.ok(
                                "ranges",
                                host,
                                "HTTP 206 with the bytes asked for, at the beginning, the middle"
                                        + " and the end"));
        return true;
    }

    /// What is odd about one range; empty if nothing is.
    private Optional<Check> range(String host, ByteRange asked, Fetch fetch) {
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
                                            "blob " + largest.digest().shortForm(),
                                            new TransferFailure.WrongRange(
                                                    host, "content is compressed"))));
        };
    }

    /// Asks for a few MB in one answer.
    ///
    /// @param byRange whether ranges come through; else the beginning of the whole is read
    void large(String host, boolean byRange, Duration smallDelay) {
        long size = Math.min(LARGE, largest.size());
        if (size < LARGE_MIN) {
            tools.note(Check.skipped("large answer", host, "the model's blobs are small"));
            return;
        }
        var range = byRange ? Optional.of(new ByteRange(0, size)) : Optional.<ByteRange>empty();
        var fetch = fetch(largest, range, size, LARGE_MAX);
        var check = LargeAnswer.judge(host, size, fetch, smallDelay, byRange, largest.digest());
        tools.note(check.cause() == Cause.SIZE_CAPPED && byRange ? least(host, check) : check);
    }

    /// What `capped` comes to for a pull, which asks for no less than [#LEAST].
    private Check least(String host, Check capped) {
        long size = Math.min(LEAST, largest.size());
        var range = Optional.of(new ByteRange(0, size));
        var fetch = fetch(largest, range, size, SMALL_MAX);
        return fetch.isAnswered() && fetch.received() > 0
                ? capped
                : LargeAnswer.capped(
                        host,
                        capped.found() + ", and neither does 1 MB",
                        fetch.failure()
                                .orElse(
                                        new TransferFailure.Cut(
                                                host, fetch.received(), "a short answer")),
                        largest.digest());
    }

    private Fetch fetch(Descriptor blob, Optional<ByteRange> range, long bytesMax, Duration limit) {
        var call = locator.open(repository, blob, range, manners.aside());
        return Fetch.of(tools, call, range, bytesMax, limit);
    }
}
