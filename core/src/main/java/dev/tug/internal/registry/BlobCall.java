package dev.tug.internal.registry;

import dev.tug.blob.Descriptor;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.page.Sight;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/// One request for bytes of a blob, to where it is known to be or to the registry.
final class BlobCall implements Call {
    /// Searches of other streams that may come to nothing before this one no longer waits for them.
    private static final int SEARCHES_MAX = 3;

    private final AbortSignal abort = new AbortSignal();
    private final Walker walker;
    private final InstantSource clock;
    private final Place place;
    private final Duration searchMax;
    private final Repository repository;
    private final Descriptor blob;
    private final Request request;

    /// @param request for the registry's own address of the blob
    BlobCall(
            Walker walker,
            InstantSource clock,
            Place place,
            Duration searchMax,
            Repository repository,
            Descriptor blob,
            Request request) {
        this.walker = walker;
        this.clock = clock;
        this.place = place;
        this.searchMax = searchMax;
        this.repository = repository;
        this.blob = blob;
        this.request = request;
    }

    @Override
    public Response send() throws TransferException {
        var known = place.known(clock.instant());
        var response = known.isPresent() ? go(known.get()) : Optional.<Response>empty();
        return granted(response.isPresent() ? response.get() : find());
    }

    /// A refusal is read here, where its words are known: which range a server will not send is for the
    /// caller to judge.
    private Response granted(Response response) throws TransferException {
        return switch (response.status()) {
            case 200 -> isPage(response) ? refused(response) : looked(response);
            case 206, 416, 501 -> response;
            default -> refused(response);
        };
    }

    /// Some blobs are texts of which a server may think that they are pages: their length tells.
    private boolean isPage(Response response) {
        return Sight.isHtml(response.header("Content-Type").orElse(""))
                && response.length() != blob.size();
    }

    /// Where neither range nor length vouch for a body, its first bytes are looked at before anything
    /// is stored: some boxes give their pages the type of what was asked for.
    private Response looked(Response response) throws TransferException {
        if (response.length() >= 0 || request.headers().containsKey("Range")) {
            return response;
        }
        var peeked = PeekedResponse.of(response, blob.size());
        if (!Sight.isHtml(peeked.start())) {
            return peeked;
        }
        return refused(peeked);
    }

    private Response refused(Response response) throws TransferException {
        try (response) {
            throw new TransferException(Refusal.of(response, clock.instant()));
        }
    }

    @Override
    public void abort() {
        abort.abort();
    }

    /// The answer from a known location; empty if that is to be looked for anew.
    private Optional<Response> go(Location location) throws TransferException {
        var arrival = walkTo(location);
        if (isEnded(arrival)) {
            return lookAnew(arrival.response(), location);
        }
        return checked(arrival.response(), location);
    }

    /// Forgets an address whose store says that it is no longer good. A filter says nothing of the
    /// address, and asking the registry for another one changes nothing.
    private Optional<Response> lookAnew(Response response, Location location)
            throws TransferException {
        try (response) {
            var refusal = Refusal.of(response, clock.instant());
            if (refusal instanceof TransferFailure.Blocked) {
                throw new TransferException(refusal);
            }
        }
        place.forget(location);
        return Optional.empty();
    }

    private Walker.Arrival walkTo(Location location) throws TransferException {
        try {
            return walker.walk(repository, request.to(location.uri()), abort);
        } catch (TransferException e) {
            if (isAway(e.failure())) {
                place.forget(location);
            }
            throw e;
        }
    }

    /// Follows the registry's redirects, or waits for the stream that does.
    private Response find() throws TransferException {
        for (var round = 0; round < SEARCHES_MAX; round++) {
            var search = new Search();
            var found =
                    place.search()
                            .run(search::share, abort, repository.base().getHost(), searchMax);
            if (search.isOver()) {
                return search.outcome();
            }
            if (found.isEmpty()) {
                break;
            }
            var response =
                    found.get().isPresent() ? go(found.get().get()) : Optional.<Response>empty();
            if (response.isPresent()) {
                return response.get();
            }
        }
        return walk();
    }

    /// One search for all streams, whose answer or failure belongs to this call alone: were it shared,
    /// one cut connection would count as sixteen.
    private final class Search {
        private @Nullable Response response;
        private @Nullable TransferException failure;

        Optional<Location> share() {
            var known = place.known(clock.instant());
            if (known.isPresent()) {
                return known;
            }
            try {
                response = walk();
            } catch (TransferException e) {
                failure = e;
            }
            return place.known(clock.instant());
        }

        boolean isOver() {
            return response != null || failure != null;
        }

        Response outcome() throws TransferException {
            if (response != null) {
                return response;
            }
            throw Objects.requireNonNull(failure);
        }
    }

    /// Follows the registry's redirects to the bytes, and remembers where they are.
    private Response walk() throws TransferException {
        var arrival = walker.walk(repository, request, abort);
        var answer = new BlobAnswer(blob, arrival.response());
        var response = sized(answer);
        if (answer.isBytes()) {
            var until = Expiry.of(arrival.uri(), clock.instant());
            place.learn(new Location(arrival.uri(), until, answer.strongEtag()));
        }
        return response;
    }

    /// Empty if the content has changed there: its address is then looked for anew, as if it had ended.
    private Optional<Response> checked(Response response, Location location)
            throws TransferException {
        var answer = new BlobAnswer(blob, response);
        if (!answer.isBytes()) {
            if (response.status() < 300) {
                place.forget(location);
            }
            return Optional.of(response);
        }
        var etag = answer.strongEtag();
        if (etag.isPresent() && place.isChanged(location, etag.get())) {
            response.close();
            return Optional.empty();
        }
        if (answer.contradiction().isPresent()) {
            place.forget(location);
        } else {
            place.served();
        }
        return Optional.of(sized(answer));
    }

    private Response sized(BlobAnswer answer) throws TransferException {
        var contradiction = answer.isBytes() ? answer.contradiction() : Optional.<String>empty();
        if (contradiction.isPresent()) {
            throw changed(answer.response(), contradiction.get());
        }
        return answer.response();
    }

    private static TransferException changed(Response response, String detail) {
        var host = response.uri().getHost();
        response.close();
        return new TransferException(new TransferFailure.WrongRange(host, detail));
    }

    /// Whether a host other than the registry says that its address is no longer good.
    ///
    /// A page that forbids may be that of a proxy which bears no more connections: the address goes on
    /// to serve the others.
    private boolean isEnded(Walker.Arrival arrival) {
        return !Origin.of(arrival.uri()).equals(repository.origin())
                && switch (arrival.response().status()) {
                    // 400 is how Google says that a signature has ended.
                    case 400, 401, 404, 410 -> true;
                    case 403 ->
                            !new BlobAnswer(blob, arrival.response()).isPage()
                                    || place.isForbiddenAgain();
                    default -> false;
                };
    }

    /// Whether there is nobody at the location, so that the registry may know a better one.
    private static boolean isAway(TransferFailure failure) {
        return failure instanceof TransferFailure.Unresolved
                || failure instanceof TransferFailure.Unreachable
                || failure instanceof TransferFailure.HandshakeFailed
                || failure instanceof TransferFailure.ProxyRefused
                || failure instanceof TransferFailure.BadRedirect;
    }
}
