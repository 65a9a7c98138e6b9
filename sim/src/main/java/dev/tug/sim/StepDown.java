package dev.tug.sim;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.StreamControl;
import dev.tug.transfer.Cause;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Runs a fixed number of streams, and falls to 4 and then to 1 when most of them die together.
///
/// Appliances that inspect TLS often end every connection once too many are open. One stream that
/// breaks is weather; most of them within a second is such a box. It never climbs again.
final class StepDown implements StreamControl {
    /// Two deaths this close together have one cause.
    static final long TOGETHER_MILLIS = 1_000;

    /// The rungs below the number that was asked for.
    private static final TreeSet<Integer> RUNGS = new TreeSet<>(Set.of(1, 4));

    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /// Streams that are open or about to be.
    private final Set<Integer> alive = new HashSet<>();

    /// Those of them that have got an answer.
    private final Set<Integer> answered = new HashSet<>();

    /// Streams that died, with the time of death.
    private final Map<Integer, Long> dead = new HashMap<>();

    private final int ceiling;
    private Decision decision;

    /// A control that starts at `streams`, 1..32.
    StepDown(int streams) {
        ceiling = streams;
        decision = Decision.of(streams);
    }

    @Override
    public Decision decision() {
        return decision;
    }

    @Override
    public int ceiling() {
        return ceiling;
    }

    @Override
    public Decision observe(PathEvent event) {
        var next =
                switch (event) {
                    case PathEvent.Opening(_, var stream) -> {
                        alive.add(stream);
                        dead.remove(stream);
                        yield held();
                    }
                    case PathEvent.Answered(_, var stream, _, _, _) -> {
                        alive.add(stream);
                        answered.add(stream);
                        yield held();
                    }
                    case PathEvent.Failed failed -> afterFailure(failed);
                    case PathEvent.Ended(_, var stream) -> {
                        alive.remove(stream);
                        answered.remove(stream);
                        yield held();
                    }
                    case PathEvent.Opened _,
                            PathEvent.Received _,
                            PathEvent.Completed _,
                            PathEvent.RangeIgnored _,
                            PathEvent.Inspected _,
                            PathEvent.Tick _ ->
                            held();
                };
        decision = next;
        return next;
    }

    private Decision afterFailure(PathEvent.Failed failed) {
        boolean wasAlive = alive.remove(failed.stream());
        answered.remove(failed.stream());
        dead.values().removeIf(at -> at < failed.atMillis() - TOGETHER_MILLIS);
        if (!wasAlive || !isDeath(failed.failure())) {
            return held();
        }
        dead.put(failed.stream(), failed.atMillis());
        var rung = Optional.ofNullable(RUNGS.lower(decision.streams()));
        boolean together = dead.size() >= 2 && dead.size() >= alive.size();
        return together && rung.isPresent() ? fallTo(rung.get()) : held();
    }

    private Decision fallTo(int streams) {
        int died = dead.size();
        int lived = alive.size();
        dead.clear();
        // The rest may have died of the same and just not have noticed; who lives will answer.
        alive.clear();
        answered.clear();
        return Decision.of(
                streams,
                Cause.TOO_MANY,
                "this network ended or refused %d of %d connections at once"
                        .formatted(died, died + lived),
                true);
    }

    private static boolean isShut(int status) {
        return status == FORBIDDEN || status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }

    /// A refusal tells of a wall only while others are through it: nobody answering at all is an
    /// outage, which fewer streams do not mend.
    private boolean isDeath(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Cut _, TransferFailure.Stalled _ -> true;
            case TransferFailure.Unreachable _,
                    TransferFailure.ProxyUnreachable _,
                    TransferFailure.ProxyRefused _,
                    TransferFailure.HandshakeFailed _ ->
                    !answered.isEmpty();
            case TransferFailure.Refused(_, var status, _, _, _) -> isShut(status);
            case TransferFailure.Blocked(_, var page) -> isShut(page.answer().status());
            case TransferFailure.Unresolved _,
                    TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.Untrusted _,
                    TransferFailure.WrongRange _,
                    TransferFailure.BadRedirect _,
                    TransferFailure.Corrupt _ ->
                    false;
        };
    }

    private Decision held() {
        return decision.forgiven()
                ? Decision.of(decision.streams(), decision.cause(), decision.reason(), false)
                : decision;
    }
}
