package dev.tug.internal.doctor;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/// A handshake that is looked at while the first request is on its way, since both may take long.
final class HandshakeLook {
    /// Requests are made meanwhile.
    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    /// Nobody shakes hands.
    static final HandshakeLook NONE =
            new HandshakeLook(new FutureTask<>(Optional::empty), limit -> limit);

    static {
        NONE.task.run();
    }

    private final FutureTask<Optional<Handshake.Shown>> task;
    private final UnaryOperator<Duration> inTime;

    /// Whether it was waited for in vain; once is enough.
    private volatile boolean isLate;

    private HandshakeLook(
            FutureTask<Optional<Handshake.Shown>> task, UnaryOperator<Duration> inTime) {
        this.task = task;
        this.inTime = inTime;
    }

    /// Shakes hands on a connected `socket`, and closes it in the end.
    static HandshakeLook begin(Socket socket, Goal goal, Deadline deadline) {
        var limit = deadline.atMost(TIME_MAX);
        var look =
                new HandshakeLook(
                        new FutureTask<>(() -> shown(socket, goal, limit)), deadline::atMost);
        Thread.ofVirtual().name("tug-doctor").start(look.task);
        return look;
    }

    private static Optional<Handshake.Shown> shown(Socket socket, Goal goal, Duration limit) {
        try (socket) {
            return Optional.of(Handshake.on(socket, goal.host(), goal.port(), limit));
        } catch (IOException _) {
            // The first request fails as well, and says why in a pull's words.
            return Optional.empty();
        }
    }

    /// What was shown, once it was; empty if it came to nothing in time.
    Optional<Handshake.Shown> shown() {
        return shown(TIME_MAX);
    }

    /// The same without waiting for it long: there are others who know most of it.
    Optional<Handshake.Shown> shownSoon() {
        return shown(MOMENT);
    }

    private Optional<Handshake.Shown> shown(Duration limit) {
        try {
            var wait = isLate ? Duration.ZERO : inTime.apply(limit);
            return task.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            isLate = true;
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a handshake", e);
        }
    }
}
