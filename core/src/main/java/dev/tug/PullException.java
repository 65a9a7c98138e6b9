package dev.tug;

import dev.tug.failure.PullFailure;

import org.jspecify.annotations.Nullable;

/// A pull ended without its model; [#failure] says why.
public final class PullException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PullFailure failure;

    public PullException(PullFailure failure, @Nullable Throwable cause) {
        super(failure.summary(), cause);
        this.failure = failure;
    }

    /// Why.
    public PullFailure failure() {
        return failure;
    }
}
