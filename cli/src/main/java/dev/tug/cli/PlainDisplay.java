package dev.tug.cli;

import dev.tug.Bandwidth;
import dev.tug.PullEvent;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Lines for a log file or a pipe: one at each change of state, and one every [#INTERVAL] between.
final class PlainDisplay implements Display {
    /// How often progress is told while nothing else is.
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PrintStream err;
    private final LongSupplier nanos;
    private final boolean verbose;
    private final EventLines lines;
    private final PullProgress progress = new PullProgress(Bandwidth.ofProcess()::limit);
    private long toldAtNanos;

    PlainDisplay(PrintStream err, LongSupplier nanos, boolean verbose) {
        this.err = err;
        this.nanos = nanos;
        this.verbose = verbose;
        this.lines = new EventLines(verbose);
    }

    @Override
    public void on(PullEvent event) {
        var now = nanos.getAsLong();
        var waitedFor = progress.waiting();
        progress.apply(event, now);
        switch (event) {
            case PullEvent.Started(var name) -> tell("pulling manifest of " + name.shortest(), now);
            case PullEvent.Planned _ -> planned(now);
            case PullEvent.Progress _ -> {
                if (now - toldAtNanos >= INTERVAL.toNanos()) {
                    tell(state(now), now);
                }
            }
            case PullEvent.Stored(var blob) ->
                    tell(
                            "stored "
                                    + blob.digest().shortForm()
                                    + " "
                                    + Layers.kind(blob.mediaType())
                                    + ", "
                                    + Human.bytes(blob.size()),
                            now);
            case PullEvent.Verifying() -> tell("verifying sha256 digest", now);
            case PullEvent.WritingManifest() -> tell("writing manifest", now);
            case PullEvent.RemovedUnused(var blobs) ->
                    tell("removed " + Human.count(blobs.size(), "unused layer"), now);
            case PullEvent.Retrying(var blob, var failure, _, var delay) ->
                    tell(
                            blob.digest().shortForm()
                                    + ": "
                                    + Retries.when(delay)
                                    + ": "
                                    + failure.summary(),
                            now);
            case PullEvent.Waiting(var reason) -> {
                if (!reason.equals(waitedFor)) {
                    tell("waiting: " + reason, now);
                }
            }
            case PullEvent.StreamsChanged _,
                    PullEvent.ConnectionEnded _,
                    PullEvent.Inspected _,
                    PullEvent.Unverified _,
                    PullEvent.Warning _,
                    PullEvent.Succeeded _ ->
                    lines.of(event).ifPresent(line -> tell(line, now));
        }
    }

    @Override
    public void succeeded(String facts) {
        err.println(facts);
    }

    @Override
    public void failed(Complaint complaint) {
        complaint.print(err, verbose);
    }

    @Override
    public void close() {
        err.flush();
    }

    private void planned(long now) {
        var total = progress.picture(now).total();
        tell(
                "pulling "
                        + Human.bytes(total.total())
                        + (total.completed() == 0
                                ? ""
                                : ", " + Human.bytes(total.completed()) + " of it here already"),
                now);
    }

    private String state(long now) {
        var total = progress.picture(now).total();
        var text = new StringBuilder();
        text.append(total.percent()).append("%, ").append(Human.bytes(total.completed()));
        text.append(" of ").append(Human.bytes(total.total()));
        total.rate()
                .ifPresent(rate -> {
                    var left = (total.total() - total.completed()) / rate;
                    text.append(", ").append(Human.rate(rate)).append(", ");
                    text.append(Human.duration(Duration.ofSeconds((long) left)));
                    text.append(" left");
                });
        if (!progress.waiting().isEmpty()) {
            text.append(", ").append(progress.picture(now).status());
        } else if (progress.streams() > 0) {
            text.append(", ").append(Human.count(progress.streams(), "stream"));
        }
        return text.toString();
    }

    private void tell(String line, long now) {
        toldAtNanos = now;
        err.println(line);
    }
}
