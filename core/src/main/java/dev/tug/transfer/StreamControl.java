package dev.tug.transfer;

import dev.tug.failure.TransferFailure;

import java.time.Duration;

/// Decides how many streams may run, and how each is to behave.
///
/// A control is arithmetic over what it is told: no clock, no thread, no I/O. Its owner calls it from
/// one thread at a time, with times that never go back, and a simulation can feed it an hour of
/// traffic in a millisecond.
public interface StreamControl {
    /// What holds now.
    Decision decision();

    /// Takes in what happened on the path and says what holds from now on.
    Decision observe(PathEvent event);

    /// Something that happened on the way between this machine and the origin.
    ///
    /// `atMillis` is read from a monotonic clock. `stream` tells concurrent streams apart and counts
    /// up; a number is never used twice.
    sealed interface PathEvent {
        /// Milliseconds on the caller's monotonic clock.
        long atMillis();

        /// A stream began to open a connection.
        record Opening(long atMillis, int stream) implements PathEvent {}

        /// The first byte of an answer arrived, `firstByteMillis` after the request was sent.
        record Answered(long atMillis, int stream, int status, long firstByteMillis)
                implements PathEvent {}

        /// Body bytes arrived since the last such event of this stream.
        record Received(long atMillis, int stream, long bytes) implements PathEvent {}

        /// A request was answered whole; the stream is idle or asks for more.
        record Completed(long atMillis, int stream, long bytes) implements PathEvent {}

        /// A request failed.
        ///
        /// @param age how long its connection had lived
        /// @param connectionBytes body bytes over the life of that connection
        record Failed(
                long atMillis,
                int stream,
                Duration age,
                long connectionBytes,
                TransferFailure failure)
                implements PathEvent {}

        /// The stream ended in peace: nothing to do, retired or cancelled.
        record Ended(long atMillis, int stream) implements PathEvent {}

        /// Time passed.
        record Tick(long atMillis) implements PathEvent {}
    }

    /// How many streams may run, and how each is to behave.
    ///
    /// @param streams streams that may be open at once, 1..32
    /// @param spacing least time between the openings of two connections
    /// @param requestBytesMax the largest range to ask for at once
    /// @param reason why, in words fit for a user; empty while nothing has been learned
    /// @param forgiven whether the failure just observed is the path's way and costs no retry
    record Decision(
            int streams, Duration spacing, long requestBytesMax, String reason, boolean forgiven) {
        public Decision {
            if (streams < 1 || streams > STREAMS_MAX) {
                throw new IllegalArgumentException("streams not in 1..32: " + streams);
            }
        }
    }

    /// The most streams that may ever be asked for; Tug's own bound, twice Ollama's 16.
    int STREAMS_MAX = 32;
}
