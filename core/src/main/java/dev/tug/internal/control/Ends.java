package dev.tug.internal.control;

import java.util.OptionalInt;

/// What follows from an end of all connections: whether there were too many, which number to go on
/// with, and what is known once bytes flow again.
final class Ends {
    /// An end of all is dear if it takes more than this share of the rest of the pull.
    private static final double DEAR_SHARE = 0.1;

    /// The boxes of the issue reports let nobody in for 10 s after an end of all, none for more than 30 s.
    private static final long PENALTY_MILLIS_MAX = 35_000;

    /// What took longer was the link's doing, and is not to be feared of the next end.
    private static final long PRICE_MILLIS_MAX = 60_000;

    private final Stage stage;
    private final Connections connections;
    private final Walls walls;
    private final Wager wager;
    private final Proof proof;
    private final Tries probes;
    private final Bearing bearing;
    private final Fuse fuse = new Fuse();

    /// The number before all were ended, where no wall was known; empty if one was.
    private OptionalInt fell = OptionalInt.empty();

    /// How many are borne, as two ends of all have told.
    private OptionalInt borne = OptionalInt.empty();

    /// Whether the last end came too soon to have the cause of those before it; one may, not two.
    private boolean wasTooSoon;

    /// Whether an end of all has been taken for an outage; the next one is not.
    private boolean excused;

    Ends(
            Stage stage,
            Connections connections,
            Walls walls,
            Wager wager,
            Proof proof,
            Tries probes,
            Bearing bearing) {
        this.stage = stage;
        this.connections = connections;
        this.walls = walls;
        this.wager = wager;
        this.proof = proof;
        this.probes = probes;
        this.bearing = bearing;
    }

    /// All of `streams` connections were ended together. Returns false if that is let pass once, for
    /// the number had held for long.
    ///
    /// @param firstMillis when the first of them was
    boolean ended(int streams, long firstMillis, Moment moment) {
        long now = moment.nowMillis();
        bearing.ended(streams);
        boolean isTooSoon = !wasTooSoon && fuse.isTooSoon(connections, now);
        boolean isLetPass =
                stage.phase() instanceof Phase.Bear
                        || isTooSoon
                        || proof.isStrikeFree(streams, stage.phase() instanceof Phase.Hold, now);
        wasTooSoon = isTooSoon;
        if (isLetPass) {
            fell = OptionalInt.empty();
            stage.again();
            return false;
        }
        int most = stage.phase() instanceof Phase.Probe(var before, _, _) ? before + 1 : 0;
        endedAbove(Math.max(streams, most), firstMillis, moment);
        return true;
    }

    private void endedAbove(int streams, long firstMillis, Moment moment) {
        long now = moment.nowMillis();
        fell = walls.get().isEmpty() ? OptionalInt.of(stage.level()) : OptionalInt.empty();
        proof.ended(streams);
        wager.lost();
        borne = told(streams, firstMillis, now);
        walls.found(new Wall.Ending(borne.orElse(streams - 1) + 1), now);
        borne.ifPresent(proof::told);
        int next = borne.orElseGet(() -> below(streams, moment));
        proof.took(connections.millisAbove(next, now));
        probes.notBefore(now);
        stage.enter(next > proof.held() ? new Phase.Certify() : new Phase.Hold(), next);
    }

    /// How many are borne, if the ends of all tell.
    private OptionalInt told(int streams, long firstMillis, long nowMillis) {
        boolean wrong = borne.isPresent() && streams <= borne.getAsInt();
        if (wrong) {
            fuse.forget();
        }
        var told = fuse.ended(connections, proof.ownHeld(), firstMillis, nowMillis);
        // Where connections last no longer than that, more than are borne may run without harm.
        return proof.lastsMillis() > fuse.millis(told) ? told : OptionalInt.empty();
    }

    /// The number to go on with after all of `streams` were ended: what held, or something between if
    /// it is worth the risk; the law of the design where nothing has held yet.
    private int below(int streams, Moment moment) {
        if (proof.held() >= 1) {
            return next(proof.held(), moment).orElse(proof.held());
        }
        int next = streams <= 8 ? streams / 2 : (int) Math.sqrt(streams);
        return Math.clamp(next, 1, Math.max(1, streams - 1));
    }

    /// More than `level`, if that is worth what an end of all would cost.
    OptionalInt next(int level, Moment moment) {
        return wager.next(level, walls, proof.certifyMillis(), fuse.mayTell(), moment);
    }

    /// More time between connections that are added, so that the next end of all tells which was too many.
    long spacingMillis() {
        boolean unproved =
                stage.phase() instanceof Phase.Certify || stage.phase() instanceof Phase.Probe;
        return unproved && walls.isEnding() && fuse.mayTell() ? Fuse.APART_MILLIS : 0;
    }

    /// Bytes flow again, `millis` after all connections were ended. Returns whether that took so long
    /// that one stream runs until it is known what it brings.
    boolean recoveredIn(long millis, Moment moment) {
        if (millis > PENALTY_MILLIS_MAX && fell.isPresent() && !excused) {
            // No box keeps the door closed for so long: the link was down. If one does, it will
            // again.
            excused = true;
            fuse.forget();
            walls.disproved();
            stage.enter(new Phase.Certify(), fell.getAsInt());
            return false;
        }
        fell = OptionalInt.empty();
        long price = Math.min(millis, PRICE_MILLIS_MAX);
        wager.recoveredIn(price);
        boolean isDear =
                stage.phase() instanceof Phase.Certify
                        && proof.held() == 0
                        && price > DEAR_SHARE * wager.restMillis(moment);
        if (isDear) {
            proof.atLeastOne();
            stage.enter(new Phase.Hold(), 1);
        }
        double brought = bearing.recovered(moment);
        if (stage.phase() instanceof Phase.Bear(var before, var goodput) && brought < goodput) {
            bearing.forget();
            stage.enter(new Phase.Hold(), before);
        }
        return isDear;
    }
}
