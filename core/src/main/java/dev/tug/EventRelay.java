package dev.tug;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.tls.Seen;
import dev.tug.internal.transfer.TransferListener;
import dev.tug.transfer.Cause;
import dev.tug.transfer.FlightRecord;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Turns the news of a transfer into events of its pull, and keeps a listener's errors from it.
final class EventRelay implements TransferListener {
    private static final System.Logger LOG = System.getLogger(EventRelay.class.getName());

    private final PullListener listener;
    private final Runnable pulse;
    private final Supplier<List<String>> warnings;

    /// What was told of each blob last: progress never goes back, even when a blob has to.
    private final Map<Digest, Long> told = new HashMap<>();

    private boolean isVerifying;

    private final Onlookers onlookers;

    /// @param pulse run some times a second while there is a transfer
    /// @param warnings takes what others have to complain of by now
    /// @param onlookers notes who reads along
    EventRelay(
            PullListener listener,
            Runnable pulse,
            Supplier<List<String>> warnings,
            Onlookers onlookers) {
        this.onlookers = onlookers;
        this.listener = listener;
        this.pulse = pulse;
        this.warnings = warnings;
    }

    /// Hands `event` to the listener, after the warnings that have gathered: the start comes before
    /// all of them, and the end after.
    void on(PullEvent event) {
        if (!(event instanceof PullEvent.Started)) {
            tellWarnings();
        }
        tell(event);
    }

    /// Tells the warnings that have gathered.
    void tellWarnings() {
        warnings.get().forEach(text -> tell(new PullEvent.Warning(text)));
    }

    private void tell(PullEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener failed", e);
        }
    }

    @Override
    public void progress(Descriptor blob, long completed, int streams) {
        pulse.run();
        if (completed > told.getOrDefault(blob.digest(), -1L)) {
            told.put(blob.digest(), completed);
            on(new PullEvent.Progress(blob, completed, blob.size(), streams));
        }
    }

    @Override
    public void stored(Descriptor blob) {
        on(new PullEvent.Stored(blob));
    }

    @Override
    public void verifying() {
        if (!isVerifying) {
            isVerifying = true;
            on(new PullEvent.Verifying());
        }
    }

    @Override
    public void retrying(Descriptor blob, TransferFailure failure, int inARow, Duration delay) {
        on(new PullEvent.Retrying(blob, failure, inARow, delay));
    }

    @Override
    public void streamsChanged(int before, int after, Cause cause, String reason) {
        on(new PullEvent.StreamsChanged(before, after, cause, reason));
        if (cause == Cause.OUTAGE) {
            on(new PullEvent.Waiting(reason.isEmpty() ? "nobody answers" : reason));
        }
    }

    @Override
    public void waiting(String reason) {
        on(new PullEvent.Waiting(reason));
    }

    @Override
    public void connectionEnded(FlightRecord flight) {
        on(new PullEvent.ConnectionEnded(flight));
    }

    @Override
    public void met(String host, Seen seen) {
        onlookers.met(host, seen).forEach(this::on);
    }

    /// Who reads along.
    Onlookers onlookers() {
        return onlookers;
    }

    @Override
    public void warning(String text) {
        on(new PullEvent.Warning(text));
    }
}
