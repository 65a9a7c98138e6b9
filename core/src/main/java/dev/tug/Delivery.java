package dev.tug;

import dev.tug.internal.rate.FewStreams;
import dev.tug.internal.rate.PacedCall;
import dev.tug.internal.registry.Repository;
import dev.tug.internal.store.StagedBlob;
import dev.tug.internal.store.StoreException;
import dev.tug.internal.transfer.BlobIntake;
import dev.tug.internal.transfer.Transfer;
import dev.tug.internal.transfer.TransferFailed;
import dev.tug.internal.transfer.WaitClock;
import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import java.time.Duration;
import java.util.Optional;

/// Brings blobs of one repository into the store, in as many transfers as it takes while somebody
/// else is at some of them, and adds up what they cost.
final class Delivery {
    /// How often it is looked whether somebody else is done with a blob.
    private static final Duration BUSY_POLL = Duration.ofMillis(250);

    private final TugConfig config;
    private final Engine engine;
    private final EventRelay events;
    private final Repository repository;
    private long fetched;
    private int connections;
    private int cuts;
    private int streams;
    private long again;
    private int kills;
    private String learned = "";
    private boolean hasToldOfProfile;

    Delivery(TugConfig config, Engine engine, EventRelay events, Repository repository) {
        this.config = config;
        this.engine = engine;
        this.events = events;
        this.repository = repository;
        this.streams = config.streamsMax();
    }

    /// Returns when all of `blobs` are in the store.
    void bring(MissingBlobs blobs) throws StoreException, TransferFailed, InterruptedException {
        long toldHolder = -1;
        while (blobs.retryBusy()) {
            try (var first = new First(blobs)) {
                if (first.isThere()) {
                    transfer(first);
                }
            }
            if (blobs.isWaiting()) {
                if (toldHolder != blobs.holder()) {
                    toldHolder = blobs.holder();
                    events.on(
                            new PullEvent.Waiting(
                                    "another pull (process %d) is bringing in the same blob"
                                            .formatted(toldHolder)));
                }
                blobs.tellOfBusy();
                // Another process wakes nobody; how far it has come is looked at each time.
                Thread.sleep(BUSY_POLL);
            }
        }
    }

    private void transfer(BlobIntake blobs)
            throws StoreException, TransferFailed, InterruptedException {
        var egress = engine.egress().apply(repository.base());
        var expected = events.onlookers().expected(egress.to(repository.host()));
        var path = egress.inspectedBy(expected).to(repository.host());
        var known = engine.memory().recall(path);
        var steering = Steering.of(config, known, expected.isPresent());
        known.ifPresent(profile -> tellOf(profile, steering));
        var throttle = config.bandwidth().throttle();
        var control = new FewStreams(steering.control(), throttle);
        var transfer =
                new Transfer(
                        engine.transport(),
                        new RepositoryBlobs(
                                engine,
                                repository,
                                call ->
                                        new PacedCall(
                                                call,
                                                throttle,
                                                config.bandwidth().yielding()::peer)),
                        control,
                        engine.gate(),
                        new Transfer.Patience(
                                config.attempts(),
                                config.stall(),
                                fetched > 0 ? config.outage() : config.firstAnswer(),
                                config.outage()),
                        WaitClock.of(engine.clockMillis()),
                        engine.random(),
                        events);
        boolean isLesson = true;
        if (config.yielding()) {
            config.bandwidth().yielding().enter();
        }
        try {
            var totals = transfer.run(blobs);
            fetched += totals.fetched();
            connections += totals.connections();
            cuts += totals.cuts();
            streams = totals.streams();
            again += totals.again();
        } catch (TransferFailed e) {
            // What stopped a pull may be anything but what the path bears.
            isLesson = false;
            throw e;
        } finally {
            if (config.yielding()) {
                config.bandwidth().yielding().leave();
            }
            events.onlookers().keep();
            var profile = steering.learned();
            learned = profile.reason();
            kills += steering.kills();
            if (isLesson && !isCapped(profile, known) && !control.wasBound()) {
                engine.memory()
                        .learn(
                                egress.inspectedBy(events.onlookers().proved())
                                        .to(repository.host()),
                                profile);
            }
        }
    }

    /// Whether the user allowed fewer streams than the path is known to bear: that all of them were
    /// used says nothing of it.
    private boolean isCapped(PathProfile learned, Optional<PathProfile> known) {
        return learned.streams() >= config.streamsMax()
                && known.filter(profile -> profile.streams() > config.streamsMax()).isPresent();
    }

    /// Says, once, why a pull starts where an earlier one ended, unless nothing stood in its way.
    private void tellOf(PathProfile known, Steering steering) {
        if (hasToldOfProfile || known.reason().isEmpty()) {
            return;
        }
        hasToldOfProfile = true;
        events.streamsChanged(
                config.streamsMax(),
                steering.control().decision().streams(),
                Cause.PROFILE,
                known.reason());
    }

    /// Body bytes that came over the network.
    long fetched() {
        return fetched;
    }

    /// Connections opened.
    int connections() {
        return connections;
    }

    /// Connections that broke and were survived.
    int cuts() {
        return cuts;
    }

    /// Streams allowed at the end.
    int streams() {
        return streams;
    }

    /// Bytes that came more than once.
    long again() {
        return again;
    }

    /// Connections that something ended because there were too many.
    int kills() {
        return kills;
    }

    /// What holds of the path, in words; empty if nothing stood in the way.
    String learned() {
        return learned;
    }

    /// An intake whose first blob is opened before there is a transfer for it: while all that is left
    /// is somebody else's, there need not be one.
    private static final class First implements BlobIntake, AutoCloseable {
        private final BlobIntake rest;
        private final Optional<StagedBlob> blob;
        private boolean handedOver;

        First(BlobIntake rest) throws StoreException {
            this.rest = rest;
            this.blob = rest.next();
        }

        boolean isThere() {
            return blob.isPresent();
        }

        @Override
        public Optional<StagedBlob> next() throws StoreException {
            if (handedOver) {
                return rest.next();
            }
            handedOver = true;
            return blob;
        }

        /// Closes a blob that no transfer took; one that did has closed it.
        @Override
        public void close() throws StoreException {
            if (blob.isPresent()) {
                blob.get().close();
            }
        }
    }
}
