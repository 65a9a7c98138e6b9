package dev.tug.internal.registry;

import dev.tug.blob.Digest;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.page.Printable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Asks for a manifest once, and checks what comes against every digest that is known for it.
final class ManifestRequest {
    private final Walker walker;
    private final ManifestParser parser;
    private final InstantSource clock;
    private final Duration stall;

    ManifestRequest(Walker walker, String architecture, InstantSource clock, Duration stall) {
        this.walker = walker;
        this.parser = new ManifestParser(architecture);
        this.clock = clock;
        this.stall = stall;
    }

    ParsedManifest send(Repository repository, Reference reference, AbortSignal abort)
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
}
