package dev.tug.internal.proxy;

import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// NTLM: three messages on one connection.
final class NtlmHandshake implements Handshake {
    private final Ntlm.Account account;
    private final InstantSource clock;
    private final RandomGenerator random;
    private int messages;

    NtlmHandshake(Ntlm.Account account, InstantSource clock, RandomGenerator random) {
        this.account = account;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Optional<String> next(List<Challenge> challenges, Asked asked) {
        messages++;
        return switch (messages) {
            case 1 -> Optional.of(field(Ntlm.negotiate()));
            case 2 ->
                    challenges.stream()
                            .map(Challenge::token)
                            .filter(token -> !token.isEmpty())
                            .findFirst()
                            .flatMap(this::answer);
            default -> Optional.empty();
        };
    }

    private Optional<String> answer(String token) {
        var client = new byte[Long.BYTES];
        random.nextBytes(client);
        try {
            return Ntlm.authenticate(
                            Base64.getDecoder().decode(token),
                            account,
                            Ntlm.Moment.of(clock.instant(), client))
                    .map(NtlmHandshake::field);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String field(byte[] message) {
        return "NTLM " + Base64.getEncoder().encodeToString(message);
    }
}
