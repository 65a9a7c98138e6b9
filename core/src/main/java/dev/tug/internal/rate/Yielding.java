package dev.tug.internal.rate;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Gives way to others while pulls run that are to do so: one thread for all of them, which measures
/// the round trip and sets what the [Throttle] allows.
///
/// A round trip is that of a TCP connection which is opened to the peer that sends blobs and closed
/// again: the kernel there answers, so that no load of the server is in it. An appliance or a proxy on
/// the way answers in its place, and queues beyond it are not seen.
public final class Yielding {
    /// A probe costs the peer a connection: so few that nobody minds.
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// A lost SYN is sent again after a second (RFC 6298 2.1): then the answer came too late to count.
    private static final int PROBE_MILLIS_MAX = 900;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Throttle throttle;
    private final LongSupplier clock;
    private volatile @Nullable InetSocketAddress peer;

    /// Pulls under way that give way; guarded by `this`.
    private int pulls;

    /// Which thread is the one at work; guarded by `this`.
    private long generation;

    /// @param clockNanos a monotonic clock
    public Yielding(Throttle throttle, LongSupplier clockNanos) {
        this.throttle = throttle;
        this.clock = clockNanos;
    }

    /// Says where blobs come from now.
    public void peer(InetSocketAddress address) {
        peer = address;
    }

    /// One more pull gives way; [#leave] once for each.
    public synchronized void enter() {
        if (pulls++ == 0) {
            var rule = new GiveWay();
            throttle.allow(rule.allowance());
            long mine = ++generation;
            Thread.ofVirtual().name("tug-yield").start(() -> run(mine, rule));
        }
    }

    /// A pull that gave way is over.
    public synchronized void leave() {
        if (--pulls == 0) {
            generation++;
            throttle.allow(Throttle.UNLIMITED);
            notifyAll();
        }
    }

    private void run(long mine, GiveWay rule) {
        try {
            long from = clock.getAsLong();
            long bytes = throttle.passed();
            while (awaitNext(mine, from + INTERVAL_NANOS)) {
                var to = peer;
                if (to == null) {
                    from = clock.getAsLong();
                    bytes = throttle.passed();
                    continue;
                }
                var roundTrip = roundTrip(to);
                long now = clock.getAsLong();
                long passed = throttle.passed();
                double perSecond = (passed - bytes) * NANOS_PER_SECOND / Math.max(1, now - from);
                from = now;
                bytes = passed;
                allow(mine, rule.observe(now / 1_000_000, roundTrip, perSecond));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the thread is still the one when the time has come.
    private synchronized boolean awaitNext(long mine, long atNanos) throws InterruptedException {
        for (long left = atNanos - clock.getAsLong();
                left > 0 && mine == generation;
                left = atNanos - clock.getAsLong()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return mine == generation;
    }

    private synchronized void allow(long mine, long bytesPerSecond) {
        if (mine == generation) {
            throttle.allow(bytesPerSecond);
        }
    }

    private OptionalLong roundTrip(InetSocketAddress to) {
        long start = clock.getAsLong();
        try (var socket = new Socket()) {
            socket.connect(to, PROBE_MILLIS_MAX);
            return OptionalLong.of(TimeUnit.NANOSECONDS.toMicros(clock.getAsLong() - start));
        } catch (SocketTimeoutException _) {
            return OptionalLong.empty();
        } catch (ConnectException _) {
            // A refusal is an answer too.
            return OptionalLong.of(TimeUnit.NANOSECONDS.toMicros(clock.getAsLong() - start));
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }
}
