package dev.tug.internal.registry;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.http.Transport;

import java.net.URI;
import java.util.Optional;

/// Sends a request to a registry and goes where it is sent, proving who asks to the registry alone.
final class Walker {
    /// 401s answered on one walk: one for a token that ended, one for the answer to it (Ollama: 2).
    private static final int ANSWERS_MAX = 2;

    private final Transport transport;
    private final TokenSource tokens;

    Walker(Transport transport, TokenSource tokens) {
        this.transport = transport;
        this.tokens = tokens;
    }

    /// The end of a walk.
    ///
    /// @param uri the address that answered with something else than a redirect
    record Arrival(URI uri, Response response) {}

    /// Sends `request`, follows redirects and answers the registry's 401s.
    ///
    /// @throws TransferException also for redirects that are not followed
    Arrival walk(Repository repository, Request request, AbortSignal abort)
            throws TransferException {
        var hops = new Hops(request.uri());
        var uri = request.uri();
        var answers = 0;
        while (true) {
            var isHome = Origin.of(uri).equals(repository.origin());
            Optional<String> proof =
                    isHome ? tokens.authorization(repository, abort) : Optional.empty();
            var response = send(transport, prove(request.to(uri), proof), abort);
            if (Hops.isRedirect(response.status()) || isEmptyPointer(response)) {
                uri = leave(response, hops);
            } else if (response.status() == 401 && isHome && answers < ANSWERS_MAX) {
                answers++;
                if (!isAnswered(repository, response, proof, abort)) {
                    return new Arrival(uri, response);
                }
            } else {
                return new Arrival(uri, response);
            }
        }
    }

    /// Whether a 200 without content says where the content is: what Ollama has taught registries to
    /// answer, since it wants a `Location` even of those that send the blob themselves.
    private static boolean isEmptyPointer(Response response) {
        return response.status() == 200
                && response.length() == 0
                && response.header("Location").isPresent();
    }

    /// Sends one request, unless or until `abort`.
    static Response send(Transport transport, Request request, AbortSignal abort)
            throws TransferException {
        var call = transport.call(request);
        abort.onAbort(call::abort);
        if (abort.isAborted()) {
            throw new TransferException(
                    new TransferFailure.Cut(request.uri().getHost(), 0, "aborted"));
        }
        return call.send();
    }

    private static Request prove(Request request, Optional<String> proof) {
        return proof.isEmpty() ? request : request.with("Authorization", proof.get());
    }

    private static URI leave(Response response, Hops hops) throws TransferException {
        try {
            return hops.follow(response);
        } finally {
            Bodies.discard(response);
        }
    }

    /// Whether there is something new to answer to a 401, whose response is then done with.
    private boolean isAnswered(
            Repository repository, Response response, Optional<String> proof, AbortSignal abort)
            throws TransferException {
        var challenges = Challenge.parse(response.headers("WWW-Authenticate"));
        var done = true;
        try {
            done = tokens.answer(repository, challenges, proof, abort).isPresent();
            return done;
        } finally {
            if (done) {
                Bodies.discard(response);
            }
        }
    }
}
