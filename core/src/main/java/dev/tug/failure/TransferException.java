package dev.tug.failure;

import org.jspecify.annotations.Nullable;

/// Carries a [TransferFailure] up a call stack.
public final class TransferException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient TransferFailure failure;

    public TransferException(TransferFailure failure) {
        this(failure, null);
    }

    public TransferException(TransferFailure failure, @Nullable Throwable cause) {
        super(failure.summary(), cause);
        this.failure = failure;
    }

    /// What happened.
    public TransferFailure failure() {
        return failure;
    }
}
