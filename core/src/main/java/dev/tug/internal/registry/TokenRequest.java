package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a token service is asked for, as a `Bearer` challenge demands it.
///
/// @param realm the token service, http or https
/// @param service empty if the challenge names none
/// @param scopes what is to be allowed, such as `repository:library/llama3:pull`
record TokenRequest(URI realm, String service, List<String> scopes) {
    /// The client's name in OAuth2 requests, which registries log.
    private static final String CLIENT = "tug";

    TokenRequest {
        scopes = List.copyOf(scopes);
    }

    /// Reads a `Bearer` challenge; empty if its realm is no address.
    ///
    /// @param scope asked for if the challenge names none
    static Optional<TokenRequest> of(Challenge challenge, String scope) {
        return challenge
                .parameter("realm")
                .flatMap(TokenRequest::address)
                .map(realm ->
                        new TokenRequest(
                                realm,
                                challenge.parameter("service").orElse(""),
                                List.of(
                                        challenge
                                                .parameter("scope")
                                                .orElse(scope)
                                                .strip()
                                                .split(" +", -1))));
    }

    /// The address of a GET, its query sorted by name as Ollama's is.
    URI address() {
        return address(List.of());
    }

    /// The address of a GET that is to be signed.
    ///
    /// @param nonce 16 random bytes in Base64 for addresses
    URI signable(String nonce, long epochSecond) {
        return address(
                List.of(new Pair("nonce", nonce), new Pair("ts", Long.toString(epochSecond))));
    }

    /// The form that buys an access token with an identity token (RFC 6749 6).
    String form(String identityToken) {
        var pairs = new ArrayList<Pair>();
        pairs.add(new Pair("grant_type", "refresh_token"));
        pairs.add(new Pair("service", service));
        pairs.add(new Pair("client_id", CLIENT));
        pairs.add(new Pair("scope", String.join(" ", scopes)));
        pairs.add(new Pair("refresh_token", identityToken));
        return pairs.stream().map(Pair::encoded).collect(Collectors.joining("&"));
    }

    private URI address(List<Pair> more) {
        var pairs = new ArrayList<>(more);
        if (!service.isEmpty()) {
            pairs.add(new Pair("service", service));
        }
        scopes.forEach(scope -> pairs.add(new Pair("scope", scope)));
        var query = new ArrayList<>(pairs.stream().map(Pair::encoded).toList());
        var own = realm.getRawQuery();
        if (own != null && !own.isEmpty()) {
            query.addAll(List.of(own.split("&", -1)));
        }
        query.sort(Comparator.comparing(pair -> pair.split("=", 2)[0]));
        var base = realm.toString();
        var end = base.indexOf('?');
        return URI.create(
                (end < 0 ? base : base.substring(0, end)) + "?" + String.join("&", query));
    }

    private static Optional<URI> address(String realm) {
        try {
            var uri = new URI(realm);
            var scheme = uri.getScheme();
            var isHttp = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
            return isHttp
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getRawFragment() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private record Pair(String name, String value) {
        String encoded() {
            return name + "=" + URLEncoder.encode(value, UTF_8);
        }
    }
}
