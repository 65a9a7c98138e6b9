package dev.tug.internal.rate;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.ForwardingResponse;
import dev.tug.internal.http.Response;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// A call whose body is read no faster than a [Throttle] allows.
///
/// The wait comes before the read, so that none of it counts as silence of the network; an abort ends
/// it at once.
public final class PacedCall implements Call {
    private final Call call;
    private final Throttle throttle;
    private final Consumer<InetSocketAddress> peers;
    private volatile boolean aborted;

    /// @param peers hears where each answer comes from
    public PacedCall(Call call, Throttle throttle, Consumer<InetSocketAddress> peers) {
        this.call = call;
        this.throttle = throttle;
        this.peers = peers;
    }

    @Override
    public Response send() throws TransferException {
        var response = call.send();
        peers.accept(response.connection().peer());
        return new Paced(response);
    }

    @Override
    public void abort() {
        aborted = true;
        throttle.wake();
        call.abort();
    }

    private final class Paced extends ForwardingResponse {
        Paced(Response response) {
            super(response);
        }

        @Override
        public int read(ByteBuffer into) throws TransferException {
            int limit = into.limit();
            int granted = take(into.remaining());
            int count = 0;
            try {
                into.limit(into.position() + granted);
                count = super.read(into);
                return count;
            } finally {
                into.limit(limit);
                throttle.giveBack(granted - Math.max(0, count));
            }
        }

        private int take(int wanted) throws TransferException {
            try {
                return throttle.take(wanted, () -> aborted);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new TransferException(new TransferFailure.Cut(uri().getHost(), 0, "aborted"));
            }
        }
    }
}
