package dev.tug.internal.rate;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.ForwardingResponse;
import dev.tug.internal.http.Response;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A call whose body is read no faster than a [Throttle] allows.
///
/// The wait comes before the read, so that none of it counts as silence of the network; an abort ends
/// it at once.
public final class PacedCall implements Call {
    /// So many reads in a row were waited for and came full: what the kernel holds suffices for the
    /// rate. They are more than a connection's first window, which comes at once on any path.
    static final int SUFFICIENT = 64;

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
        private int full;
        private boolean held;

        Paced(Response response) {
            super(response);
            held = response.isSteady();
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
                hold(count == granted && throttle.isBinding());
            }
        }

        /// Who may have to wait for the rate holds nothing meanwhile, and takes nothing ahead of it.
        @Override
        public boolean awaits(int wanted, LongSupplier leftMillis) {
            return !throttle.isLimited() && super.awaits(wanted, leftMillis);
        }

        /// While the rate binds, the kernel is kept from taking in more and more; a connection that
        /// suffered that is of less use once the rate binds no more.
        private void hold(boolean sufficed) {
            full = sufficed ? full + 1 : 0;
            if (full >= SUFFICIENT && !held) {
                steady();
                held = true;
            } else if (held && !throttle.isBinding()) {
                retire();
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
