package dev.tug.internal.registry;

import java.util.ArrayList;
import java.util.List;

/// A wish to stop, from any thread, for the one piece of work that it was made for.
///
/// What is to be done then is never withdrawn, so a signal should not outlive its work.
public final class AbortSignal {
    private final List<Runnable> actions = new ArrayList<>(); // guarded by this
    private volatile boolean aborted;

    /// Whether [#abort] was called.
    public boolean isAborted() {
        return aborted;
    }

    /// Ends the work; harmless when repeated.
    public void abort() {
        List<Runnable> due;
        synchronized (this) {
            aborted = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    /// Has `action` run by [#abort], or now if that is over. It must be quick and harmless when late.
    void onAbort(Runnable action) {
        synchronized (this) {
            if (!aborted) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }
}
