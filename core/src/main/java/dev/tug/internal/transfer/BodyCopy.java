package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Response;
import dev.tug.internal.plan.Lease;
import dev.tug.internal.store.StagedBlob;
import dev.tug.internal.store.StoreException;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Copies a response's body to its place in a blob.
///
/// TLS hands out records of 16 kB; they are gathered, so that the file is written in large pieces. What
/// was received is written before a failure goes on its way. Owned by one stream.
final class BodyCopy {
    /// Written bytes are recorded in steps of this: what a kill may cost, per stream.
    private static final long RECORD_BYTES = 2L << 20;

    /// Bytes wait no longer than this for more of them: the control is told of them in pieces, and looks at
    /// tenths of a second.
    private static final long GATHER_MILLIS = 50;

    private final Leases leases;
    private final LongSupplier clock;
    private final ByteBuffer buffer;

    /// Until when bytes that have come may wait for more.
    private long gatherUntilMillis;

    private final LongSupplier leftMillis;

    /// When bytes came last; read by other threads.
    private volatile long lastByteMillis = Long.MIN_VALUE;

    BodyCopy(Leases leases, LongSupplier clockMillis, ByteBuffer buffer) {
        this.leases = leases;
        this.clock = clockMillis;
        this.buffer = buffer;
        this.leftMillis = () -> gatherUntilMillis - clock.getAsLong();
    }

    /// When bytes came last, on the stream's clock; long ago if none has.
    long lastByteMillis() {
        return lastByteMillis;
    }

    /// Copies up to `granted`, or to where the task ends by then; returns whether the body was read to
    /// its end.
    boolean run(Task task, Response response, long granted)
            throws TransferException, StoreException {
        var staged = task.blob().staged();
        long start = task.lease().position();
        long position = start;
        long recorded = start;
        long end = Math.min(granted, task.lease().end());
        try {
            while (position < end) {
                var broken = gather(task.lease(), response, position, granted, start);
                int count = buffer.position();
                if (count > 0) {
                    lastByteMillis = clock.getAsLong();
                    write(task, staged, position);
                    position += count;
                }
                end = Math.min(granted, leases.received(task, count));
                if (position - recorded >= RECORD_BYTES) {
                    staged.recorded(new ByteRange(recorded, position));
                    recorded = position;
                }
                if (broken.isPresent()) {
                    throw broken.get();
                }
            }
            return position == granted;
        } finally {
            if (position > recorded) {
                staged.recorded(new ByteRange(recorded, position));
            }
        }
    }

    private void write(Task task, StagedBlob staged, long position) throws StoreException {
        buffer.flip();
        if (leases.wants(task, buffer.remaining())) {
            staged.write(buffer, position);
        }
    }

    /// Reads until the buffer is full, or some time has passed, or the lease ends, or the body breaks:
    /// what has come is not held while nothing comes.
    ///
    /// The lease may be cut or revoked meanwhile, but never closer than one read.
    private Optional<TransferException> gather(
            Lease lease, Response response, long position, long granted, long start) {
        gatherUntilMillis = clock.getAsLong() + GATHER_MILLIS;
        buffer.clear();
        try {
            do {
                long room = Math.min(granted, lease.end()) - position;
                if (room <= buffer.position() || lease.revoked()) {
                    break;
                }
                buffer.limit((int) Math.min(buffer.capacity(), room));
                if (response.read(buffer) < 0) {
                    return Optional.of(ended(response, position - start + buffer.position()));
                }
            } while (buffer.hasRemaining()
                    && leftMillis.getAsLong() > 0
                    && response.awaits(buffer.remaining(), leftMillis));
            return Optional.empty();
        } catch (TransferException e) {
            return Optional.of(e);
        }
    }

    private static TransferException ended(Response response, long received) {
        return new TransferException(
                new TransferFailure.Cut(
                        response.uri().getHost(),
                        received,
                        "the body ended before its announced length"));
    }
}
