package dev.tug.internal.proxy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Says by which ways a server may be reached, before any name is looked up.
@FunctionalInterface
public interface Routes {
    /// No proxies.
    Routes DIRECT = (_, _) -> List.of(new Hop.Direct());

    /// The ways to try in their order, at least one.
    ///
    /// @param aborted ends the wait for somebody who has to be asked
    /// @throws IOException if it cannot be told, such as a [ProxyException]
    List<Hop> to(Target target, CompletableFuture<?> aborted) throws IOException;

    /// One proxy for https and one for http.
    static Routes fixed(Optional<Hop.Via> https, Optional<Hop.Via> http) {
        return (target, _) -> {
            var via = target.tls() ? https : http;
            return List.of(via.<Hop>map(hop -> hop).orElse(new Hop.Direct()));
        };
    }

    /// The same, but for what `exceptions` match, and for this machine unless `loopback`.
    default Routes except(List<NoProxy> exceptions, boolean loopback) {
        return (target, aborted) ->
                (!loopback && Hosts.isLoopback(target.host()))
                                || exceptions.stream().anyMatch(list -> list.matches(target))
                        ? List.of(new Hop.Direct())
                        : to(target, aborted);
    }
}
