package dev.tug.internal.tls;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.Supplier;

/// Makes a value when it is first asked for, and keeps it. Safe for threads.
final class Once<T> implements Supplier<T> {
    private final Supplier<T> make;

    /// Guarded by `this`.
    private @Nullable T made;

    Once(Supplier<T> make) {
        this.make = make;
    }

    @Override
    public synchronized T get() {
        if (made == null) {
            made = make.get();
        }
        return Objects.requireNonNull(made);
    }
}
