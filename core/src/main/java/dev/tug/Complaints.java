package dev.tug;

import java.util.ArrayList;
import java.util.List;

/// What setting up had to complain of, until the listener of the pull or the examination that meets
/// it takes it. Safe for threads.
final class Complaints {
    private final List<String> texts = new ArrayList<>(); // guarded by `this`

    synchronized void add(String text) {
        texts.add(text);
    }

    /// Those that nobody has taken, the earliest first.
    synchronized List<String> take() {
        var taken = List.copyOf(texts);
        texts.clear();
        return taken;
    }
}
