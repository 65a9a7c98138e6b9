package dev.tug;

import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.registry.RegistryException;
import dev.tug.internal.store.StoreException;
import dev.tug.internal.transfer.TransferFailed;

/// Says in the words of a pull why its work ended early.
final class Verdict {
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private Verdict() {}

    /// Does `work`, whatever ends it early becoming a [PullException].
    static <T> T on(Work<T> work) throws PullException {
        try {
            return work.run();
        } catch (InterruptedException e) {
            throw new PullException(new PullFailure.Interrupted(), e);
        } catch (RegistryException e) {
            throw new PullException(e.failure(), e);
        } catch (StoreException e) {
            throw new PullException(StoreFailures.toPullFailure(e.failure()), e);
        } catch (TransferFailed e) {
            throw new PullException(of(e), e);
        }
    }

    private static PullFailure of(TransferFailed e) {
        var what = "blob " + e.blob().digest().shortForm();
        return switch (e.failure()) {
            case TransferFailure.Corrupt(var expected, var actual, var culprit) ->
                    new PullFailure.Integrity(expected, actual, culprit);
            case TransferFailure.Refused(var host, var status, _, _, var snippet)
                    when status == UNAUTHORIZED ->
                    new PullFailure.Unauthorized(host, snippet.isEmpty() ? "HTTP 401" : snippet);
            case TransferFailure.Refused(var host, var status, _, _, _) when status == NOT_FOUND ->
                    new PullFailure.NotFound(host, what);
            default -> new PullFailure.Network(what, Math.max(1, e.attempts()), e.failure());
        };
    }

    /// Work on registry, network and disk.
    @FunctionalInterface
    interface Work<T> {
        /// Does it.
        T run()
                throws PullException,
                        RegistryException,
                        StoreException,
                        TransferFailed,
                        InterruptedException;
    }
}
