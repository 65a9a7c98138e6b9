package dev.tug.internal.transfer;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// Bounds the streams of all pulls of a process.
///
/// Each asks with a limit of its own and gets in while fewer streams than that are inside.
public final class StreamGate {
    /// Guarded by `this`.
    private int inside;

    /// Enters as soon as fewer than `limit` streams are inside; false if the stream gave up waiting.
    ///
    /// Both are asked again at each [#leave] and [#wake], with this object's lock held.
    synchronized boolean enter(IntSupplier limit, BooleanSupplier givenUp)
            throws InterruptedException {
        while (inside >= limit.getAsInt()) {
            if (givenUp.getAsBoolean()) {
                return false;
            }
            wait();
        }
        inside++;
        return true;
    }

    /// Has all who wait look again whether they still want to.
    synchronized void wake() {
        notifyAll();
    }

    /// Leaves, once for each [#enter].
    synchronized void leave() {
        inside--;
        notifyAll();
    }
}
