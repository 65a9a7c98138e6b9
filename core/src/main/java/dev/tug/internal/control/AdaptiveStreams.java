package dev.tug.internal.control;

import dev.tug.transfer.PathProfile;

import java.time.Duration;
import java.util.Optional;

/// Finds the fastest setting that a path bears, and tells what stands in the way by how connections
/// end: all at once, at one age, after one number of bytes, when they come too fast, or one by one.
public final class AdaptiveStreams implements StreamControl {
    /// Beside one for each stream, so many failures are forgiven while no byte comes.
    private static final int FORGIVEN_SPARE = 8;

    private final Connections connections = new Connections();
    private final CutRates rates = new CutRates();
    private final Starvation starvation = new Starvation();
    private final Life life = new Life();
    private final RequestLimit requests = new RequestLimit();
    private final Pulse pulse = new Pulse(connections, requests);
    private final Findings findings;
    private final Openings openings;
    private final Levels levels;
    private final Failures failures;
    private final Optional<PathProfile> known;
    private final int ceiling;

    private boolean started;
    private boolean ranges = true;

    /// Failures forgiven since the last byte.
    private int forgivenInARow;

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
        this.failures =
                new Failures(connections, pulse, rates, life, requests, openings, levels, findings);
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
        return failures.kills();
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
                        pulse.received(bytes, now);
                        yield false;
                    }
                    case PathEvent.Completed(_, var stream, _) -> {
                        completed(stream, now);
                        yield false;
                    }
                    case PathEvent.Failed failed -> {
                        openings.troubled();
                        yield failures.failed(failed);
                    }
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
        failures.admitted(since);
        openings.opened(now);
        findings.answering();
    }

    private void answered(PathEvent.Answered event) {
        long now = event.atMillis();
        if (event.status() < 400) {
            connections.answered(event.stream(), event.requestBytes(), now);
            openings.answered(connections.inUse(), now);
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
        requests.completed(pulse.remaining(), now);
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
        failures.received(connection, now);
    }

    private void tick(long bytes, long now) {
        pulse.tick(bytes, now);
        levels.lasting(life.lastsMillis(pulse.each()));
        requests.tick(now);
        if (life.isOutlived(connections, now)) {
            levels.doubt(now);
        }
        rates.advance(connections.alive(), now);
        boolean refusing = levels.wall().filter(Wall.Refusing.class::isInstance).isPresent();
        if (failures.isQuietOver(now)) {
            findings.rateLimitOver();
        }
        if (pulse.isSilent(now)) {
            levels.pause();
        } else {
            levels.tick(pulse.moment(now));
        }
        if (refusing && levels.wall().isEmpty()) {
            openings.wasHaste(now);
        }
        int alive = connections.alive();
        int moving =
                starvation.moving(connections.served(Starvation.WINDOW_MILLIS, now), alive, now);
        if (moving > 0 && !requests.holds() && levels.tryFewer(moving, pulse.moment(now))) {
            findings.starved(moving, alive);
        }
    }

    /// What holds now; the last decision itself if nothing has changed, as it mostly has not.
    private Decision decide(boolean forgiven) {
        var finding = findings.of(levels, openings, requests, ranges);
        long spacing =
                openings.spacingMillis(
                        life.lastsMillis(pulse.each()), levels.level(), levels.spacingMillis());
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
