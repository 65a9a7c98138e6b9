package dev.tug.cli;

import dev.tug.Bandwidth;
import dev.tug.PullEvent;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How far a pull has come, gathered from its events. Owned by one thread at a time.
///
/// No count ever goes down, whatever the events say.
final class PullProgress {
    private static final long TROUBLE_SHOWN_NANOS = Duration.ofSeconds(5).toNanos();

    /// From then on it is told how long a wait has lasted.
    private static final Duration WAIT_TIMED = Duration.ofSeconds(10);

    private final Map<Digest, Tracked> blobs = new LinkedHashMap<>();
    private final RateMeter rate = new RateMeter();
    private final LongSupplier limit;
    private String status = "";
    private String why = "";
    private String waiting = "";
    private long waitingSinceNanos;
    private String trouble = "";
    private long troubleAtNanos;
    private long troubleOverNanos;

    /// Progress of a pull without a limit to its rate.
    PullProgress() {
        this(() -> Bandwidth.UNLIMITED);
    }

    /// @param limit the limit in bytes a second, which may change
    PullProgress(LongSupplier limit) {
        this.limit = limit;
    }

    /// One blob; its counts only grow.
    private static final class Tracked {
        final Descriptor blob;
        final RateMeter rate = new RateMeter();
        long completed;
        int streams;
        boolean isStored;

        Tracked(Descriptor blob) {
            this.blob = blob;
        }

        void reach(long bytes) {
            completed = Math.max(completed, Math.min(bytes, blob.size()));
        }
    }

    /// Takes in one event.
    void apply(PullEvent event, long nowNanos) {
        switch (event) {
            case PullEvent.Started _ -> status = "pulling manifest";
            case PullEvent.Planned planned -> plan(planned, nowNanos);
            case PullEvent.Progress(var blob, var completed, _, var streams) -> {
                var tracked = tracked(blob);
                var before = tracked.completed;
                tracked.reach(completed);
                tracked.streams = streams;
                sample(tracked, nowNanos);
                if (tracked.completed > before && nowNanos - troubleOverNanos >= 0) {
                    trouble = "";
                }
                // Bytes without a stream are somebody else's: just what the pull waits for.
                if (tracked.completed > before && streams > 0) {
                    waiting = "";
                }
            }
            case PullEvent.Stored(var blob) -> {
                var tracked = tracked(blob);
                tracked.reach(blob.size());
                tracked.streams = 0;
                tracked.isStored = true;
                sample(tracked, nowNanos);
            }
            case PullEvent.Verifying() -> arrived("verifying sha256 digest");
            case PullEvent.WritingManifest() -> arrived("writing manifest");
            case PullEvent.RemovedUnused _ -> status = "removing unused layers";
            case PullEvent.Succeeded _ -> {
                arrived("");
                trouble = "";
            }
            case PullEvent.Retrying(_, var failure, _, var delay) ->
                    trouble(Retries.when(delay) + ": " + failure.summary(), nowNanos, delay);
            case PullEvent.Waiting(var reason) -> {
                waitingSinceNanos = waiting.isEmpty() ? nowNanos : waitingSinceNanos;
                waiting = reason;
            }
            case PullEvent.StreamsChanged(_, _, _, var reason) -> why = reason;
            case PullEvent.ConnectionEnded _,
                    PullEvent.Inspected _,
                    PullEvent.Unverified _,
                    PullEvent.Warning _ -> {}
        }
    }

    /// How it looks now.
    Picture picture(long nowNanos) {
        var rows = blobs.values().stream().map(blob -> row(blob, nowNanos)).toList();
        var completed = rows.stream().mapToLong(Picture.Row::completed).sum();
        var size = rows.stream().mapToLong(Picture.Row::total).sum();
        var done = rows.stream().filter(Picture.Row::isDone).count();
        var total =
                new Picture.Row(
                        "total",
                        done + "/" + rows.size(),
                        completed,
                        size,
                        done == rows.size(),
                        false,
                        rate.bytesPerSecond(nowNanos));
        if (!waiting.isEmpty()) {
            return new Picture(rows, total, waitStatus(nowNanos), true);
        }
        var isTrouble = !trouble.isEmpty() && nowNanos - troubleAtNanos < TROUBLE_SHOWN_NANOS;
        return new Picture(rows, total, isTrouble ? trouble : calmStatus(), isTrouble);
    }

    /// What is waited for; empty while nothing is.
    String waiting() {
        return waiting;
    }

    /// Streams that work now, on all blobs.
    int streams() {
        return blobs.values().stream().mapToInt(blob -> blob.streams).sum();
    }

    private String waitStatus(long nowNanos) {
        var waited = Duration.ofNanos(nowNanos - waitingSinceNanos);
        var since = waited.compareTo(WAIT_TIMED) < 0 ? "" : " for " + Human.duration(waited);
        return "waiting" + since + ": " + waiting;
    }

    /// The streams in use and why they are as many, unless there is something else to tell.
    private String calmStatus() {
        if (!status.isEmpty() || streams() == 0) {
            return status;
        }
        long most = limit.getAsLong();
        return Human.count(streams(), "stream")
                + (most == Bandwidth.UNLIMITED ? "" : ", limited to " + Human.rate((double) most))
                + (why.isEmpty() ? "" : ": " + why);
    }

    /// The bytes are here, so that nothing is waited for.
    private void arrived(String next) {
        status = next;
        waiting = "";
    }

    private void plan(PullEvent.Planned planned, long nowNanos) {
        for (var plan : planned.blobs()) {
            var tracked = tracked(plan.blob());
            tracked.reach(plan.present() ? plan.blob().size() : plan.staged());
            tracked.isStored = plan.present();
            tracked.rate.add(nowNanos, tracked.completed);
        }
        rate.add(nowNanos, completed());
        status = "";
    }

    private void sample(Tracked tracked, long nowNanos) {
        tracked.rate.add(nowNanos, tracked.completed);
        rate.add(nowNanos, completed());
    }

    /// Tells of trouble until bytes come once `delay` is over, and for a few seconds at most.
    private void trouble(String text, long nowNanos, Duration delay) {
        trouble = text;
        troubleAtNanos = nowNanos;
        troubleOverNanos = nowNanos + delay.toNanos();
    }

    private long completed() {
        return blobs.values().stream().mapToLong(blob -> blob.completed).sum();
    }

    private Tracked tracked(Descriptor blob) {
        return blobs.computeIfAbsent(blob.digest(), _ -> new Tracked(blob));
    }

    private static Picture.Row row(Tracked tracked, long nowNanos) {
        return new Picture.Row(
                tracked.blob.digest().shortForm(),
                Layers.kind(tracked.blob.mediaType()),
                tracked.completed,
                tracked.blob.size(),
                tracked.isStored,
                tracked.streams > 0,
                tracked.rate.bytesPerSecond(nowNanos));
    }
}
