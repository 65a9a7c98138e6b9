package dev.tug.internal.transfer;

import dev.tug.blob.Descriptor;
import dev.tug.failure.TransferFailure;

/// A transfer gave up on a blob; what was received is kept.
public final class TransferFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Descriptor blob;
    private final int attempts;
    private final transient TransferFailure failure;

    TransferFailed(Descriptor blob, int attempts, TransferFailure failure) {
        super(failure.summary());
        this.blob = blob;
        this.attempts = attempts;
        this.failure = failure;
    }

    /// The blob that could not be brought.
    public Descriptor blob() {
        return blob;
    }

    /// Failures in a row without progress.
    public int attempts() {
        return attempts;
    }

    /// The last of them.
    public TransferFailure failure() {
        return failure;
    }
}
