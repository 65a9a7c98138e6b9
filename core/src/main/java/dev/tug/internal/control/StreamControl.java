package dev.tug.internal.control;

import dev.tug.failure.Inspector;
import dev.tug.failure.TransferFailure;
import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import java.time.Duration;

/// Decides how many streams may run, and how each is to behave.
///
/// A control is arithmetic over what it is told: no clock, no thread, no I/O. Its owner calls it from
/// one thread at a time, with times that never go back, and a simulation can feed it an hour of
/// traffic in a millisecond.
public interface StreamControl {
    /// The most streams that may ever be asked for.
    int STREAMS_MAX = PathProfile.STREAMS_MAX;

    /// What holds now.
    Decision decision();

    /// The most streams that it will ever decide on.
    int ceiling();

    /// Takes in what happened on the path and says what holds from now on.
    Decision observe(PathEvent event);

    /// Something that happened on the way between this machine and the origin.
    ///
    /// `atMillis` is read from a monotonic clock. `stream` tells concurrent streams apart and counts
    /// up; a number is never used twice. A stream has one connection at a time: an [Opening] begins
    /// it, and a [Failed], an [Ended] or the stream's next [Opening] ends it.
    sealed interface PathEvent {
        /// Milliseconds on the caller's monotonic clock.
        long atMillis();

        /// A stream began to open a connection.
        record Opening(long atMillis, int stream) implements PathEvent {}

        /// The connection is there: TCP and TLS are done, `handshakeMillis` after [Opening].
        record Opened(long atMillis, int stream, long handshakeMillis) implements PathEvent {}

        /// The first byte of an answer arrived, `firstByteMillis` after the request was sent.
        ///
        /// @param requestBytes bytes that were asked for
        record Answered(
                long atMillis, int stream, int status, long firstByteMillis, long requestBytes)
                implements PathEvent {}

        /// Body bytes arrived since the last such event of this stream.
        record Received(long atMillis, int stream, long bytes) implements PathEvent {}

        /// A request was answered whole; the stream is idle or asks for more.
        record Completed(long atMillis, int stream, long bytes) implements PathEvent {}

        /// A request failed, and with it its connection.
        ///
        /// @param age how long its connection had lived, zero if none came about
        /// @param connectionBytes body bytes over the life of that connection
        /// @param requestBytes bytes that the request had asked for
        record Failed(
                long atMillis,
                int stream,
                Duration age,
                long connectionBytes,
                long requestBytes,
                TransferFailure failure)
                implements PathEvent {}

        /// A range was asked for, and something on the way answers with what is none.
        record RangeIgnored(long atMillis, int stream) implements PathEvent {}

        /// A handshake showed who opens TLS on the way; told once for each host.
        record Inspected(long atMillis, Inspector by) implements PathEvent {}

        /// The stream ended in peace: nothing to do, retired or cancelled.
        record Ended(long atMillis, int stream) implements PathEvent {}

        /// Time passed; told about ten times a second.
        ///
        /// @param remainingBytes bytes of the transfer that are still to come
        record Tick(long atMillis, long remainingBytes) implements PathEvent {}
    }

    /// How many streams may run, and how each is to behave.
    ///
    /// @param streams streams that may be open at once, 1..32
    /// @param spacing least time between the openings of two connections
    /// @param notBeforeMillis no connection opens before this time of the caller's clock
    /// @param requestBytesMin what a stream asks for at least, if there is as much, 1 or more
    /// @param requestBytesMax the largest range to ask for at once, at least `requestBytesMin`
    /// @param retireAge a connection of this age carries no further request; long if there is no limit
    /// @param retireBytes a connection carries no more body bytes than this
    /// @param firstByte how long the first byte of an answer is waited for
    /// @param ranges whether ranges may be asked for; if not, each blob comes by one GET
    /// @param cause why, for programs
    /// @param reason why, in words fit for a user; empty while nothing has been learned
    /// @param forgiven whether the failure just observed is the path's way and costs no retry
    record Decision(
            int streams,
            Duration spacing,
            long notBeforeMillis,
            long requestBytesMin,
            long requestBytesMax,
            Duration retireAge,
            long retireBytes,
            Duration firstByte,
            boolean ranges,
            Cause cause,
            String reason,
            boolean forgiven) {
        /// What a stream asks for before its rate is known.
        public static final long REQUEST_BYTES_MIN = 4L << 20;

        public static final Duration SPACING = PathProfile.SPACING;
        public static final long REQUEST_BYTES_MAX = PathProfile.REQUEST_BYTES_MAX;
        public static final Duration AGELESS = PathProfile.AGELESS;
        public static final Duration FIRST_BYTE = PathProfile.FIRST_BYTE;

        public Decision {
            if (streams < 1 || streams > STREAMS_MAX) {
                throw new IllegalArgumentException("streams not in 1..32: " + streams);
            }
            if (requestBytesMin < 1 || requestBytesMax < requestBytesMin || retireBytes < 1) {
                throw new IllegalArgumentException(
                        "requestBytes %d..%d, retireBytes %d"
                                .formatted(requestBytesMin, requestBytesMax, retireBytes));
            }
        }

        /// Whether connections are to be left at an age or after a number of bytes.
        public boolean retires() {
            return retireBytes < Long.MAX_VALUE || retireAge.compareTo(AGELESS) < 0;
        }

        /// A plain decision for `streams`, with nothing known of the path.
        public static Decision of(int streams) {
            return of(streams, Cause.NONE, "", false);
        }

        /// A plain decision for `streams` with its cause.
        public static Decision of(int streams, Cause cause, String reason, boolean forgiven) {
            return new Decision(
                    streams,
                    SPACING,
                    Long.MIN_VALUE,
                    REQUEST_BYTES_MIN,
                    REQUEST_BYTES_MAX,
                    AGELESS,
                    Long.MAX_VALUE,
                    FIRST_BYTE,
                    true,
                    cause,
                    reason,
                    forgiven);
        }
    }
}
