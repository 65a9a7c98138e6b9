package dev.tug.internal.control;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.StreamControl.PathEvent;

import java.time.Duration;
import java.util.Optional;

/// What a failure means for the path: its connection's own end, one of many that had one cause, a
/// closed door, a limit of answers, or a server that wants to be asked less.
final class Failures {
    /// A stream with a byte in this time moves.
    private static final long MOVING_MILLIS = 3_000;

    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(10);

    /// Nothing that comes of so little is a matter of size.
    private static final long LARGE_BYTES = 1 << 20;

    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final Connections connections;
    private final Pulse pulse;
    private final CutRates rates;
    private final Cuts cuts;
    private final Life life;
    private final RequestLimit requests;
    private final Openings openings;
    private final Levels levels;
    private final Findings findings;
    private final Aftermath aftermath = new Aftermath();

    private long lastCutMillis = Long.MIN_VALUE / 2;
    private long quietUntil = Long.MIN_VALUE;
    private int kills;

    Failures(
            Connections connections,
            Pulse pulse,
            CutRates rates,
            Life life,
            RequestLimit requests,
            Openings openings,
            Levels levels,
            Findings findings) {
        this.connections = connections;
        this.pulse = pulse;
        this.rates = rates;
        this.cuts = new Cuts(rates);
        this.life = life;
        this.requests = requests;
        this.openings = openings;
        this.levels = levels;
        this.findings = findings;
    }

    /// Connections that were ended or refused because there were too many.
    int kills() {
        return kills;
    }

    /// Whether a server's wish to be asked less is over.
    boolean isQuietOver(long nowMillis) {
        return nowMillis >= quietUntil;
    }

    /// A connection came about that began to open at `sinceMillis`.
    void admitted(long sinceMillis) {
        aftermath.admitted(sinceMillis);
    }

    /// Bytes came on a connection: if it is the first since an end of all, that is over.
    void received(Optional<Connections.Connection> connection, long now) {
        if (aftermath.isOverWith(connection)) {
            levels.recoveredIn(aftermath.millis(now), pulse.moment(now));
        }
    }

    /// Takes in a failure; returns whether it is the path's way and costs no retry.
    boolean failed(PathEvent.Failed event) {
        long now = event.atMillis();
        var connection = connections.remove(event.stream(), now);
        boolean wasThere = connection.filter(Connections.Connection::isOpened).isPresent();
        boolean wasUsed = connection.filter(c -> c.isAnswered() || c.bytes() > 0).isPresent();
        boolean inAftermath = aftermath.isStraggler(connection, now);
        return switch (event.failure()) {
            case TransferFailure.Cut _ when wasUsed || wasThere -> cut(event, inAftermath);
            case TransferFailure.Cut _ -> inAftermath || refused(now);
            case TransferFailure.Stalled _ -> {
                if (!wasUsed) {
                    requests.firstByteMissing(event.atMillis());
                }
                yield false;
            }
            case TransferFailure.Unreachable _,
                    TransferFailure.ProxyUnreachable _,
                    TransferFailure.ProxyRefused _,
                    TransferFailure.HandshakeFailed _ ->
                    refused(now);
            case TransferFailure.Unresolved _ -> {
                if (connections.alive() == 0) {
                    openings.refused(0, false, now);
                    findings.silent();
                }
                yield true;
            }
            case TransferFailure.Refused(_, var status, var retryAfter, _, _) ->
                    status(event, status, retryAfter, wasUsed);
            case TransferFailure.Blocked(_, var page) ->
                    status(event, page.answer().status(), Duration.ZERO, wasUsed);
            case TransferFailure.Untrusted _,
                    TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.WrongRange _,
                    TransferFailure.BadRedirect _,
                    TransferFailure.Corrupt _ ->
                    false;
        };
    }

