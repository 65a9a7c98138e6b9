package dev.tug.internal.transfer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What all threads of one [Transfer] share: the lock, the blobs under way, and how it ends.
///
/// [Crew], [Leases] and [Proofs] are the three views of it, and its lock guards them all. It is held
/// for a few field accesses at a time, never while anything blocks and never while a listener is
/// called.
final class TransferState {
    final ReentrantLock lock = new ReentrantLock();

    /// Bytes were given back, the limit changed, a blob came or went, or the end came.
    final Condition changed = lock.newCondition();

    /// A prefix grew, or the end came.
    final Condition grown = lock.newCondition();

    private final WaitClock clock;

    /// Blobs under way, guarded by the lock: large ones first.
    private final List<BlobTransfer> active = new ArrayList<>();

    /// Whether blobs may still be added.
    private boolean expecting = true;

    private boolean stopping;
    private @Nullable Throwable failure;

    /// What ends the call that a proof waits in.
    private final Set<Runnable> aborts = new HashSet<>();

    TransferState(WaitClock clock) {
        this.clock = clock;
    }

    long nowMillis() {
        return clock.nowMillis();
    }

    /// The blobs under way, large ones first; to be read with the lock held.
    List<BlobTransfer> active() {
        return active;
    }

    boolean stopping() {
        return stopping;
    }

    /// Whether nothing is left to wait for; with the lock held.
    boolean over() {
        return stopping || (!expecting && active.isEmpty());
    }

    /// Puts a blob under way.
    void add(BlobTransfer blob) {
        lock.lock();
        try {
            active.add(blob);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// No further blob will come.
    void expectNoMore() {
        lock.lock();
        try {
            expecting = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends everything; the first reason given stays.
    void stop(@Nullable Throwable why) {
        lock.lock();
        try {
            if (!stopping) {
                failure = why;
            }
            stopping = true;
            aborts.forEach(Runnable::run);
            changed.signalAll();
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Has `abort` run when the end comes, or now if it came; it must be quick.
    void onStop(Runnable abort) {
        lock.lock();
        try {
            aborts.add(abort);
            if (stopping) {
                abort.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /// What `abort` would end is over.
    void forgetStop(Runnable abort) {
        lock.lock();
        try {
            aborts.remove(abort);
        } finally {
            lock.unlock();
        }
    }

    /// Why it ended early, if it did.
    Optional<Throwable> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a change or until `millis` have passed, or some less; the lock is held.
    void await(long millis) throws InterruptedException {
        clock.await(changed, millis);
    }

    /// Waits a moment or until something changes; returns whether the end has come.
    boolean awaitChange(long millis) throws InterruptedException {
        lock.lock();
        try {
            if (!over()) {
                clock.await(changed, millis);
            }
            return over();
        } finally {
            lock.unlock();
        }
    }
}
