package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.function.Consumer;

/// The login that a credential helper keeps for a place that is no registry, such as a proxy.
public final class HelperLogin {
    private HelperLogin() {}

    /// Asks `docker-credential-<name>` for what it keeps under `place`.
    ///
    /// @param warnings takes what was broken on the way, without secrets
    public static Optional<Credential.Login> find(
            CredentialHelper helper, String name, String place, Consumer<String> warnings) {
        switch (helper.ask(name, place, new AbortSignal())) {
            case CredentialHelper.Answer.Output(var output) -> {
                try {
                    var json = Json.read(output.getBytes(UTF_8));
                    var user = json.string("Username").filter(text -> !text.isEmpty());
                    var secret = json.string("Secret").filter(text -> !text.isEmpty());
                    if (user.isPresent() && secret.isPresent()) {
                        return Optional.of(new Credential.Login(user.get(), secret.get()));
                    }
                    warnings.accept("what docker-credential-" + name + " printed is no login");
                } catch (Json.Malformed e) {
                    warnings.accept(
                            "what docker-credential-" + name + " printed " + e.getMessage());
                }
            }
            case CredentialHelper.Answer.Unknown() -> {}
            case CredentialHelper.Answer.Broken(var reason) ->
                    warnings.accept("docker-credential-" + name + " " + reason);
        }
        return Optional.empty();
    }
}
