package dev.tug;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.transfer.TransferListener;
import dev.tug.transfer.FlightRecord;
import dev.tug.transfer.StreamControl;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Turns the news of a transfer into events of its pull, and keeps a listener's errors from it.
final class EventRelay implements TransferListener {
    private static final System.Logger LOG = System.getLogger(EventRelay.class.getName());

    private final PullListener listener;
    private final Runnable pulse;

    /// What was told of each blob last: progress never goes back, even when a blob has to.
    private final Map<Digest, Long> told = new HashMap<>();

    private boolean isVerifying;

    /// @param pulse run some times a second while there is a transfer
    EventRelay(PullListener listener, Runnable pulse) {
        this.listener = listener;
        this.pulse = pulse;
    }

    /// Hands `event` to the listener.
    void on(PullEvent event) {
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
    public void streamsChanged(int before, int after, StreamControl.Cause cause, String reason) {
        on(new PullEvent.StreamsChanged(before, after, cause, reason));
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
    public void warning(String text) {
        on(new PullEvent.Warning(text));
    }
}
