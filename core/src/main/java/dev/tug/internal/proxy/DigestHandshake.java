package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Digest: a hash of the password with what the proxy said (RFC 7616), by MD5 or SHA-256.
final class DigestHandshake implements Handshake {
    /// A second nonce that has aged at once comes from proxies that do not share theirs, or that mean
    /// the password.
    private static final int STALE_MAX = 1;

    private final String user;
    private final String password;
    private final RandomGenerator random;
    private boolean sent;
    private int stale;

    DigestHandshake(String user, String password, RandomGenerator random) {
        this.user = user;
        this.password = password;
        this.random = random;
    }

    /// Whether any of `challenges` can be answered.
    static boolean knows(List<Challenge> challenges) {
        return challenges.stream().anyMatch(DigestHandshake::isKnown);
    }

    private static boolean isKnown(Challenge challenge) {
        return algorithm(challenge).isPresent()
                && challenge.parameter("nonce").isPresent()
                && challenge.parameter("realm").isPresent()
                && qop(challenge).isPresent();
    }

    @Override
    public boolean hasShownProof() {
        return sent;
    }

    @Override
    public Optional<String> next(List<Challenge> challenges, Asked asked) {
        var challenge =
                challenges.stream()
                        .filter(DigestHandshake::isKnown)
                        .min(Comparator.comparingInt(DigestHandshake::weakness));
        if (challenge.isEmpty() || (sent && !isOnceMore(challenge.get()))) {
            return Optional.empty();
        }
        sent = true;
        return Optional.of(answer(challenge.get(), asked, clientNonce()));
    }

    /// A nonce that has aged says nothing of the password.
    private boolean isOnceMore(Challenge challenge) {
        return isStale(challenge) && stale++ < STALE_MAX;
    }

    private String clientNonce() {
        return HexFormat.of().toHexDigits(random.nextLong())
                + HexFormat.of().toHexDigits(random.nextLong());
    }

    private static boolean isStale(Challenge challenge) {
        return challenge.parameter("stale").filter("true"::equalsIgnoreCase).isPresent();
    }

    private static int weakness(Challenge challenge) {
        return algorithm(challenge).orElse("MD5").equals("SHA-256") ? 0 : 1;
    }

    /// The hash that is asked for; empty if it is none that is known.
    private static Optional<String> algorithm(Challenge challenge) {
        return switch (name(challenge).toUpperCase(Locale.ROOT)) {
            case "MD5", "MD5-SESS" -> Optional.of("MD5");
            case "SHA-256", "SHA-256-SESS" -> Optional.of("SHA-256");
            default -> Optional.empty();
        };
    }

    private static String name(Challenge challenge) {
        return challenge.parameter("algorithm").orElse("MD5");
    }

    /// `auth`, or nothing where the proxy speaks RFC 2069; empty if it wants what is not known.
    private static Optional<String> qop(Challenge challenge) {
        var offered = challenge.parameter("qop");
        if (offered.isEmpty()) {
            return Optional.of("");
        }
        return List.of(offered.get().toLowerCase(Locale.ROOT).split("[\\s,]+", -1)).contains("auth")
                ? Optional.of("auth")
                : Optional.empty();
    }

    /// The field's value; each answer is the first to a nonce of its connection.
    String answer(Challenge challenge, Asked asked, String clientNonce) {
        var realm = challenge.parameter("realm").orElse("");
        var nonce = challenge.parameter("nonce").orElse("");
        var hash = algorithm(challenge).orElse("MD5");
        var qop = qop(challenge).orElse("");
        var secret = hex(hash, user + ":" + realm + ":" + password);
        if (name(challenge).toUpperCase(Locale.ROOT).endsWith("-SESS")) {
            secret = hex(hash, secret + ":" + nonce + ":" + clientNonce);
        }
        var count = "00000001";
        var act = hex(hash, asked.method() + ":" + asked.uri());
        var proof =
                qop.isEmpty()
                        ? hex(hash, secret + ":" + nonce + ":" + act)
                        : hex(hash, String.join(":", secret, nonce, count, clientNonce, qop, act));
        var answer = new StringBuilder("Digest ").append(username(challenge, hash));
        answer.append(", realm=").append(quoted(realm));
        answer.append(", nonce=").append(quoted(nonce));
        answer.append(", uri=").append(quoted(asked.uri()));
        challenge.parameter("algorithm").ifPresent(it -> answer.append(", algorithm=").append(it));
        if (!qop.isEmpty()) {
            answer.append(", qop=auth, nc=").append(count);
            answer.append(", cnonce=").append(quoted(clientNonce));
        }
        answer.append(", response=").append(quoted(proof));
        challenge
                .parameter("opaque")
                .ifPresent(it -> answer.append(", opaque=").append(quoted(it)));
        if (hidesUser(challenge)) {
            answer.append(", userhash=true");
        }
        return answer.toString();
    }

    /// In UTF-8 either way; in the words of RFC 8187 where the proxy says that it reads them
    /// (RFC 7616 3.4).
    private String username(Challenge challenge, String hash) {
        boolean isPlain = hidesUser(challenge) || user.chars().allMatch(c -> c >= ' ' && c <= '~');
        return isPlain || !readsUtf8(challenge)
                ? "username=" + quoted(name(challenge, hash))
                : "username*=UTF-8''" + percent(user);
    }

    private static boolean readsUtf8(Challenge challenge) {
        return challenge.parameter("charset").filter("UTF-8"::equalsIgnoreCase).isPresent();
    }

    private static String percent(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("*", "%2A");
    }

    private static boolean hidesUser(Challenge challenge) {
        return challenge.parameter("userhash").filter("true"::equalsIgnoreCase).isPresent();
    }

    private String name(Challenge challenge, String hash) {
        return hidesUser(challenge)
                ? hex(hash, user + ":" + challenge.parameter("realm").orElse(""))
                : user;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String hex(String hash, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(hash).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has " + hash, e);
        }
    }
}
