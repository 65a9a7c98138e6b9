package dev.tug.internal.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a transfer's threads have to tell, kept for the one thread that tells it.
final class News {
    /// Guarded by `this`.
    private final List<Consumer<TransferListener>> items = new ArrayList<>();

    synchronized void add(Consumer<TransferListener> item) {
        items.add(item);
    }

    /// Tells all that has gathered, in order, with no lock held.
    void tell(TransferListener listener) {
        List<Consumer<TransferListener>> taken;
        synchronized (this) {
            taken = List.copyOf(items);
            items.clear();
        }
        taken.forEach(item -> item.accept(listener));
    }
}