    private boolean cut(PathEvent.Failed event, boolean inAftermath) {
        long now = event.atMillis();
        lastCutMillis = now;
        if (inAftermath) {
            kills++;
            return true;
        }
        boolean nothingCame =
                event.failure() instanceof TransferFailure.Cut(_, var received, _) && received == 0;
        var cut = new Cut(now, event.age().toMillis(), event.connectionBytes());
        if (nothingCame && emptyAnswer(event)) {
            cuts.addBesides(cut);
            return true;
        }
        int alive = connections.alive();
        if (cuts.add(cut, alive) == Cuts.Verdict.TOGETHER) {
            endedTogether(Math.min(cuts.together() + alive, connections.lately(now)), now);
            return true;
        }
        var limit = cuts.limit();
        limit.ifPresent(found -> {
            life.found(found);
            findings.limit(found);
        });
        boolean ofLife = limit.isPresent() || life.explains(cut) || cuts.isRepeated(cut);
        if (limit.isEmpty()) {
            life.expected(cut).ifPresent(life::found);
        }
        if (!ofLife) {
            rates.cut(alive + 1, now);
            findings.cutApart(now);
        }
        return ofLife;
    }

    /// Whether nothing came because so much was asked for: less has come on this path.
    private boolean emptyAnswer(PathEvent.Failed event) {
        boolean suspect =
                requests.isUnproven(event.requestBytes()) && event.requestBytes() > LARGE_BYTES;
        if (suspect) {
            requests.empty(event.requestBytes(), event.atMillis());
        }
        return suspect;
    }

    private void endedTogether(int streams, long now) {
        long first = cuts.firstMillis();
        kills += cuts.together();
        rates.together();
        findings.together(cuts.together() - 1);
        cuts.settle();
        aftermath.began(now);
        if (levels.ended(streams, first, pulse.moment(now))) {
            findings.endedTogether(streams);
        }
    }

    private boolean refused(long now) {
        int alive = connections.alive();
        if (alive > 0 && pulse.isMute(now)) {
            openings.unanswered(now);
            if (pulse.isSilent(now)) {
                findings.silent();
            }
            return true;
        }
        if (alive > 0 && now - lastCutMillis < Cuts.TOGETHER_MILLIS) {
            // Those that seem to live may just not have noticed.
            openings.pauseUntil(now + Cuts.TOGETHER_MILLIS / 2);
            kills++;
            return true;
        }
        if (alive > 0 && levels.refusedProbe(alive, now)) {
            kills++;
            return true;
        }
        boolean boxed = aftermath.isPenalty(now);
        if (boxed && alive > 0 && aftermath.isClosed()) {
            // One outlived the end of the others, and nobody has got in since.
            openings.shut(now);
            kills++;
            return true;
        }
        switch (openings.refused(alive, boxed, now)) {
            case SLOWER -> {}
            case WALL -> {
                kills++;
                levels.refusedAbove(openings.borne(), now);
                findings.refusedAbove(openings.borne());
            }
            case CLOSED -> {
                if (boxed) {
                    kills++;
                } else {
                    findings.silent();
                }
            }
        }
        return true;
    }

    private boolean status(
            PathEvent.Failed event, int status, Duration retryAfter, boolean wasUsed) {
        long now = event.atMillis();
        boolean othersMove = connections.moving(MOVING_MILLIS, now) > 0;
        boolean asked =
                status == TOO_MANY_REQUESTS || (status == UNAVAILABLE && retryAfter.isPositive());
        if (asked) {
            if (now >= quietUntil) {
                levels.fallTo(Math.max(1, (int) (0.7 * levels.level())), now);
            }
            var pause = retryAfter.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : retryAfter;
            quietUntil = Math.max(quietUntil, now + Math.max(1_000, pause.toMillis()));
            openings.pauseUntil(quietUntil);
            findings.rateLimited(pause);
            return othersMove;
        }
        if (status == FORBIDDEN && (wasUsed || requests.isUnproven(1)) && emptyAnswer(event)) {
            return true;
        }
        boolean shut = status == FORBIDDEN || status == UNAVAILABLE;
        return shut && !wasUsed && othersMove && refused(now);
    }
}
