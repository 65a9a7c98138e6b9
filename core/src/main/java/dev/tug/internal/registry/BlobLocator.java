package dev.tug.internal.registry;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Terms;
import dev.tug.internal.http.Transport;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Opens blobs: knows where their bytes are, or finds out with the very request that wants them.
///
/// The first stream of a blob follows the registry's redirects with its range, so that a registry that
/// serves bytes itself is asked once; the address where they end serves all other streams until it
/// ends or refuses. Safe for use by many threads.
public final class BlobLocator {
    /// Blobs remembered: models of tensors have thousands, and a forgotten one costs one redirect.
    private static final int PLACES_MAX = 4096;

    /// How long a stream waits for another one to find its blob: a walk is a few round trips, and one
    /// that takes longer may be held up on a connection of its own.
    private static final Duration SEARCH_MAX = Duration.ofSeconds(10);

    private final Walker walker;
    private final InstantSource clock;
    private final Duration stall;
    private final Duration searchMax;
    private final Recent<Key, Place> places = new Recent<>(PLACES_MAX, Place::new);

    private record Key(Repository repository, Digest digest) {}

    /// A locator that knows no blob yet.
    ///
    /// @param clock tells when presigned addresses end
    /// @param stall the longest silence of a request, see [Request]
    public BlobLocator(
            Transport transport, TokenSource tokens, InstantSource clock, Duration stall) {
        this(transport, tokens, clock, stall, SEARCH_MAX);
    }

    BlobLocator(
            Transport transport,
            TokenSource tokens,
            InstantSource clock,
            Duration stall,
            Duration searchMax) {
        this.walker = new Walker(transport, tokens);
        this.clock = clock;
        this.stall = stall;
        this.searchMax = searchMax;
    }

    /// A call for bytes of a blob that waits as long as all calls do.
    ///
    /// @param fresh whether no idle connection may be used
    Call open(Repository repository, Descriptor blob, Optional<ByteRange> range, boolean fresh) {
        return open(repository, blob, range, Terms.of(stall).onFresh(fresh));
    }

    /// A call for bytes of a blob.
    ///
    /// Its answer has the status 200, 206, 416 or 501 and comes with whatever body the last server sent:
    /// what of it is the blob is the caller's to judge. Any other status is thrown as a refusal.
    ///
    /// @param range the bytes to ask for; empty asks for the whole blob without a `Range` field
    public Call open(
            Repository repository, Descriptor blob, Optional<ByteRange> range, Terms terms) {
        var request =
                Request.get(repository.blob(blob.digest()), terms)
                        .with("Accept-Encoding", "identity");
        return new BlobCall(
                walker,
                clock,
                places.of(new Key(repository, blob.digest())),
                searchMax,
                repository,
                blob,
                range.map(bytes -> request.with("Range", bytes.header())).orElse(request));
    }
}
