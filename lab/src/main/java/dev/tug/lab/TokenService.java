package dev.tug.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Hands out the bearer tokens that a [LabRegistry] accepts.
///
/// All switches may be turned at any time, by any thread.
public final class TokenService {
    /// What Docker's token specification assumes without `expires_in`.
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final Map<String, Token> issued = new HashMap<>();
    private final List<LabRequest> requests = new ArrayList<>();
    private String field = "token";
    private Optional<Duration> lifetime = Optional.empty();
    private boolean enforced;
    private int usesMax = Integer.MAX_VALUE;
    private InstantSource clock = InstantSource.system();
    private Optional<String> basic = Optional.empty();
    private Optional<String> publicKey = Optional.empty();

    /// @param usesLeft requests it still opens
    private record Token(List<String> scopes, Instant end, int usesLeft) {}

    private TokenService() {}

    /// A service that gives everybody a token under the name `token`, without `expires_in`.
    public static TokenService create() {
        return new TokenService();
    }

    /// The JSON field of the token: `token`, `access_token`, or anything to confuse a client.
    public synchronized TokenService field(String name) {
        field = name;
        return this;
    }

    /// Names a lifetime in `expires_in`, and refuses older tokens as `source` tells the time.
    public synchronized TokenService expiresIn(Duration time, InstantSource source) {
        lifetime = Optional.of(time);
        enforced = true;
        clock = source;
        return this;
    }

    /// Has each token issued from now on open `uses` requests.
    public synchronized TokenService usesMax(int uses) {
        usesMax = uses;
        return this;
    }

    /// Gives tokens only to this user, by HTTP Basic.
    public synchronized TokenService requireBasic(String user, String password) {
        basic = Optional.of(basicHeader(user, password));
        return this;
    }

    /// Gives tokens only for requests signed as Ollama signs them.
    ///
    /// @param key the base64 field of the OpenSSH line of an Ed25519 public key
    public synchronized TokenService requireSignature(String key) {
        publicKey = Optional.of(key);
        return this;
    }

    /// Refuses all tokens issued so far.
    public synchronized void expireAll() {
        issued.clear();
    }

    /// The requests for tokens, granted or not, in the order of arrival.
    public synchronized List<LabRequest> requests() {
        return List.copyOf(requests);
    }

    /// The value of an `Authorization` header for HTTP Basic.
    static String basicHeader(String user, String password) {
        var pair = (user + ":" + password).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /// Whether `authorization` opens `scope`; uses up one use.
    synchronized boolean accepts(Optional<String> authorization, Optional<String> scope) {
        var name = authorization.filter(value -> value.startsWith("Bearer ")).orElse("");
        var token = issued.get(name);
        if (token == null
                || token.usesLeft() <= 0
                || (enforced && !clock.instant().isBefore(token.end()))
                || scope.filter(asked -> !token.scopes().contains(asked)).isPresent()) {
            return false;
        }
        issued.put(name, new Token(token.scopes(), token.end(), token.usesLeft() - 1));
        return true;
    }

    /// @param baseUrl scheme, host and port under which the client reached the token endpoint
    synchronized Answer answer(LabRequest request, String baseUrl) {
        requests.add(request);
        var authorization = request.header("Authorization").orElse("");
        if (basic.filter(expected -> !expected.equals(authorization)).isPresent()
                || publicKey.filter(key -> !isSigned(request, baseUrl, key)).isPresent()) {
            return Answer.error(401, "UNAUTHORIZED");
        }
        var token = "lab-token-" + requests.size();
        var end = clock.instant().plus(lifetime.orElse(LIFETIME));
        issued.put("Bearer " + token, new Token(scopes(request.query()), end, usesMax));
        var expiry = lifetime.map(time -> ",\"expires_in\":" + time.toSeconds()).orElse("");
        return Answer.of(
                200, "application/json", "{\"%s\":\"%s\"%s}".formatted(field, token, expiry));
    }

    private static boolean isSigned(LabRequest request, String baseUrl, String key) {
        var url = baseUrl + request.path() + "?" + request.query();
        return request.header("Authorization")
                .filter(value -> SignedRequest.verify(value, key, request.method(), url))
                .isPresent();
    }

    private static List<String> scopes(String query) {
        return Stream.of(query.split("&", -1))
                .filter(pair -> pair.startsWith("scope="))
                .map(pair -> URLDecoder.decode(pair.substring("scope=".length()), UTF_8))
                .flatMap(value -> Stream.of(value.split(" ", -1)))
                .collect(Collectors.toList());
    }
}
