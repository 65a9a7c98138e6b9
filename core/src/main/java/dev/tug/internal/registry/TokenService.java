package dev.tug.internal.registry;

import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.http.Transport;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Asks token services for tokens: anonymously, with a login, an identity token or Ollama's key.
final class TokenService {
    /// Tokens have some kB.
    private static final int ANSWER_BYTES_MAX = 1 << 20;

    private static final int NONCE_BYTES = 16;
    private static final Set<String> OLLAMA = Set.of("ollama.com", "registry.ollama.ai");

    private final Transport transport;
    private final Optional<OllamaKey> key;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration stall;

    TokenService(
            Transport transport,
            Optional<OllamaKey> key,
            InstantSource clock,
            RandomGenerator random,
            Duration stall) {
        this.transport = transport;
        this.key = key;
        this.clock = clock;
        this.random = random;
        this.stall = stall;
    }

    /// A token for `registry` from the service that its challenge names.
    Grant token(
            Origin registry,
            TokenRequest wanted,
            Optional<Credential> credential,
            AbortSignal abort)
            throws TransferException {
        var realm = Origin.of(wanted.realm());
        if (!realm.isSecure() && !realm.equals(registry)) {
            throw refusal(registry.host(), PullFailure.Unauthorized.NO_HTTPS);
        }
        if (credential.isEmpty() && isSigned(registry, wanted.realm())) {
            return signed(wanted, abort);
        }
        return ask(request(wanted, credential), abort);
    }

    private Request request(TokenRequest wanted, Optional<Credential> credential) {
        var anonymous = Request.get(wanted.address(), stall);
        if (credential.isEmpty()) {
            return anonymous;
        }
        return switch (credential.get()) {
            case Credential.Login login -> anonymous.with("Authorization", login.basic());
            case Credential.IdentityToken(var token) ->
                    Request.post(wanted.realm(), wanted.form(token), stall);
        };
    }

    /// Ollama gives its key to the registry's own host alone; ollama.com was the realm in 2024.
    private boolean isSigned(Origin registry, URI realm) {
        var origin = Origin.of(realm);
        return key.isPresent()
                && (origin.equals(registry)
                        || (origin.isSecure() && origin.host().equals("ollama.com")));
    }

    /// Other registries than Ollama's may have their token service on their own host, too, and not
    /// know what to make of a signature: those are asked once more without.
    private Grant signed(TokenRequest wanted, AbortSignal abort) throws TransferException {
        var url = wanted.signable(nonce(), clock.instant().getEpochSecond());
        var signature = key.orElseThrow().authorization(url.toString());
        try {
            return ask(Request.get(url, stall).with("Authorization", signature), abort);
        } catch (TransferException e) {
            if (e.failure() instanceof TransferFailure.Refused refused
                    && refused.status() < 500
                    && !OLLAMA.contains(wanted.realm().getHost())) {
                return ask(Request.get(wanted.address(), stall), abort);
            }
            throw e;
        }
    }

    private Grant ask(Request request, AbortSignal abort) throws TransferException {
        var hops = new Hops(request.uri());
        var next = request;
        while (true) {
            try (var response = Walker.send(transport, next, abort)) {
                if (!Hops.isRedirect(response.status()) || request.form().isPresent()) {
                    return grant(response);
                }
                var target = hops.follow(response);
                next =
                        Origin.of(target).equals(Origin.of(request.uri()))
                                ? request.to(target)
                                : Request.get(target, stall);
            }
        }
    }

    private Grant grant(Response response) throws TransferException {
        if (response.status() != 200) {
            throw new TransferException(Refusal.of(response, clock.instant()));
        }
        var answer = Bodies.read(response, ANSWER_BYTES_MAX, clock);
        if (answer.length > ANSWER_BYTES_MAX || isPage(response, answer)) {
            throw new TransferException(Refusal.of(response, answer, clock.instant()));
        }
        try {
            return Grant.parse(answer, clock.instant());
        } catch (Json.Malformed e) {
            throw refusal(response.uri().getHost(), "the token service's answer " + e.getMessage());
        }
    }

    private static boolean isPage(Response response, byte[] answer) {
        return Refusal.sight(response, answer).isHtml();
    }

    private static TransferException refusal(String host, String detail) {
        return new TransferException(
                new TransferFailure.Refused(host, 401, Duration.ZERO, "", detail));
    }

    private String nonce() {
        var bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
