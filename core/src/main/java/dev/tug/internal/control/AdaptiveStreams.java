package dev.tug.internal.control;

import dev.tug.failure.TransferFailure;
import dev.tug.transfer.PathProfile;

import java.time.Duration;
import java.util.Optional;

/// Finds the fastest setting that a path bears, and tells what stands in the way by how connections
/// end: all at once, at one age, after one number of bytes, when they come too fast, or one by one.
public final class AdaptiveStreams implements StreamControl {
    /// Most connections that are ended together are gone after this; a straggler is no new event.
    private static final long AFTERMATH_MILLIS = 3_000;

    /// After an end of all, a door may be closed for this long.
    private static final long PENALTY_MILLIS_MAX = 60_000;

    /// A stream with a byte in this time moves.
    private static final long MOVING_MILLIS = 3_000;

    /// The number of connections is averaged over some 2 s, as goodput is.
    private static final double ALIVE_SHARE = 0.05;

    /// Without a byte for so long, nothing can be told of numbers of streams.
    private static final long SILENCE_MILLIS = 3_000;

    /// Without a byte for so long, what is refused may be so because the network is gone.
    private static final long MUTE_MILLIS = 1_000;

    /// Where nothing came for half a second, the goodput of the next ten says nothing of numbers: it is
    /// the pause's.
    private static final long EVEN_MILLIS = 10_000;

    private static final long PAUSE_MILLIS = 500;

    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(10);

    /// Beside one for each stream, so many failures are forgiven while no byte comes.
    private static final int FORGIVEN_SPARE = 8;

    /// Nothing that comes of so little is a matter of size.
    private static final long LARGE_BYTES = 1 << 20;

    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final Connections connections = new Connections();
    private final CutRates rates = new CutRates();
    private final Cuts cuts = new Cuts(rates);
    private final Goodput goodput = new Goodput();
    private final Starvation starvation = new Starvation();
    private final Life life = new Life();
    private final RequestLimit requests = new RequestLimit();
    private final Findings findings;
    private final Openings openings;
    private final Levels levels;
    private final Optional<PathProfile> known;
    private final int ceiling;

    private boolean started;
    private boolean ranges = true;
    private long remaining = Long.MAX_VALUE;
    private double goodputNow;
    private double aliveMean;
    private long endedMillis = Long.MIN_VALUE / 2;
    private boolean recovering;

    /// When the youngest connection that has come about began to open.
    private long admittedMillis = Long.MIN_VALUE / 2;

    /// Failures forgiven since the last byte.
    private int forgivenInARow;

    private long lastCutMillis = Long.MIN_VALUE / 2;
    private long quietUntil = Long.MIN_VALUE;
    private int kills;
    private Decision decision = Decision.of(1);

    /// @param ceiling streams at most, 1..32
    /// @param inspected whether the path is inspected: it then starts low and climbs with care
    /// @param aggressive whether goodput counts more than connections that are ended for it
    /// @param known what an earlier pull learned
    public AdaptiveStreams(
            int ceiling, boolean inspected, boolean aggressive, Optional<PathProfile> known) {
        this.ceiling = ceiling;
        this.known = known;
        int start = inspected ? 1 : Math.min(8, ceiling);
        this.levels =
                new Levels(
                        ceiling,
                        known.map(PathProfile::streams).orElse(start),
                        inspected,
                        aggressive,
                        connections,
                        rates);
        this.openings = new Openings(inspected);
        this.findings = new Findings(inspected);
        known.ifPresent(profile -> {
            openings.recall(profile.spacing().toMillis());
            requests.recall(profile.requestBytesMax(), profile.firstByte().toMillis());
            findings.recall(profile);
            life.recall(profile.retireAge().toMillis(), profile.retireBytes());
        });
        this.decision = decide(false);
    }

    @Override
    public Decision decision() {
        return decision;
    }

    @Override
    public int ceiling() {
        return ceiling;
    }

    /// Connections that were ended or refused because there were too many.
    public int kills() {
        return kills;
    }

    /// What is known of the path by now.
    public PathProfile learned() {
        return new PathProfile(
                levels.settled(),
                levels.held(),
                levels.wall().map(Wall::streams).orElse(0),
                Duration.ofMillis(levels.certifyMillis()),
                Duration.ofMillis(levels.recoverMillis()),
                Duration.ofMillis(openings.spacingMillis()),
                decision.requestBytesMax(),
                Duration.ofMillis(life.learnedMillis()),
                life.learnedBytes(),
                decision.firstByte(),
                ranges,
                decision.cause(),
                decision.reason());
    }

