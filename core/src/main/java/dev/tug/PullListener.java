package dev.tug;

/// Hears what a pull does.
///
/// Events come one at a time, in order, with no lock held; a slow listener delays news but not
/// bytes. What a listener throws is logged and otherwise ignored.
@FunctionalInterface
public interface PullListener {
    /// A listener that ignores everything.
    PullListener NONE = _ -> {};

    /// Takes one event.
    void on(PullEvent event);
}
