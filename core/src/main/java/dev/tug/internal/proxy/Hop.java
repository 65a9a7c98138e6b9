package dev.tug.internal.proxy;

/// How a server is reached: directly, or through a proxy.
public sealed interface Hop {
    /// Straight from this machine.
    record Direct() implements Hop {}

    /// Through a proxy.
    ///
    /// @param source who named it, for messages: `HTTPS_PROXY`
    /// @param vouched whether nobody on the way could have named it, so that a login that is bound to
    ///     no host may go there
    record Via(ProxyServer proxy, String source, boolean vouched) implements Hop {
        /// One that the user or the system names.
        public Via(ProxyServer proxy, String source) {
            this(proxy, source, true);
        }
    }

    /// As in the key of a profile: `direct`, or `proxy HOST:PORT`.
    default String way() {
        return switch (this) {
            case Direct _ -> "direct";
            case Via(var proxy, _, _) -> "proxy " + proxy.place();
        };
    }
}
