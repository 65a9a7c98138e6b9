package dev.tug;

import dev.tug.internal.registry.AbortSignal;
import dev.tug.internal.registry.Credential;
import dev.tug.internal.registry.Credentials;

import java.util.List;
import java.util.Optional;

/// The login that a [Tug] was given, for one registry and no other.
final class BoundLogin implements Credentials {
    private final Optional<Credential.Login> login;

    /// Guarded by `this`.
    private Optional<String> registry;

    BoundLogin(Optional<TugConfig.Login> login) {
        this.login = login.map(it -> new Credential.Login(it.user(), it.password()));
        this.registry = login.flatMap(TugConfig.Login::registry);
    }

    /// Says which registry is spoken to; the first is the login's, unless it names another.
    synchronized void bind(String host) {
        if (registry.isEmpty()) {
            registry = Optional.of(host);
        }
    }

    @Override
    public synchronized Found find(String host, AbortSignal abort) {
        var isMeant = registry.filter(host::equalsIgnoreCase).isPresent();
        return new Found(isMeant ? login.map(it -> it) : Optional.empty(), List.of());
    }
}
