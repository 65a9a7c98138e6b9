package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.FixedStreams;
import dev.tug.internal.control.StreamControl;
import dev.tug.internal.http.ApacheTransport;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.Dialling;
import dev.tug.internal.http.ForwardingResponse;
import dev.tug.internal.http.HttpSettings;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.http.Terms;
import dev.tug.internal.http.Transport;
import dev.tug.internal.rate.FewStreams;
import dev.tug.internal.rate.PacedCall;
import dev.tug.internal.rate.Throttle;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.StagedBlob;
import dev.tug.internal.store.StoreException;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;
import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.LabCdn;
import dev.tug.transfer.Cause;
import dev.tug.transfer.FlightRecord;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// A transfer between a lab CDN and a store, with the news of it gathered and its promises checked.
final class TransferRig implements AutoCloseable, TransferListener {
    final LabCdn cdn;
    final ModelStore store;
    final StreamGate gate = new StreamGate();
    final List<Duration> delays = new CopyOnWriteArrayList<>();

    /// Progress that no blob can make.
    final List<String> oddities = new CopyOnWriteArrayList<>();

    final List<Descriptor> stored = new CopyOnWriteArrayList<>();
    final List<TransferFailure> retried = new CopyOnWriteArrayList<>();
    final List<String> changes = new CopyOnWriteArrayList<>();
    final List<FlightRecord> flights = new CopyOnWriteArrayList<>();
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final List<String> waits = new CopyOnWriteArrayList<>();

    /// Keys and trust stores take longer than most transfers here.
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create("CN=Transfer Test CA");

    private static final Map<String, Tls> TRUST = new ConcurrentHashMap<>();

    private final Map<Descriptor, Long> completed = new ConcurrentHashMap<>();
    private final AtomicInteger responses = new AtomicInteger();
    private final AtomicInteger responsesMax = new AtomicInteger();
    private Transport transport;
    private Duration stall = Duration.ofSeconds(5);
    private Duration outage = Duration.ofSeconds(5);
    private BooleanSupplier away = () -> false;

    /// Attempts to reach somebody while nobody was there.
    final AtomicInteger knocks = new AtomicInteger();

    private StreamControl control = new FixedStreams(16);
    private Optional<Throttle> throttle = Optional.empty();
    private Optional<SumsCall> sums = Optional.empty();
    private WaitClock clock = WaitClock.of(() -> System.nanoTime() / 1_000_000);

    TransferRig(Path directory) throws IOException {
        cdn = LabCdn.start(AUTHORITY);
        store = new ModelStore(directory.resolve("models"));
        transport = transport("");
    }

    private Transport transport(String morePem) throws IOException {
        // The file is read when it is first needed, perhaps for a later rig.
        var pem = Files.createTempFile("tug-test-ca", ".pem");
        pem.toFile().deleteOnExit();
        Files.writeString(pem, AUTHORITY.pem() + morePem);
        var trust =
                TRUST.computeIfAbsent(
                        morePem,
                        _ ->
                                Tls.of(
                                        TlsSettings.of(List.of(pem)),
                                        InstantSource.system(),
                                        warnings::add));
        return new ApacheTransport(new HttpSettings(trust, "test", stall));
    }

    /// The authority of the CDN.
    CertificateAuthority authority() {
        return AUTHORITY;
    }

    /// Trusts one more authority.
    TransferRig trust(CertificateAuthority other) throws IOException {
        transport.close();
        transport = transport(other.pem());
        return this;
    }

    TransferRig control(StreamControl other) {
        control = other;
        return this;
    }

    TransferRig stall(Duration other) {
        stall = other;
        return this;
    }

    TransferRig outage(Duration other) {
        outage = other;
        return this;
    }

    /// Reads through a throttle without a limit, as a user's pull does.
    TransferRig throttled() {
        throttle = Optional.of(new Throttle(System::nanoTime));
        return this;
    }

    /// Knows what the pieces of blobs must be.
    TransferRig sums(SumsCall call) {
        sums = Optional.of(call);
        return this;
    }

    /// Has nobody answer while `other` holds; asked once for each request.
    TransferRig away(BooleanSupplier other) {
        away = other;
        return this;
    }

    TransferRig clock(WaitClock other) {
        clock = other;
        return this;
    }

    static Descriptor descriptor(GeneratedBlob blob) {
        return new Descriptor(
                "application/octet-stream", Digest.parse(blob.digest()).orElseThrow(), blob.size());
    }

    /// Brings `blobs` home.
    Transfer.Totals pull(GeneratedBlob... blobs)
            throws TransferFailed, StoreException, InterruptedException {
        var waiting = new ArrayDeque<GeneratedBlob>(List.of(blobs));
        waiting.forEach(cdn::add);
        completed.clear();
        try {
            return run(waiting);
        } finally {
            assertThat(oddities).isEmpty();
            assertThat(threads()).isEmpty();
        }
    }

