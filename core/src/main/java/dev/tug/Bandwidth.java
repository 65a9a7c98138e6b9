package dev.tug;

import dev.tug.internal.rate.Throttle;
import dev.tug.internal.rate.Yielding;

/// How fast bytes of blobs may come: one budget for all pulls of every [Tug] that was set up with it.
///
/// It can be changed at any time from any thread, and what waits for it feels that at once. Over five
/// seconds the rate is held within 5 %, and in between it is even: idle time earns no more than a
/// tenth of a second's worth. Manifests and tokens are not counted.
public final class Bandwidth {
    /// No limit.
    public static final long UNLIMITED = Throttle.UNLIMITED;

    private static final Bandwidth PROCESS = new Bandwidth();

    private final Throttle throttle = new Throttle(Wiring.nanos());

    private final Yielding yielding = new Yielding(throttle, Wiring.nanos());

    /// A budget of its own, without a limit.
    public Bandwidth() {}

    /// The one that is shared by all who do not say otherwise.
    public static Bandwidth ofProcess() {
        return PROCESS;
    }

    /// What is allowed now, in bytes a second; [#UNLIMITED] if all is.
    public long limit() {
        return throttle.limit();
    }

    /// Allows `bytesPerSecond` over all streams from now on.
    ///
    /// Below 100,000 bytes a second for each stream there are fewer streams.
    ///
    /// @param bytesPerSecond at least 1, or [#UNLIMITED]
    public void limit(long bytesPerSecond) {
        throttle.limit(bytesPerSecond);
    }

    Throttle throttle() {
        return throttle;
    }

    /// What gives way on behalf of the pulls that are to.
    Yielding yielding() {
        return yielding;
    }
}
