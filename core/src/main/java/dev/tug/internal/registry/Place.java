package dev.tug.internal.registry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/// What all streams of one blob share: its location, and who looks for it. Safe for many threads.
final class Place {
    /// Changes of a validator after which it means nothing: replicas of a mirror may each have their
    /// own for the same bytes, and the digest decides in the end.
    static final int ETAG_CHANGES_MAX = 3;

    private final SingleFlight<Optional<Location>> search = new SingleFlight<>();
    private @Nullable Location known; // guarded by this
    private int etagChanges; // guarded by this
    private boolean forbidden; // guarded by this

    SingleFlight<Optional<Location>> search() {
        return search;
    }

    /// The location, if there is one that still holds.
    synchronized Optional<Location> known(Instant now) {
        return Optional.ofNullable(known).filter(it -> it.holds(now));
    }

    synchronized void learn(Location found) {
        known = found;
    }

    /// The location has served bytes.
    synchronized void served() {
        forbidden = false;
    }

    /// Takes note of a page that forbids; returns whether nobody was served since the last one.
    synchronized boolean isForbiddenAgain() {
        boolean again = forbidden;
        forbidden = true;
        return again;
    }

    /// Forgets `stale`, unless another one has been found since.
    synchronized void forget(Location stale) {
        if (stale.equals(known)) {
            known = null;
        }
    }

    /// Takes in a validator of an answer from `location`.
    ///
    /// @return whether the content is another one, so that `location` was forgotten
    synchronized boolean isChanged(Location location, String etag) {
        if (etagChanges >= ETAG_CHANGES_MAX
                || location.etag().isEmpty()
                || location.etag().get().equals(etag)) {
            return false;
        }
        etagChanges++;
        forget(location);
        return true;
    }
}
