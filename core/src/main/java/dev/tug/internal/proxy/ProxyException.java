package dev.tug.internal.proxy;

import dev.tug.failure.TransferFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/// A proxy stood in the way; says how, with the answer that it gave if it gave one, which the
/// failure tells nothing of but the status.
public final class ProxyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient TransferFailure failure;
    private final transient @Nullable ProxyAnswer answer;

    public ProxyException(TransferFailure failure) {
        this(failure, null, null);
    }

    public ProxyException(TransferFailure failure, Throwable cause) {
        this(failure, null, cause);
    }

    ProxyException(TransferFailure failure, ProxyAnswer answer) {
        this(failure, answer, null);
    }

    private ProxyException(
            TransferFailure failure, @Nullable ProxyAnswer answer, @Nullable Throwable cause) {
        super(failure.summary(), cause);
        this.failure = failure;
        this.answer = answer;
    }

    /// What happened, as a value.
    public TransferFailure failure() {
        return failure;
    }

    /// The answer to the CONNECT that was refused, to be judged.
    public Optional<ProxyAnswer> answer() {
        return Optional.ofNullable(answer);
    }
}
