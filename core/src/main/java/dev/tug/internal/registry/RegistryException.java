package dev.tug.internal.registry;

import dev.tug.failure.PullFailure;

import org.jspecify.annotations.Nullable;

/// A registry gave no manifest; [#failure] says why.
public final class RegistryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PullFailure failure;

    RegistryException(PullFailure failure, @Nullable Throwable cause) {
        super(failure.summary(), cause);
        this.failure = failure;
    }

    /// Why.
    public PullFailure failure() {
        return failure;
    }
}
