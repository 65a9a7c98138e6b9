package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tug.blob.ChunkSum;
import dev.tug.blob.Descriptor;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Transport;
import dev.tug.model.Manifest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Brings manifests from registries, and what they say of blobs. Safe for use by many threads.
public final class RegistryClient {
    /// Indexes within indexes: one level is known from some builders, two from none.
    private static final int INDEXES_MAX = 2;

    private final Walker walker;
    private final ManifestRequest manifests;
    private final Patience patience;
    private final InstantSource clock;
    private final Duration stall;

    /// A client for all registries.
    ///
    /// @param architecture of this machine in OCI's words, for indexes: `amd64`, `arm64`
    /// @param clock for `Retry-After` with a date
    /// @param stall the longest silence of a request, see [Request]
    public RegistryClient(
            Transport transport,
            TokenSource tokens,
            String architecture,
            Patience patience,
            InstantSource clock,
            Duration stall) {
        this.walker = new Walker(transport, tokens);
        this.manifests = new ManifestRequest(walker, architecture, clock, stall);
        this.patience = patience;
        this.clock = clock;
        this.stall = stall;
    }

    /// The manifest that `reference` means, checked against every digest that is known for it.
    public Manifest manifest(Repository repository, Reference reference)
            throws RegistryException, InterruptedException {
        return manifest(repository, reference, new AbortSignal(), _ -> {});
    }

    /// The same, to be ended from another thread: by `abort` while it waits for the network, and by an
    /// interrupt between attempts.
    ///
    /// @param waiting told once if nobody answers and that may last, and why
    public Manifest manifest(
            Repository repository,
            Reference reference,
            AbortSignal abort,
            Consumer<TransferFailure> waiting)
            throws RegistryException, InterruptedException {
        var next = reference;
        for (var indexes = 0; indexes <= INDEXES_MAX; indexes++) {
            switch (patiently(repository, next, abort, waiting)) {
                case ParsedManifest.Chosen(var manifest) -> {
                    return manifest;
                }
                case ParsedManifest.Index(var entry) -> next = new Reference.Pinned(entry.digest());
                case ParsedManifest.Bad(var reason) -> throw bad(repository, reason);
            }
        }
        throw bad(repository, "is an index of indexes of indexes");
    }

    /// What the pieces of `blob` must hash to, asked once; empty if the registry does not say, or says
    /// what cannot be so.
    public List<ChunkSum> chunkSums(Repository repository, Descriptor blob, AbortSignal abort)
            throws TransferException {
        var request =
                Request.get(repository.chunkSums(blob.digest()), stall)
                        .with("Accept-Encoding", "identity");
        try (var response = walker.walk(repository, request, abort).response()) {
            if (response.status() != 200) {
                return List.of();
            }
            var bytes = Bodies.read(response, ChunkSumsText.BYTES_MAX, clock);
            return bytes.length > ChunkSumsText.BYTES_MAX
                    ? List.of()
                    : ChunkSumsText.parse(new String(bytes, US_ASCII), blob.size());
        }
    }

    private ParsedManifest patiently(
            Repository repository,
            Reference reference,
            AbortSignal abort,
            Consumer<TransferFailure> waiting)
            throws RegistryException, InterruptedException {
        var silence = new Silence(patience, clock);
        for (var attempt = 1; ; attempt++) {
            try {
                return manifests.send(repository, reference, abort);
            } catch (TransferException e) {
                if (abort.isAborted()) {
                    throw new RegistryException(new PullFailure.Interrupted(), e);
                }
                if (Passing.isUnanswered(e.failure()) && silence.isBearable(e.failure())) {
                    silence.knock(e.failure(), waiting);
                } else if (attempt - silence.knocks() < patience.attempts()
                        && Passing.isTransient(e.failure())
                        && !Passing.isUnanswered(e.failure())) {
                    patience.pause(attempt - silence.knocks(), Passing.retryAfter(e.failure()));
                } else {
                    throw new RegistryException(
                            verdict(repository, reference, attempt, e.failure()), e);
                }
            }
        }
    }

    private static PullFailure verdict(
            Repository repository, Reference reference, int attempts, TransferFailure failure) {
        var what = "manifest of " + repository.path() + separator(reference) + reference.text();
        if (failure instanceof TransferFailure.Refused refused) {
            var detail = detail(refused);
            switch (refused.status()) {
                case 401, 403 -> {
                    return new PullFailure.Unauthorized(refused.host(), detail);
                }
                case 404 -> {
                    return new PullFailure.NotFound(repository.host(), what);
                }
                // Ollama's registry wants a newer client (ollama 2.1).
                case 412 -> {
                    return new PullFailure.BadManifest(refused.host(), detail);
                }
                default -> {}
            }
        }
        return new PullFailure.Network(what, attempts, failure);
    }

    private static String detail(TransferFailure.Refused refused) {
        return refused.snippet().isEmpty() ? "HTTP " + refused.status() : refused.snippet();
    }

    private static String separator(Reference reference) {
        return reference instanceof Reference.Pinned ? "@" : ":";
    }

    private static RegistryException bad(Repository repository, String reason) {
        return new RegistryException(new PullFailure.BadManifest(repository.host(), reason), null);
    }
}
