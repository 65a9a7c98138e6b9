package dev.tug.internal.proxy;

/// How a server is reached: directly, or through a proxy.
public sealed interface Hop {
    /// Straight from this machine.
    record Direct() implements Hop {}

    /// Through a proxy.
    ///
    /// @param source who named it, for messages: `HTTPS_PROXY`
    record Via(ProxyServer proxy, String source) implements Hop {}

    /// As in the key of a profile: `direct`, or `proxy HOST:PORT`.
    default String way() {
        return switch (this) {
            case Direct _ -> "direct";
            case Via(var proxy, _) -> "proxy " + proxy.place();
        };
    }
}
