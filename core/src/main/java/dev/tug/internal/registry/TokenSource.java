package dev.tug.internal.registry;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Transport;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Proves to registries who asks, with one token for all streams of a repository.
///
/// Safe for use by many threads. Nothing is sent before a registry has asked for it with a 401.
public final class TokenSource {
    /// Longer than one request to a token service takes to fail.
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    /// Repositories remembered; a forgotten one costs one request for a token.
    private static final int REPOSITORIES_MAX = 1024;

    private final TokenService service;
    private final Credentials credentials;
    private final InstantSource clock;
    private final Consumer<String> warnings;
    private final Recent<Repository, Slot> slots = new Recent<>(REPOSITORIES_MAX, Slot::new);

    /// A source without tokens.
    ///
    /// @param key signs token requests where Ollama's key is known
    /// @param random makes nonces; to be unpredictable
    /// @param stall the longest silence of a token service
    /// @param warnings hears of broken login files, in words fit for a user, in any thread
    public TokenSource(
            Transport transport,
            Credentials credentials,
            Optional<OllamaKey> key,
            InstantSource clock,
            RandomGenerator random,
            Duration stall,
            Consumer<String> warnings) {
        this.service = new TokenService(transport, key, clock, random, stall);
        this.credentials = credentials;
        this.clock = clock;
        this.warnings = warnings;
    }

    /// The value of the `Authorization` field for the next request; empty while none was asked for.
    ///
    /// Asks for a new token if the last one ends soon.
    ///
    /// @throws TransferException if the token has ended and there was no new one
    Optional<String> authorization(Repository repository, AbortSignal abort)
            throws TransferException {
        var slot = slot(repository);
        var grant = slot.grant;
        if (grant == null) {
            return Optional.empty();
        }
        var now = clock.instant();
        var challenge = slot.challenge;
        if (grant.isFresh(now) || challenge == null) {
            return Optional.of(grant.authorization());
        }
        try {
            return Optional.of(
                    renewed(repository, challenge, Optional.of(grant.authorization()), abort));
        } catch (TransferException e) {
            if (grant.isValid(now) && !abort.isAborted()) {
                return Optional.of(grant.authorization());
            }
            throw e;
        }
    }

    /// Answers the challenges of a 401.
    ///
    /// @param rejected the `Authorization` field that was not good enough, if any
    /// @return the field to try next; empty if there is nothing better than `rejected`
    /// @throws TransferException if a token was to be had and did not come
    Optional<String> answer(
            Repository repository,
            List<Challenge> challenges,
            Optional<String> rejected,
            AbortSignal abort)
            throws TransferException {
        for (var challenge : challenges) {
            if (challenge.scheme().equals("bearer")) {
                return Optional.of(renewed(repository, challenge, rejected, abort));
            }
        }
        for (var challenge : challenges) {
            if (challenge.scheme().equals("basic")) {
                return basic(repository, abort).filter(it -> !rejected.equals(Optional.of(it)));
            }
        }
        return Optional.empty();
    }

    private Optional<String> basic(Repository repository, AbortSignal abort) {
        if (!(credential(repository, abort).orElse(null) instanceof Credential.Login login)) {
            return Optional.empty();
        }
        slot(repository).grant = Grant.lasting(login.basic());
        return Optional.of(login.basic());
    }

    private String renewed(
            Repository repository,
            Challenge challenge,
            Optional<String> rejected,
            AbortSignal abort)
            throws TransferException {
        var slot = slot(repository);
        return slot.flight
                .run(
                        () ->
                                slot.replace(
                                        rejected,
                                        challenge,
                                        () -> token(repository, challenge, abort)),
                        abort,
                        repository.base().getHost(),
                        WAIT_MAX)
                .orElseThrow(() ->
                        new TransferException(
                                new TransferFailure.Stalled(repository.base().getHost(), WAIT_MAX)))
                .authorization();
    }

    private Grant token(Repository repository, Challenge challenge, AbortSignal abort)
            throws TransferException {
        var wanted =
                TokenRequest.of(challenge, repository.pullScope())
                        .orElseThrow(() -> noRealm(repository.base().getHost()));
        return service.token(repository.origin(), wanted, credential(repository, abort), abort);
    }

    private Optional<Credential> credential(Repository repository, AbortSignal abort) {
        var found = credentials.find(repository.host(), abort);
        found.warnings().forEach(warnings);
        return found.credential();
    }

    private static TransferException noRealm(String host) {
        return new TransferException(
                new TransferFailure.Refused(
                        host, 401, Duration.ZERO, "", "it names no token service"));
    }

    private Slot slot(Repository repository) {
        return slots.of(repository);
    }

    /// What is known for one repository.
    private static final class Slot {
        private final SingleFlight<Grant> flight = new SingleFlight<>();
        private volatile @Nullable Grant grant;
        private volatile @Nullable Challenge challenge;

        /// Puts a new grant in the place of `rejected`, unless somebody has done so already. Called by
        /// one thread at a time.
        private Grant replace(
                Optional<String> rejected, Challenge asked, SingleFlight.Work<Grant> work)
                throws TransferException {
            var present = grant;
            if (present != null && !rejected.equals(Optional.of(present.authorization()))) {
                return present;
            }
            var fresh = work.run();
            challenge = asked;
            grant = fresh;
            return fresh;
        }
    }
}
