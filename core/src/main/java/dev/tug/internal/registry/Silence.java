package dev.tug.internal.registry;

import dev.tug.failure.TransferFailure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// A time in which nobody answers: the clock then counts, and not the attempts.
final class Silence {
    /// Definite answers of name servers in a row, and the wait before, that are believed: who has
    /// mistyped a name is told soon, and a link that is just coming up has a moment.
    private static final int DEFINITE_MAX = 3;

    private static final Duration NAME_DOUBTED = Duration.ofSeconds(3);

    /// So often in a row somebody speaks no TLS before it is believed: no clock mends a wrong port.
    private static final int PLAIN_MAX = 2;

    /// What passes within the first second is not worth a word.
    private static final int KNOCKS_UNTOLD = 2;

    private final Patience patience;
    private final InstantSource clock;
    private final Instant since;
    private Duration slept = Duration.ZERO;
    private int knocks;
    private int definite;
    private int plain;
    private boolean isTold;

    Silence(Patience patience, InstantSource clock) {
        this.patience = patience;
        this.clock = clock;
        this.since = clock.instant();
    }

    /// How often somebody knocked in vain.
    int knocks() {
        return knocks;
    }

    /// Whether to knock again after `failure`.
    ///
    /// A wall clock may be set back meanwhile; the sleep alone is a lower bound.
    boolean isBearable(TransferFailure failure) {
        definite = isDefinite(failure) ? definite + 1 : 0;
        plain = isPlain(failure) ? plain + 1 : 0;
        if (plain >= PLAIN_MAX
                || (definite >= DEFINITE_MAX && slept.compareTo(NAME_DOUBTED) >= 0)) {
            return false;
        }
        var passed = Duration.between(since, clock.instant());
        return slept.compareTo(patience.firstAnswer()) < 0
                && passed.compareTo(patience.firstAnswer()) < 0;
    }

    /// Waits before the next knock; `waiting` is told once if that may last.
    void knock(TransferFailure failure, Consumer<TransferFailure> waiting)
            throws InterruptedException {
        knocks++;
        if (knocks >= KNOCKS_UNTOLD && !isTold && definite == 0) {
            isTold = true;
            waiting.accept(failure);
        }
        slept = slept.plus(patience.pauseUnanswered(knocks));
    }

    /// Whether a name server has said for good that there is no address.
    private static boolean isDefinite(TransferFailure failure) {
        return failure.reason() instanceof TransferFailure.Unresolved unresolved
                && unresolved.trouble().isDefinite();
    }

    private static boolean isPlain(TransferFailure failure) {
        return failure.reason() instanceof TransferFailure.HandshakeFailed handshake
                && handshake.isPlain();
    }
}
