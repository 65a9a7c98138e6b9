package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Basic: user and password as they are (RFC 7617).
final class BasicHandshake implements Handshake {
    private final String credentials;
    private boolean sent;

    BasicHandshake(String user, String password) {
        this.credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    @Override
    public boolean hasShownProof() {
        return sent;
    }

    @Override
    public Optional<String> next(List<Challenge> challenges, Asked asked) {
        if (sent) {
            return Optional.empty();
        }
        sent = true;
        return Optional.of("Basic " + credentials);
    }
}
