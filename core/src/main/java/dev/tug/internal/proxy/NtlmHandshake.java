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
    private boolean proved;

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
                            .flatMap(this::answer)
                            .map(word -> {
                                proved = true;
                                return word;
                            });
            default -> Optional.empty();
        };
    }

    @Override
    public boolean hasShownProof() {
        return proved;
    }

    private Optional<String> answer(String token) {
        try {
            return Ntlm.authenticate(
                            Base64.getDecoder().decode(token),
                            account,
                            Ntlm.Moment.of(clock.instant(), random.nextLong()))
                    .map(NtlmHandshake::field);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String field(byte[] message) {
        return "NTLM " + Base64.getEncoder().encodeToString(message);
    }
}
