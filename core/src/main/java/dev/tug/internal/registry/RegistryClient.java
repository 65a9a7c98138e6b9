package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tug.blob.ChunkSum;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.Page;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.http.Transport;
import dev.tug.internal.page.Printable;
import dev.tug.model.Manifest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Brings manifests from registries, and what they say of blobs. Safe for use by many threads.
public final class RegistryClient {
    /// Indexes within indexes: one level is known from some builders, two from none.
    private static final int INDEXES_MAX = 2;

    /// Definite answers of name servers in a row, and the wait before, that are believed: who has
    /// mistyped a name is told soon, and a link that is just coming up has a moment.
    private static final int DEFINITE_MAX = 3;

    private static final Duration NAME_DOUBTED = Duration.ofSeconds(3);

    /// So often in a row somebody speaks no TLS before it is believed: no clock mends a wrong port.
    private static final int PLAIN_MAX = 2;

    /// What passes within the first second is not worth a word.
    private static final int KNOCKS_UNTOLD = 2;

    private final Walker walker;
    private final ManifestParser parser;
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
        this.parser = new ManifestParser(architecture);
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
        var silence = new Silence(clock.instant());
        for (var attempt = 1; ; attempt++) {
            try {
                return attempt(repository, reference, abort);
            } catch (TransferException e) {
                if (abort.isAborted()) {
                    throw new RegistryException(new PullFailure.Interrupted(), e);
                }
                if (isUnanswered(e.failure()) && silence.isBearable(e.failure())) {
                    silence.knock(e.failure(), waiting);
                } else if (attempt - silence.knocks < patience.attempts()
                        && isTransient(e.failure())
                        && !isUnanswered(e.failure())) {
                    patience.pause(attempt - silence.knocks, retryAfter(e.failure()));
                } else {
                    throw new RegistryException(
                            verdict(repository, reference, attempt, e.failure()), e);
                }
            }
        }
    }

    /// A time in which nobody answers: the clock then counts, and not the attempts.
    private final class Silence {
        private final Instant since;
        private Duration slept = Duration.ZERO;
        private int knocks;
        private int definite;
        private int plain;
        private boolean isTold;

        Silence(Instant since) {
            this.since = since;
        }

        /// A wall clock may be set back meanwhile; the sleep alone is a lower bound.
        boolean isBearable(TransferFailure failure) {
            definite = isDefinite(failure) ? definite + 1 : 0;
            plain = isPlain(failure) ? plain + 1 : 0;
            if (plain >= PLAIN_MAX
                    || (definite >= DEFINITE_MAX && slept.compareTo(NAME_DOUBTED) >= 0)) {
                return false;
            }
            var passed = Duration.between(since, clock.instant());
            return slept.compareTo(patience.firstAnswer()) < 0
                    && passed.compareTo(patience.firstAnswer()) < 0;
        }

        void knock(TransferFailure failure, Consumer<TransferFailure> waiting)
                throws InterruptedException {
            knocks++;
            if (knocks >= KNOCKS_UNTOLD && !isTold && definite == 0) {
                isTold = true;
                waiting.accept(failure);
            }
            slept = slept.plus(patience.pauseUnanswered(knocks));
        }
    }

    /// Whether a name server has said for good that there is no address.
    private static boolean isDefinite(TransferFailure failure) {
        return failure.reason() instanceof TransferFailure.Unresolved(_, var trouble)
                && trouble.isDefinite();
    }

    private static boolean isPlain(TransferFailure failure) {
        return failure.reason() instanceof TransferFailure.HandshakeFailed handshake
                && handshake.isPlain();
    }

    /// Whether nobody answered at all.
    private static boolean isUnanswered(TransferFailure failure) {
        return failure instanceof TransferFailure.Unresolved
                || failure instanceof TransferFailure.Unreachable
                || failure instanceof TransferFailure.ProxyUnreachable
                || failure instanceof TransferFailure.HandshakeFailed
                || (failure instanceof TransferFailure.ProxyRefused refused
                        && isTransient(refused.status()));
    }

    private ParsedManifest attempt(Repository repository, Reference reference, AbortSignal abort)
            throws TransferException {
        var request =
                Request.get(repository.manifest(reference), stall)
                        .with("Accept", MediaTypes.ACCEPT)
                        .with("Accept-Encoding", "identity");
        try (var response = walker.walk(repository, request, abort).response()) {
            if (response.status() != 200) {
                throw new TransferException(Refusal.of(response, clock.instant()));
            }
            return parse(response, reference);
        }
    }

    private ParsedManifest parse(Response response, Reference reference) throws TransferException {
        var encoding = response.header("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            return new ParsedManifest.Bad("is encoded as " + Printable.of(encoding));
        }
        var bytes = Bodies.read(response, ManifestParser.BYTES_MAX, clock);
        var contentType = response.header("Content-Type").orElse("");
        if (Refusal.sight(response, bytes).isHtml()) {
            throw new TransferException(Refusal.of(response, bytes, clock.instant()));
        }
        var digest = digest(response, reference);
        if (digest.isPresent()
                && bytes.length <= ManifestParser.BYTES_MAX
                && !digest.get().equals(Digest.of(bytes))) {
            throw new TransferException(
                    new TransferFailure.Corrupt(digest.get(), Digest.of(bytes)));
        }
        return parser.parse(bytes, contentType, digest);
    }

    /// The digest asked for, or else the one announced.
    private static Optional<Digest> digest(Response response, Reference reference) {
        return switch (reference) {
            case Reference.Pinned(var digest) -> Optional.of(digest);
            case Reference.Tag _ -> response.header("Docker-Content-Digest").flatMap(Digest::parse);
        };
    }

    /// Whether the same request may well succeed later.
    private static boolean isTransient(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Unresolved _,
                    TransferFailure.Unreachable _,
                    TransferFailure.ProxyUnreachable _,
                    TransferFailure.HandshakeFailed _,
                    TransferFailure.Cut _,
                    TransferFailure.Stalled _,
                    TransferFailure.Corrupt _ ->
                    true;
            case TransferFailure.Refused refused ->
                    isTransient(refused.status())
                            && refused.retryAfter().compareTo(Patience.RETRY_AFTER_MAX) <= 0;
            // A filter that is asked again and again may take that for an attack.
            case TransferFailure.Blocked(_, var page) -> page.kind() == Page.Kind.PROXY;
            case TransferFailure.ProxyRefused refused -> isTransient(refused.status());
            case TransferFailure.Untrusted _,
                    TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.WrongRange _,
                    TransferFailure.BadRedirect _ ->
                    false;
        };
    }

    private static boolean isTransient(int status) {
        return switch (status) {
            case 408, 425, 429 -> true;
            // Not implemented, version not supported, and a portal that wants a login (RFC 6585 6).
            case 501, 505, 511 -> false;
            default -> status >= 500;
        };
    }

    private static Duration retryAfter(TransferFailure failure) {
        return failure instanceof TransferFailure.Refused refused
                ? refused.retryAfter()
                : Duration.ZERO;
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