    private Transfer.Totals run(Queue<GeneratedBlob> waiting)
            throws TransferFailed, StoreException, InterruptedException {
        return new Transfer(
                        transport,
                        new BlobSource() {
                            @Override
                            public Call open(
                                    Descriptor blob, Optional<ByteRange> range, Terms terms) {
                                return TransferRig.this.open(blob, range, terms);
                            }

                            @Override
                            public Optional<SumsCall> sums(Descriptor blob) {
                                return sums;
                            }
                        },
                        throttle.<StreamControl>map(t -> new FewStreams(control, t))
                                .orElse(control),
                        gate,
                        new Transfer.Patience(6, stall, outage, outage),
                        clock,
                        new SplittableRandom(1),
                        this)
                .run(() ->
                        waiting.isEmpty()
                                ? Optional.empty()
                                : Optional.of(stage(waiting.remove())));
    }

    StagedBlob stage(GeneratedBlob blob) throws StoreException {
        return StagedBlob.open(store, descriptor(blob));
    }

    /// Puts all bytes of a blob where an interrupted pull leaves them.
    void stageAll(GeneratedBlob blob) throws StoreException {
        try (var staged = stage(blob)) {
            var bytes = new byte[Math.toIntExact(blob.size())];
            blob.read(0, bytes, 0, bytes.length);
            staged.write(ByteBuffer.wrap(bytes), 0);
            staged.recorded(new ByteRange(0, bytes.length));
        }
    }

    private Call open(Descriptor blob, Optional<ByteRange> range, Terms terms) {
        var uri = URI.create(cdn.locationOf(blob.digest().hex()));
        var request = Request.get(uri, terms);
        var call =
                transport.call(range.map(r -> request.with("Range", r.header())).orElse(request));
        return counted(
                throttle.<Call>map(t -> new PacedCall(call, t, _ -> {})).orElse(call),
                terms.dialling());
    }

    /// The most requests that were out at one time.
    int streamsMax() {
        return responsesMax.get();
    }

    /// Bytes of a blob on disk, as last told.
    long completed(GeneratedBlob blob) {
        return completed.getOrDefault(descriptor(blob), 0L);
    }

    /// The SHA-256 of the blob's file in the store.
    String digestInStore(GeneratedBlob blob) throws IOException {
        var hash = Digest.sha256();
        try (var in =
                new DigestInputStream(
                        Files.newInputStream(store.blobPath(descriptor(blob).digest())), hash)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Digest.of(hash).toString();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("tug-"))
                .toList();
    }

    private Call counted(Call call, Dialling dialling) {
        return new Call() {
            @Override
            public Response send() throws TransferException {
                if (away.getAsBoolean()) {
                    throw new TransferException(inVain(dialling));
                }
                responsesMax.accumulateAndGet(responses.incrementAndGet(), Math::max);
                try {
                    return counted(call.send());
                } catch (TransferException e) {
                    responses.decrementAndGet();
                    throw e;
                }
            }

            @Override
            public void abort() {
                call.abort();
            }
        };
    }

    /// Streams take turns at the door, as they do where connections are opened.
    private TransferFailure inVain(Dialling dialling) {
        try {
            if (dialling.opening()) {
                knocks.incrementAndGet();
                return new TransferFailure.Unreachable("127.0.0.1", "no route to host");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new TransferFailure.Cut("127.0.0.1", 0, "aborted");
    }

    private Response counted(Response response) {
        return new ForwardingResponse(response) {
            @Override
            public void close() {
                super.close();
                responses.decrementAndGet();
            }
        };
    }

    /// Waits until `bytes` of a blob are known to be on disk.
    void awaitCompleted(GeneratedBlob blob, long bytes) {
        synchronized (completed) {
            while (completed(blob) < bytes) {
                try {
                    completed.wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Override
    public void progress(Descriptor blob, long bytes, int streams) {
        var before = completed.put(blob, bytes);
        synchronized (completed) {
            completed.notifyAll();
        }
        if (bytes < 0 || bytes > blob.size()) {
            oddities.add(bytes + " of " + blob.size() + " bytes");
        }
        if (before != null && bytes < before && warnings.isEmpty()) {
            oddities.add("back from " + before + " to " + bytes);
        }
    }

    @Override
    public void stored(Descriptor blob) {
        stored.add(blob);
    }

    @Override
    public void verifying() {}

    @Override
    public void retrying(Descriptor blob, TransferFailure failure, int inARow, Duration delay) {
        retried.add(failure);
        delays.add(delay);
    }

    @Override
    public void streamsChanged(int before, int after, Cause cause, String reason) {
        changes.add(before + " to " + after + ": " + reason);
    }

    @Override
    public void connectionEnded(FlightRecord flight) {
        flights.add(flight);
    }

    @Override
    public void waiting(String reason) {
        waits.add(reason);
    }

    @Override
    public void warning(String text) {
        warnings.add(text);
    }

    @Override
    public void close() {
        transport.close();
        cdn.close();
    }
}
