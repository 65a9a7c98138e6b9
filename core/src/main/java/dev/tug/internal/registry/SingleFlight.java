package dev.tug.internal.registry;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Has one of many threads do a piece of work while the others wait for what comes of it.
///
/// A failure is everybody's, save that of a thread which was told to stop: then another one starts
/// over.
final class SingleFlight<T> {
    private @Nullable CompletableFuture<Outcome<T>> flight; // guarded by this

    /// What one thread does for all.
    interface Work<T> {
        T run() throws TransferException;
    }

    private sealed interface Outcome<T> {
        record Done<T>(T value) implements Outcome<T> {}

        record Failed<T>(TransferFailure failure) implements Outcome<T> {}

        record Abandoned<T>() implements Outcome<T> {}
    }

    /// Does `work`, or waits for the thread that does it.
    ///
    /// @param host named in the failure if `abort` ends the waiting
    /// @return the outcome; empty if another thread had none after `waitMax`
    Optional<T> run(Work<T> work, AbortSignal abort, String host, Duration waitMax)
            throws TransferException {
        while (true) {
            var own = new CompletableFuture<Outcome<T>>();
            var others = board(own);
            if (others == null) {
                return Optional.of(fly(work, own, abort));
            }
            switch (await(others, abort, host, waitMax)) {
                case Outcome.Done<T>(var value) -> {
                    return Optional.of(value);
                }
                case Outcome.Failed<T>(var failure) -> throw new TransferException(failure);
                case Outcome.Abandoned<T> _ -> {}
                case null -> {
                    return Optional.empty();
                }
            }
        }
    }

    /// Takes the seat if it is free; otherwise says who has it.
    private synchronized @Nullable CompletableFuture<Outcome<T>> board(
            CompletableFuture<Outcome<T>> own) {
        var others = flight;
        if (others == null) {
            flight = own;
        }
        return others;
    }

    private T fly(Work<T> work, CompletableFuture<Outcome<T>> own, AbortSignal abort)
            throws TransferException {
        Outcome<T> outcome = new Outcome.Abandoned<>();
        try {
            var value = work.run();
            outcome = new Outcome.Done<>(value);
            return value;
        } catch (TransferException e) {
            if (!abort.isAborted()) {
                outcome = new Outcome.Failed<>(e.failure());
            }
            throw e;
        } finally {
            synchronized (this) {
                flight = null;
            }
            own.complete(outcome);
        }
    }

    private static <T> @Nullable Outcome<T> await(
            CompletableFuture<Outcome<T>> others, AbortSignal abort, String host, Duration waitMax)
            throws TransferException {
        var seat = others.copy();
        abort.onAbort(() -> seat.cancel(false));
        try {
            return seat.get(waitMax.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (CancellationException e) {
            throw new TransferException(new TransferFailure.Cut(host, 0, "aborted"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransferException(new TransferFailure.Cut(host, 0, "interrupted"), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight is never completed with an exception", e);
        }
    }
}
