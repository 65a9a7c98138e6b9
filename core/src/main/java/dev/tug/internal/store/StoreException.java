package dev.tug.internal.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/// Carries a [StoreFailure] up a call stack.
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StoreFailure failure;

    public StoreException(StoreFailure failure) {
        this(failure, null);
    }

    public StoreException(StoreFailure failure, @Nullable Throwable cause) {
        super(failure.summary(), cause);
        this.failure = failure;
    }

    static StoreException of(Path path, IOException cause) {
        return of(path, 0, cause);
    }

    static StoreException of(Path path, long needed, IOException cause) {
        return new StoreException(StoreFailure.of(path, needed, cause), cause);
    }

    /// What happened.
    public StoreFailure failure() {
        return failure;
    }
}
