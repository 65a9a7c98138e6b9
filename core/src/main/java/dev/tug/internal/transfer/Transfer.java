package dev.tug.internal.transfer;

import dev.tug.internal.control.StreamControl;
import dev.tug.internal.http.Transport;
import dev.tug.internal.store.StagedBlob;
import dev.tug.internal.store.StoreException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Brings blobs home over shared streams, proves them and commits them.
///
/// The thread that calls [#run] hands out the news and starts the threads that do the work: one for
/// each stream, one for each hash, one that syncs. To cancel, interrupt it; no thread outlives it.
public final class Transfer {
    /// How often progress is told of while nothing else happens.
    private static final long TELL_MILLIS = 100;

    /// Blobs under way at once; each has a file, a journal and a lock open.
    private static final int ACTIVE_MAX = 128;

    /// Blobs taken in before streams, proofs and the control are looked at again: to take one in costs a
    /// fraction of a millisecond, or several on a slow disk.
    private static final int INTAKE_MAX = 8;

    /// A moment, while there is more to take in.
    private static final long INTAKE_MILLIS = 1;

    private final Transport transport;
    private final BlobSource source;
    private final StreamGate gate;
    private final LongSupplier clock;
    private final TransferListener listener;
    private final News news = new News();
    private final TransferState state;
    private final Views views;
    private final Proofs proofs;
    private final List<StagedBlob> open = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final int streamsMax;

    /// What a transfer cost.
    ///
    /// @param fetched body bytes received
    /// @param connections connections that carried them
    /// @param cuts requests that failed and were made again
    /// @param streams streams allowed at the end
    /// @param again those of the bytes fetched that were there already
    public record Totals(long fetched, int connections, int cuts, int streams, long again) {}

    /// How long a transfer goes on without progress.
    ///
    /// @param attempts failures in a row of one range (Ollama: 6)
    /// @param stall the longest silence of a connection (Ollama: 30 s)
    /// @param firstAnswer how long nobody may answer before the first byte (Ollama: 63 s)
    /// @param outage how long nobody may answer after it
    public record Patience(int attempts, Duration stall, Duration firstAnswer, Duration outage) {}

    /// A transfer that is run once.
    ///
    /// @param clock a monotonic clock
    public Transfer(
            Transport transport,
            BlobSource source,
            StreamControl control,
            StreamGate gate,
            Patience patience,
            WaitClock clock,
            RandomGenerator random,
            TransferListener listener) {
        this.transport = transport;
        this.source = source;
        this.gate = gate;
        this.clock = clock::nowMillis;
        this.listener = listener;
        this.streamsMax = control.ceiling();
        this.state = new TransferState(clock);
        this.views = Views.of(state, control, patience, random, news);
        this.proofs = new Proofs(state, news);
    }

    /// Returns when all blobs of `intake` are in the store.
    ///
    /// @throws TransferFailed if a blob could not be brought
    /// @throws StoreException if the disk failed
    /// @throws InterruptedException if the calling thread was interrupted; what was received is kept
    public Totals run(BlobIntake intake)
            throws TransferFailed, StoreException, InterruptedException {
        try {
            conduct(intake);
        } finally {
            state.stop(null);
            views.crew().dismissAll();
            join();
            views.requests().endFlights();
            if (views.crew().decision().retires()) {
                // What they have carried is not known to the next transfer.
                transport.dropIdle();
            }
            try {
                news.tell(listener);
            } finally {
                closeAll();
            }
        }
        rethrow();
        return views.requests().totals();
    }

    private void conduct(BlobIntake intake) throws InterruptedException, StoreException {
        start("tug-sync", new DiskSync(state, proofs));
        boolean more = true;
        boolean verifying = false;
        do {
            more = more && admit(intake);
            views.crew()
                    .recruit(this::stream)
                    .ifPresent(stream -> start("tug-stream-" + stream.number(), stream));
            proofs.ready().forEach(this::prove);
            threads.removeIf(thread -> !thread.isAlive());
            views.leases().tick();
            news.tell(listener);
            show();
            if (!verifying && !more && proofs.allHere()) {
                verifying = true;
                listener.verifying();
            }
        } while (!state.awaitChange(more && hasRoom() ? INTAKE_MILLIS : TELL_MILLIS));
        news.tell(listener);
    }

    /// Takes in blobs while there is room; returns whether there may be more.
    private boolean admit(BlobIntake intake) throws StoreException {
        open.removeIf(StagedBlob::isEnded);
        // Who has nothing to do need not wait for more than it can ask for.
        int most = open.isEmpty() ? 1 : INTAKE_MAX;
        for (int taken = 0; taken < most && hasRoom(); taken++) {
            var next = intake.next();
            if (next.isEmpty()) {
                state.expectNoMore();
                return false;
            }
            open.add(next.get());
            state.add(new BlobTransfer(next.get(), streamsMax));
        }
        return true;
    }

    private boolean hasRoom() {
        return open.size() < ACTIVE_MAX;
    }

    private Stream stream(int number) {
        return new Stream(number, state, views, source, gate, clock, transport.newBuffer());
    }

    private void prove(BlobTransfer blob) {
        var name = "tug-hash-" + blob.descriptor().digest().shortForm();
        var proof = new BlobProof(state, proofs, blob, source);
        if (blob.isSmall()) {
            threads.add(Thread.ofVirtual().name(name).start(proof));
        } else {
            start(name, proof);
        }
    }

    /// Streams and large hashes run on platform threads: virtual ones cost 15..50 % more CPU time on
    /// this path.
    private void start(String name, Runnable work) {
        threads.add(Thread.ofPlatform().name(name).daemon().start(work));
    }

    private void show() {
        for (var progress : proofs.progress()) {
            listener.progress(progress.blob(), progress.completed(), progress.streams());
        }
    }

    /// An interrupt that comes while threads end is kept for the caller.
    private void join() {
        boolean interrupted = false;
        for (var thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Closes every blob, also when one of them fails to.
    private void closeAll() throws StoreException {
        Optional<StoreException> failure = Optional.empty();
        for (var blob : open) {
            try {
                blob.close();
            } catch (StoreException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void rethrow() throws TransferFailed, StoreException {
        var failure = state.failure();
        if (failure.isEmpty()) {
            return;
        }
        switch (failure.get()) {
            case TransferFailed failed -> throw failed;
            case StoreException store -> throw store;
            case RuntimeException broken -> throw broken;
            case Error broken -> throw broken;
            default -> throw new IllegalStateException(failure.get());
        }
    }
}
