package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// What proves to a registry who asks; prints without its secret.
public sealed interface Credential {
    /// A user name, and a password or an access token in its place.
    record Login(String user, String password) implements Credential {
        /// The value of an `Authorization` field (RFC 7617).
        String basic() {
            var pair = (user + ":" + password).getBytes(UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        @Override
        public String toString() {
            return "login of " + user;
        }
    }

    /// A token that buys access tokens, as `docker login` gets it from some registries.
    record IdentityToken(String token) implements Credential {
        @Override
        public String toString() {
            return "identity token";
        }
    }
}
