package dev.tug.internal.proxy;

import java.util.Optional;

/// Where the logins of proxies come from.
public interface Logins {
    /// Nobody's.
    Logins NONE =
            new Logins() {
                @Override
                public Optional<ProxyLogin> kept(ProxyServer proxy, boolean vouched) {
                    return proxy.login();
                }

                @Override
                public Optional<ProxyLogin> asked(
                        ProxyServer proxy, Optional<String> user, boolean refused) {
                    return Optional.empty();
                }
            };

    /// What is kept for a proxy; without a password if only the user is known.
    ///
    /// @param vouched as [Hop.Via#vouched]: else only what is kept for this very host counts
    Optional<ProxyLogin> kept(ProxyServer proxy, boolean vouched);

    /// What a human says; empty if there is none to ask. May take minutes.
    ///
    /// @param user who is asked for the password, if that is known
    /// @param refused whether a password was refused before
    Optional<ProxyLogin> asked(ProxyServer proxy, Optional<String> user, boolean refused);

    /// The same without the human.
    default Logins unasked() {
        var kept = this;
        return new Logins() {
            @Override
            public Optional<ProxyLogin> kept(ProxyServer proxy, boolean vouched) {
                return kept.kept(proxy, vouched);
            }

            @Override
            public Optional<ProxyLogin> asked(
                    ProxyServer proxy, Optional<String> user, boolean refused) {
                return Optional.empty();
            }
        };
    }
}
