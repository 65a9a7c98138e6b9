package dev.tug.internal.transfer;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.Outage;
import dev.tug.internal.control.RetryRule;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What follows when a task fails, and what the failures say of the network together.
///
/// Guarded by the lock of [TransferState].
final class Setbacks {
    private final TransferState state;
    private final Crew crew;
    private final Outage outage;
    private final Arrivals arrivals;
    private final Transfer.Patience patience;
    private final RandomGenerator random;
    private final News news;
    private int count;

    Setbacks(
            TransferState state,
            Crew crew,
            Outage outage,
            Arrivals arrivals,
            Transfer.Patience patience,
            RandomGenerator random,
            News news) {
        this.state = state;
        this.crew = crew;
        this.outage = outage;
        this.arrivals = arrivals;
        this.patience = patience;
        this.random = random;
        this.news = news;
    }

    /// Failures so far, but not those of an outage.
    int count() {
        return count;
    }

    /// The stream has no connection any more, for whatever reason.
    void left(Stream stream) {
        outage.ended(stream.number());
    }

    /// Takes note of what a failure says of the network; returns whether nobody answers.
    boolean isUnanswered(Stream stream, Task task, TransferFailure why) {
        long now = state.nowMillis();
        boolean silence =
                arrivals.landed() > 0
                        && !task.lease().whole()
                        && task.isPending()
                        && why instanceof TransferFailure.Stalled;
        if (RetryRule.isOutage(why) || (silence && outage.isNobodyLive())) {
            if (outage.unanswered(now, stream.number())) {
                var left =
                        Duration.ofMillis(
                                arrivals.lastMillis() + outagePatience(why).toMillis() - now);
                news.add(to ->
                        to.waiting(
                                "the network is not answering; trying again every few seconds for "
                                        + Spans.of(left)));
            }
            return true;
        }
        if (!(why instanceof TransferFailure.Cut || why instanceof TransferFailure.Stalled)) {
            heard(stream, now);
            outage.ended(stream.number());
        }
        return false;
    }

    /// Somebody has answered the stream.
    void heard(Stream stream, long nowMillis) {
        outage.answered(nowMillis, stream.number())
                .ifPresent(lasted ->
                        news.add(
                                to -> to.warning("the network is back after " + Spans.of(lasted))));
        state.changed.signalAll();
    }

    private Duration outagePatience(TransferFailure why) {
        return arrivals.landed() > 0
                ? patience.outage()
                : RetryRule.firstAnswer(why, patience.firstAnswer());
    }

    /// Says how long to wait before trying again, empty if that is over.
    Optional<Duration> judge(
            Stream stream, Task task, TransferFailure why, boolean forgiven, boolean unanswered) {
        // To knock at a door behind which nobody is, is not to be cut.
        count += outage.isOn() ? 0 : 1;
        boolean othersMoved = arrivals.landed() > task.tries().landed();
        task.failed(why, !forgiven && !unanswered, arrivals.landed());
        int inARow = task.tries().inARow();
        var silence = Duration.ofMillis(state.nowMillis() - arrivals.lastMillis());
        // A whole GET that ends where it ended before fetches all that is here each time.
        var circumstances =
                new RetryRule.State(
                        task.tries().counted(),
                        inARow,
                        othersMoved,
                        unanswered,
                        arrivals.landed() > 0 && !task.lease().whole(),
                        silence);
        var rule = new RetryRule(patience.attempts(), outagePatience(why));
        return switch (rule.judge(why, circumstances, random)) {
            case RetryRule.Verdict.GiveUp() -> {
                state.stop(new TransferFailed(task.blob().descriptor(), inARow, why));
                yield Optional.empty();
            }
            case RetryRule.Verdict.Again(var delay) -> {
                var pause = outage.isOn() ? Duration.ZERO : delay;
                tellRetry(task, why, inARow, pause);
                yield crew.isDismissed(stream) ? Optional.empty() : Optional.of(pause);
            }
        };
    }

    /// A long outage is told of once, and not by each of its probes.
    private void tellRetry(Task task, TransferFailure why, int inARow, Duration pause) {
        if (!outage.isTold()) {
            var blob = task.blob().descriptor();
            news.add(to -> to.retrying(blob, why, inARow, pause));
        }
    }
}
