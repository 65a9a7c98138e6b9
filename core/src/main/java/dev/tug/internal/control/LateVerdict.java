package dev.tug.internal.control;

import dev.tug.transfer.PathProfile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A control that starts anew with care when it shows early in a transfer that the path is inspected.
///
/// The host that blobs come from is mostly not the one that the manifest came from, and only its own
/// handshake tells. What has happened until then is told to the careful control too.
public final class LateVerdict implements StreamControl {
    /// Handshake and first answer take some seconds, with ten ticks in each; after more than five
    /// minutes of them the path has shown what it bears, whoever reads along.
    private static final int EVENTS_MAX = 4_096;

    private final Supplier<AdaptiveStreams> careful;
    private final List<PathEvent> past = new ArrayList<>();
    private AdaptiveStreams control;
    private boolean isSettled;

    /// @param first what holds as long as nobody is known to read along
    /// @param careful makes what holds from then on
    public LateVerdict(AdaptiveStreams first, Supplier<AdaptiveStreams> careful) {
        this.control = first;
        this.careful = careful;
    }

    @Override
    public Decision decision() {
        return control.decision();
    }

    @Override
    public int ceiling() {
        return control.ceiling();
    }

    @Override
    public Decision observe(PathEvent event) {
        if (!isSettled) {
            if (event instanceof PathEvent.Inspected) {
                control = careful.get();
                past.forEach(control::observe);
                settle();
            } else if (past.size() < EVENTS_MAX) {
                past.add(event);
            } else {
                settle();
            }
        }
        return control.observe(event);
    }

    private void settle() {
        isSettled = true;
        past.clear();
    }

    /// Connections that were ended or refused because there were too many.
    public int kills() {
        return control.kills();
    }

    /// What is known of the path by now.
    public PathProfile learned() {
        return control.learned();
    }
}
