package dev.tug.internal.transfer;

import dev.tug.blob.Descriptor;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.tls.Seen;
import dev.tug.transfer.Cause;
import dev.tug.transfer.FlightRecord;

import java.time.Duration;

/// Hears how a [Transfer] goes on, from the thread that runs it, with no lock held.
public interface TransferListener {
    /// How far a blob has come: some times a second, also when nothing moved; `completed` goes back if
    /// the blob proves wrong and starts again.
    void progress(Descriptor blob, long completed, int streams);

    /// The blob is proved and in the store.
    void stored(Descriptor blob);

    /// All bytes are on disk; hashes are being finished.
    void verifying();

    /// A request failed and is made again after `delay`.
    void retrying(Descriptor blob, TransferFailure failure, int inARow, Duration delay);

    /// The number of streams allowed changed, or why it is what it is did.
    void streamsChanged(int before, int after, Cause cause, String reason);

    /// The transfer waits for something outside, in words fit for a user.
    default void waiting(String reason) {}

    /// A host, with its port, has answered for the first time; what its handshake showed.
    default void met(String host, Seen seen) {}

    /// A connection ended.
    void connectionEnded(FlightRecord flight);

    /// Something odd that the transfer survives.
    void warning(String text);
}
