package dev.tug.internal.doctor;

import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.proxy.Hop;
import dev.tug.internal.proxy.Proxies;
import dev.tug.internal.proxy.ProxyException;
import dev.tug.internal.proxy.Target;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Says by which ways requests get out of this machine, and what the proxy on the way makes of them.
final class ProxyLook {
    private static final String DIRECT = "direct: no proxy is named for it";

    private final Tools tools;
    private final Optional<Proxies> proxies;

    ProxyLook(Tools tools) {
        this.tools = tools;
        this.proxies = tools.proxies();
    }

    /// The ways to a server in their order, or why they are not known.
    record Ways(List<Hop> hops, Optional<TransferFailure> failure) {}

    /// Asks whoever decides for the ways to the server of `base`, and notes them.
    Ways ways(URI base) {
        var host = base.getHost();
        if (proxies.isEmpty()) {
            tools.note(Check.ok("route", host, DIRECT));
            return new Ways(List.of(new Hop.Direct()), Optional.empty());
        }
        try {
            var hops = proxies.get().to(Target.of(base), new CompletableFuture<>());
            tools.note(
                    Check.ok(
                            "route",
                            host,
                            hops.stream()
                                    .map(ProxyLook::words)
                                    .collect(Collectors.joining(", else "))));
            return new Ways(hops, Optional.empty());
        } catch (IOException e) {
            var failure =
                    e instanceof ProxyException known
                            ? known.failure()
                            : new TransferFailure.Unreachable(
                                    host, Objects.requireNonNullElse(e.getMessage(), "no way"));
            tools.note(fail("route", host, failure));
            return new Ways(List.of(), Optional.of(failure));
        }
    }

    private static String words(Hop hop) {
        return switch (hop) {
            case Hop.Direct() -> DIRECT;
            case Hop.Via(var proxy, var source, _) -> "proxy " + proxy + " (from " + source + ")";
        };
    }

    /// Notes what the proxy did with the first request to `host`; whether it stands in the way.
    ///
    /// @param failure of that request
    boolean isInTheWay(String host, Hop.Via via, Optional<TransferFailure> failure) {
        if (failure.filter(ProxyLook::isOfProxy).isPresent()) {
            tools.note(fail("proxy", host, failure.get()));
            return true;
        }
        if (failure.filter(it -> isOfItsTls(it, via, host)).isPresent()) {
            // Whatever is wrong with it, it is not the server's.
            tools.note(fail("proxy", via.proxy().host(), failure.get()));
            return true;
        }
        var login =
                proxies.flatMap(all -> all.login(via))
                        .map(words -> "logged in by " + words)
                        .orElse("it wants no login");
        tools.note(Check.ok("proxy", host, via.proxy() + " lets it through; " + login));
        return false;
    }

    private static boolean isOfProxy(TransferFailure failure) {
        return failure instanceof TransferFailure.ProxyDenied
                || failure instanceof TransferFailure.ProxyRefused
                || failure instanceof TransferFailure.ProxyUnreachable;
    }

    private static boolean isOfItsTls(TransferFailure failure, Hop.Via via, String server) {
        var whose =
                switch (failure) {
                    case TransferFailure.Untrusted untrusted -> untrusted.host();
                    case TransferFailure.HandshakeFailed handshake -> handshake.host();
                    default -> "";
                };
        return whose.equals(via.proxy().host()) && !whose.equals(server);
    }

    private static Check fail(String name, String host, TransferFailure failure) {
        return Check.fail(
                name,
                host,
                failure.summary(),
                Failures.cause(failure),
                new PullFailure.Network("connection to " + host, 1, failure));
    }
}
