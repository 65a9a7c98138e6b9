package dev.tug.internal.transfer;

import dev.tug.internal.control.StallRule;
import dev.tug.internal.plan.Laggards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;

/// Looks after connections that say nothing, or far less than their peers.
///
/// Guarded by the lock of [TransferState].
final class Watch {
    private final StallRule rule;
    private final Laggards laggards = new Laggards();

    /// The longest silence that a body has ended by itself.
    private long pauseMillisMax;

    Watch(Duration stall) {
        this.rule = new StallRule(stall);
    }

    /// A body went on after it had been silent.
    void heardAfter(long millis) {
        pauseMillisMax = Math.max(pauseMillisMax, millis);
    }

    /// Ends the calls of streams whose connection is dead, and takes the lease from one that lags
    /// behind.
    ///
    /// @param landed missing bytes that the transfer has brought
    void look(Map<Stream, Task> tasks, Duration firstByte, long nowMillis, long landed) {
        tasks.forEach((stream, task) -> {
            if (task.reads()) {
                lookAt(stream, task, tasks, firstByte, nowMillis);
            }
        });
        relieve(tasks, nowMillis, landed);
    }

    private void lookAt(
            Stream stream, Task task, Map<Stream, Task> tasks, Duration firstByte, long nowMillis) {
        boolean othersMoved =
                tasks.values().stream()
                        .anyMatch(other ->
                                other != task
                                        && other.answeredBytes() > 0
                                        && other.heardMillis() > task.heardMillis());
        var body =
                new StallRule.Body(
                        task.answeredBytes(),
                        task.askedBytes(),
                        othersMoved,
                        pauseMillisMax,
                        firstByte);
        var limit = rule.limit(body);
        if (nowMillis - task.heardMillis() >= limit.toMillis()) {
            stream.stalled(limit);
        }
    }

    private void relieve(Map<Stream, Task> tasks, long nowMillis, long landed) {
        var paces = new ArrayList<Laggards.Pace>();
        tasks.forEach((stream, task) -> {
            long now = task.pace(nowMillis);
            long rate = now > 0 ? now : stream.bytesPerSecond();
            if (rate > 0 && !task.lease().whole()) {
                paces.add(
                        new Laggards.Pace(
                                stream.number(), rate, task.lease().remaining(), now > 0));
            }
        });
        var picked = laggards.pick(nowMillis, landed, paces);
        if (picked.isPresent()) {
            tasks.forEach((stream, task) -> {
                if (stream.number() == picked.getAsInt()) {
                    task.blob().ledger().revoke(task.lease());
                    stream.abort();
                }
            });
        }
    }
}
