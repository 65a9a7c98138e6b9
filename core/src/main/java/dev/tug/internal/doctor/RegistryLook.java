package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.http.Terms;
import dev.tug.internal.registry.AbortSignal;
import dev.tug.internal.registry.Reference;
import dev.tug.internal.registry.Refusal;
import dev.tug.internal.registry.RegistryClient;
import dev.tug.internal.registry.RegistryException;
import dev.tug.internal.registry.Repository;
import dev.tug.model.Manifest;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// Looks at what a registry answers.
final class RegistryLook {
    private static final int GREETING_BYTES_MAX = 64 << 10;
    private static final int MOVED = 300;
    private static final int BAD = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final Tools tools;
    private final RegistryClient registry;
    private final URI base;
    private final Terms terms;

    RegistryLook(Tools tools, RegistryClient registry, URI base, Terms terms) {
        this.tools = tools;
        this.registry = registry;
        this.base = base;
        this.terms = terms;
    }

    /// Asks for `/v2/`: what it answered, or why it did not.
    Optional<TransferFailure> greet() {
        try (var response = tools.witness().call(Request.get(base.resolve("/v2/"), terms)).send()) {
            int status = response.status();
            boolean isPage =
                    response.header("Content-Type")
                            .filter(type -> type.toLowerCase(Locale.ROOT).contains("html"))
                            .isPresent();
            // Without a right to anything a registry says 401, and some know no such address.
            boolean isUsual = status < BAD || status == UNAUTHORIZED || status == NOT_FOUND;
            if (isUsual && (!isPage || (status >= MOVED && status < BAD) || status == NOT_FOUND)) {
                drain(response);
                return Optional.empty();
            }
            return Optional.of(Refusal.of(response, tools.calendar().instant()));
        } catch (TransferException e) {
            return Optional.of(e.failure());
        }
    }

    /// To the end, so that the connection serves on: another handshake may take long. An answer that
    /// does not say where it ends may have none.
    private void drain(Response response) throws TransferException {
        if (response.length() < 0 || response.length() > GREETING_BYTES_MAX) {
            return;
        }
        var buffer = tools.witness().newBuffer();
        while (response.read(buffer.clear()) >= 0) {
            // What it says does not matter.
        }
    }

    /// Notes what came of [#greet].
    ///
    /// @param isFinal whether nothing else tells of the registry; a manifest matters more
    void noteGreeting(Optional<TransferFailure> failure, boolean isFinal) {
        var host = base.getHost();
        if (failure.isPresent() && !isFinal) {
            tools.note(
                    Check.warn(
                            "registry",
                            host,
                            failure.get().summary() + "; the manifest decides",
                            Cause.NONE));
            return;
        }
        tools.note(
                failure.map(what ->
                                Check.fail(
                                        "registry",
                                        host,
                                        what.summary(),
                                        Failures.cause(what),
                                        new PullFailure.Network("/v2/ of " + host, 1, what)))
                        .orElseGet(() -> Check.ok("registry", host, "answers " + last())));
    }

    /// Fetches the manifest, and notes what came.
    Optional<Manifest> manifest(Repository repository, Reference reference)
            throws InterruptedException {
        var host = base.getHost();
        try {
            var manifest = registry.manifest(repository, reference, new AbortSignal(), _ -> {});
            tools.note(
                    Check.ok(
                            "manifest",
                            host,
                            "%s, %d bytes; %d blobs with %s"
                                    .formatted(
                                            last(),
                                            manifest.bytes().length,
                                            manifest.blobs().size(),
                                            size(manifest.size()))));
            return Optional.of(manifest);
        } catch (RegistryException e) {
            tools.note(
                    Check.fail(
                            "manifest",
                            host(e.failure(), host),
                            words(e.failure()),
                            Failures.cause(e.failure()),
                            e.failure()));
            return Optional.empty();
        }
    }

    private static String words(PullFailure failure) {
        return failure instanceof PullFailure.Network(_, _, var transfer)
                ? transfer.summary()
                : failure.summary();
    }

    private static String host(PullFailure failure, String otherwise) {
        return failure instanceof PullFailure.Network(_, _, var transfer)
                ? Failures.host(transfer, otherwise)
                : otherwise;
    }

    private String last() {
        return tools.witness().sightings().stream()
                .filter(seen -> seen.status() > 0)
                .reduce((_, later) -> later)
                .map(seen ->
                        "HTTP "
                                + seen.status()
                                + seen.field("content-type").map(type -> ", " + type).orElse(""))
                .orElse("");
    }

    private static String size(long bytes) {
        return bytes < 1_000_000_000
                ? bytes / 1_000_000 + " MB"
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