    @Override
    public Decision observe(PathEvent event) {
        long now = event.atMillis();
        if (!started) {
            started = true;
            known.ifPresent(profile -> levels.recall(profile, now));
        }
        boolean forgiven =
                switch (event) {
                    case PathEvent.Opening(_, var stream) -> {
                        connections.opening(stream, now);
                        openings.opening(now);
                        yield false;
                    }
                    case PathEvent.Opened(_, var stream, _) -> {
                        opened(stream, now);
                        yield false;
                    }
                    case PathEvent.Answered answered -> {
                        answered(answered);
                        yield false;
                    }
                    case PathEvent.Received(_, var stream, var bytes) -> {
                        received(connections.received(stream, bytes, now), now);
                        goodput.received(bytes, now);
                        yield false;
                    }
                    case PathEvent.Completed(_, var stream, _) -> {
                        completed(stream, now);
                        yield false;
                    }
                    case PathEvent.Failed failed -> failed(failed);
                    case PathEvent.RangeIgnored _ -> {
                        ranges = false;
                        yield true;
                    }
                    // `LateVerdict` has it start anew.
                    case PathEvent.Inspected _ -> false;
                    case PathEvent.Ended(_, var stream) -> {
                        connections.remove(stream, now);
                        yield false;
                    }
                    case PathEvent.Tick(_, var bytes) -> {
                        tick(bytes, now);
                        yield false;
                    }
                };
        decision = decide(forgiven && mayForgive(event));
        return decision;
    }

    /// What is the path's way costs no retry, but not without end while no byte comes.
    private boolean mayForgive(PathEvent event) {
        return !(event instanceof PathEvent.Failed) || forgivenInARow++ < ceiling + FORGIVEN_SPARE;
    }

    private void opened(int stream, long now) {
        connections.opened(stream, now);
        long since = connections.of(stream).map(Connections.Connection::openingMillis).orElse(now);
        admittedMillis = Math.max(admittedMillis, since);
        openings.opened(connections.alive(), now);
        findings.answering();
    }

    private void answered(PathEvent.Answered event) {
        long now = event.atMillis();
        if (event.status() < 400) {
            connections.answered(event.stream(), event.requestBytes(), now);
            openings.opened(connections.alive(), now);
            findings.answering();
            if (starvation.isSuspected(now)) {
                requests.queued(event.firstByteMillis());
            } else {
                requests.answered(event.requestBytes(), event.firstByteMillis(), now);
            }
        }
    }

    /// A connection that may carry no more is left, though nobody says so until the next one opens.
    private void completed(int stream, long now) {
        connections.completed(stream, now);
        requests.completed(remaining, now);
        if (connections
                .of(stream)
                .filter(each -> life.isSpent(now - each.openingMillis(), each.bytes()))
                .isPresent()) {
            connections.remove(stream, now);
        }
    }

    private void received(Optional<Connections.Connection> connection, long now) {
        forgivenInARow = 0;
        findings.answering();
        connection.ifPresent(c -> requests.came(c.requestBytes()));
        if (requests.isCapped()) {
            findings.capped(requests.max());
        }
        recovered(connection, now);
    }

    private void recovered(Optional<Connections.Connection> connection, long now) {
        if (recovering
                && connection
                        .filter(c -> c.isAnswered() && c.openingMillis() > endedMillis)
                        .isPresent()) {
            recovering = false;
            levels.recoveredIn(now - endedMillis, moment(now));
        }
    }

    private void tick(long bytes, long now) {
        remaining = bytes;
        aliveMean += ALIVE_SHARE * (connections.alive() - aliveMean);
        goodputNow = goodput.perSecond(requests.epochMillis(), now);
        requests.tick(now);
        if (life.isOutlived(connections, now)) {
            levels.doubt(now);
        }
        rates.advance(connections.alive(), now);
        boolean refusing = levels.wall().filter(Wall.Refusing.class::isInstance).isPresent();
        if (now >= quietUntil) {
            findings.rateLimitOver();
        }
        if (isSilent(now)) {
            levels.pause();
        } else {
            levels.tick(moment(now));
        }
        if (refusing && levels.wall().isEmpty()) {
            openings.wasHaste(now);
        }
        int alive = connections.alive();
        int moving =
                starvation.moving(connections.served(Starvation.WINDOW_MILLIS, now), alive, now);
        if (moving > 0 && !requests.holds() && levels.tryFewer(moving, moment(now))) {
            findings.starved(moving, alive);
        }
    }

