package dev.tug.sim;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.plan.PartPlan;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A pull as Ollama's own loop does it: 16 fixed parts at once, six tries each, the status never read.
///
/// When a part is out of tries the whole pull fails, and a patient human starts it again.
final class ClassicPull implements Client {
    private static final int STREAMS = 16;
    private static final int TRIES = 6;
    private static final double STALL = 30;

    /// A human needs this long, and does not do it for ever.
    private static final double RESTART = 5;

    private static final int RESTARTS_MAX = 200;
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /// A part and what became of it.
    private static final class Part {
        final long bytes;
        long completed;
        int tries;
        @Nullable Flow flow;

        /// When it is asked for again.
        double againAt;

        /// When the answer brought its last byte.
        double heardAt;

        long heard;

        Part(long bytes) {
            this.bytes = bytes;
        }

        boolean isDone() {
            return completed == bytes;
        }
    }

    private final Path path;
    private final Trace trace;
    private final List<Part> parts = new ArrayList<>();
    private double lookAt = 1;
    private double restartAt = NEVER;
    private int restarts;
    private int cuts;
    private int connections;
    private long fetched;
    private boolean corrupt;

    ClassicPull(Path path, long size, Trace trace) {
        this.path = path;
        this.trace = trace;
        var plan = PartPlan.of(size, STREAMS);
        for (int i = 0; i < plan.count(); i++) {
            parts.add(new Part(plan.part(i).length()));
        }
    }

    Outcome outcome() {
        long landed = parts.stream().mapToLong(part -> part.completed).sum();
        return new Outcome(
                !corrupt && parts.stream().allMatch(Part::isDone),
                path.now(),
                path.kills(),
                path.knocks(),
                cuts,
                connections,
                fetched,
                fetched - landed,
                restarts);
    }

    @Override
    public boolean over() {
        return corrupt || restarts > RESTARTS_MAX || parts.stream().allMatch(Part::isDone);
    }

    @Override
    public double wakeAt() {
        if (restartAt < NEVER) {
            return restartAt;
        }
        double next = lookAt;
        int running = 0;
        for (var part : parts) {
            if (!part.isDone() && running++ < STREAMS && part.flow == null) {
                next = Math.min(next, part.againAt);
            }
        }
        return next;
    }

    @Override
    public void act() {
        double now = path.now();
        if (restartAt < NEVER) {
            if (now < restartAt) {
                return;
            }
            restartAt = NEVER;
            lookAt = now + 1;
        }
        if (now >= lookAt) {
            lookAt = now + 1;
            parts.forEach(this::lookForStall);
        }
        int running = 0;
        for (var part : parts) {
            if (!part.isDone() && running++ < STREAMS && part.flow == null && part.againAt <= now) {
                part.flow = path.open(STALL);
                part.heardAt = now;
            }
        }
    }

    /// A stall costs no try.
    private void lookForStall(Part part) {
        var flow = part.flow;
        if (flow == null || flow.phase == Flow.Phase.CONNECTING) {
            return;
        }
        flow.advance(path.now());
        if (flow.received() > part.heard) {
            part.heard = flow.received();
            part.heardAt = path.now();
        } else if (path.now() - part.heardAt > STALL) {
            end(part, true);
            part.againAt = path.now();
        }
    }

    /// Ends a part's attempt, and keeps what it brought or throws it away.
    private void end(Part part, boolean keep) {
        var flow = part.flow;
        if (flow == null) {
            return;
        }
        flow.advance(path.now());
        keep(part, flow.received(), keep);
        path.close(flow);
        part.flow = null;
    }

    private void keep(Part part, long received, boolean keep) {
        fetched += received;
        part.completed += keep ? received : 0;
        part.heard = 0;
    }

    @Override
    public void opened(Flow flow) {
        connections++;
        partOf(flow).ifPresent(part -> path.ask(flow, part.bytes - part.completed, true));
    }

    @Override
    public void answered(Flow flow, Answer answer) {
        switch (answer) {
            case Answer.Range _ -> {}
            case Answer.Whole _ -> {
                // It takes the blob's first bytes for its own and finds out when it hashes them.
                corrupt = true;
                trace.tell(path.now(), () -> "wrong bytes are taken for right");
            }
            case Answer.Refusal(var status, _) ->
                    partOf(flow)
                            .ifPresent(part -> {
                                trace.tell(path.now(), () -> "EOF, which was a status " + status);
                                end(part, false);
                                failed(part);
                            });
        }
    }

    @Override
    public void complete(Flow flow) {
        partOf(flow)
                .ifPresent(part -> {
                    end(part, true);
                    part.tries = 0;
                });
    }

    @Override
    public void broken(Flow flow, TransferFailure failure) {
        partOf(flow)
                .ifPresent(part -> {
                    trace.tell(path.now(), failure::summary);
                    part.flow = null;
                    if (failure instanceof TransferFailure.Cut(_, var received, var how)) {
                        keep(part, received, !how.contains("reset"));
                    }
                    failed(part);
                });
    }

    private void failed(Part part) {
        cuts++;
        part.againAt = path.now() + Math.pow(2, part.tries);
        if (++part.tries < TRIES) {
            return;
        }
        restarts++;
        restartAt = path.now() + RESTART;
        trace.tell(path.now(), () -> "max retries exceeded: start number " + (restarts + 1));
        for (var each : parts) {
            end(each, true);
            each.tries = 0;
            each.againAt = 0;
        }
    }

    private Optional<Part> partOf(Flow flow) {
        return parts.stream().filter(part -> part.flow == flow).findFirst();
    }
}
