package dev.tug.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.tug.lab.CertificateAuthority;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A token service as the distribution specification has it, on `localhost` over TLS.
final class TokenServer implements AutoCloseable {
    static final String SERVICE = "it-registry";
    static final String ISSUER = "it-tokens";

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private final HttpsServer server;
    private final TokenKey key;
    private final Rules rules;
    private final List<String> queries = new CopyOnWriteArrayList<>();

    /// Whom tokens are given to, and for how long.
    ///
    /// @param login `user:password`; empty if anybody gets a token
    /// @param life how long a token is good at the registry
    /// @param announced the `expires_in` of the answer, which may be a lie
    record Rules(Optional<String> login, Duration life, Duration announced) {
        /// Everybody, for five minutes.
        static final Rules ANONYMOUS =
                new Rules(Optional.empty(), Duration.ofMinutes(5), Duration.ofMinutes(5));
    }

    private TokenServer(HttpsServer server, TokenKey key, Rules rules) {
        this.server = server;
        this.key = key;
        this.rules = rules;
    }

    /// Starts one whose key is written into `directory`.
    static TokenServer start(Path directory, CertificateAuthority authority, Rules rules)
            throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(authority.serverContext("localhost", "127.0.0.1")));
        var tokens = new TokenServer(server, TokenKey.create(directory, authority), rules);
        server.createContext("/token", tokens::answer);
        server.start();
        return tokens;
    }

    /// Where the registry sends its clients.
    URI realm() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + "/token");
    }

    /// The PEM file by which the registry knows the key.
    Path certificate() {
        return key.certificate();
    }

    /// The queries of all requests that were given a token.
    List<String> queries() {
        return queries;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!mayEnter(exchange)) {
                exchange.sendResponseHeaders(UNAUTHORIZED, -1);
                return;
            }
            var query = exchange.getRequestURI().getQuery();
            queries.add(query);
            var json =
                    "{\"token\":\"%s\",\"expires_in\":%d}"
                            .formatted(
                                    key.sign(scope(query), rules.life()),
                                    rules.announced().toSeconds());
            var body = json.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(OK, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private boolean mayEnter(HttpExchange exchange) {
        var expected =
                rules.login()
                        .map(login ->
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(login.getBytes(UTF_8)));
        var given = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        return expected.isEmpty() || expected.equals(given);
    }

    private static String scope(String query) {
        for (var field : query.split("&", -1)) {
            if (field.startsWith("scope=")) {
                return field.substring("scope=".length());
            }
        }
        return "";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