    /// Whether no byte comes though one should: where answers are held, they come in lumps.
    private boolean isSilent(long now) {
        return now - connections.lastByteMillis() > Math.max(SILENCE_MILLIS, requests.epochMillis())
                && (connections.alive() == 0 || !requests.holds());
    }

    /// Whether nothing comes on any connection: what happens to new ones then shows nothing of numbers.
    private boolean isMute(long now) {
        long lumps = requests.holds() ? requests.epochMillis() : 0;
        return now - connections.lastByteMillis() > Math.max(MUTE_MILLIS, lumps);
    }

    private Moment moment(long now) {
        return new Moment(
                now,
                connections.alive(),
                requests.epochMillis(),
                goodput.perSecond(requests.epochMillis(), now),
                remaining,
                !requests.holds() && goodput.longestPauseMillis(EVEN_MILLIS, now) < PAUSE_MILLIS);
    }

    private boolean failed(PathEvent.Failed event) {
        long now = event.atMillis();
        int aliveBefore = connections.alive();
        var connection = connections.remove(event.stream(), now);
        boolean wasThere = connection.filter(Connections.Connection::isOpened).isPresent();
        boolean wasUsed = connection.filter(c -> c.isAnswered() || c.bytes() > 0).isPresent();
        boolean inAftermath =
                now - endedMillis < AFTERMATH_MILLIS
                        && connection.filter(c -> c.openingMillis() <= endedMillis).isPresent();
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
                    status(event, status, retryAfter, wasUsed, aliveBefore);
            case TransferFailure.Blocked(_, var page) ->
                    status(event, page.answer().status(), Duration.ZERO, wasUsed, aliveBefore);
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
        kills += cuts.together();
        rates.together();
        findings.together(cuts.together() - 1);
        cuts.settle();
        endedMillis = now;
        recovering = true;
        if (levels.ended(streams, now, moment(now))) {
            findings.endedTogether(streams);
        }
    }

    private boolean refused(long now) {
        int alive = connections.alive();
        if (alive > 0 && isMute(now)) {
            openings.unanswered(now);
            if (isSilent(now)) {
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
        boolean boxed = now - endedMillis < PENALTY_MILLIS_MAX;
        if (boxed && alive > 0 && admittedMillis <= endedMillis) {
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
            PathEvent.Failed event,
            int status,
            Duration retryAfter,
            boolean wasUsed,
            int aliveBefore) {
        long now = event.atMillis();
        boolean othersMove = connections.moving(MOVING_MILLIS, now) > 0;
        boolean asked =
                status == TOO_MANY_REQUESTS || (status == UNAVAILABLE && retryAfter.isPositive());
        if (asked) {
            if (now >= quietUntil) {
                levels.fallTo(Math.max(1, (int) (0.7 * Math.max(aliveBefore, 1))), now);
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

    /// What holds now; the last decision itself if nothing has changed, as it mostly has not.
    private Decision decide(boolean forgiven) {
        var finding = findings.of(levels, openings, requests, ranges);
        double each = goodputNow / Math.max(1, aliveMean);
        long spacing = openings.spacingMillis(life.lastsMillis(each), levels.level());
        long notBefore = openings.notBeforeMillis(connections.alive());
        var last = decision;
        if (last.streams() == levels.level()
                && last.spacing().toMillis() == spacing
                && last.notBeforeMillis() == notBefore
                && last.requestBytesMin() == requests.min()
                && last.requestBytesMax() == requests.max()
                && last.retireAge().toMillis() == life.retireMillis()
                && last.retireBytes() == life.retireBytes()
                && last.firstByte().toMillis() == requests.firstByteMillis()
                && last.ranges() == ranges
                && last.cause() == finding.cause()
                && last.reason().equals(finding.reason())
                && last.forgiven() == forgiven) {
            return last;
        }
        return new Decision(
                levels.level(),
                Duration.ofMillis(spacing),
                notBefore,
                requests.min(),
                requests.max(),
                Duration.ofMillis(life.retireMillis()),
                life.retireBytes(),
                Duration.ofMillis(requests.firstByteMillis()),
                ranges,
                finding.cause(),
                finding.reason(),
                forgiven);
    }
}
