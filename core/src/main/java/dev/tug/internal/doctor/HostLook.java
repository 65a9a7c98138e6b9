package dev.tug.internal.doctor;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.proxy.Hop;
import dev.tug.internal.proxy.ProxyServer;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Looks at one host: the ways to it, its name, its addresses, and what it shows in a handshake.
final class HostLook {
    private final Tools tools;
    private final ProxyLook proxies;
    private final NameLook names;
    private final ConnectLook connections;

    HostLook(Tools tools) {
        this.tools = tools;
        this.proxies = new ProxyLook(tools);
        this.names = new NameLook(tools);
        this.connections = new ConnectLook(tools);
    }

    /// What is known of a host once it was looked at.
    ///
    /// @param via the proxy that is asked for it; empty if none is
    /// @param addresses none where a proxy looks the name up
    /// @param handshake none over http and through a proxy
    /// @param obstacle why requests to it are in vain
    record Seen(
            String host,
            int port,
            Optional<Hop.Via> via,
            List<String> addresses,
            HandshakeLook handshake,
            Optional<TransferFailure> obstacle) {
        private static Seen behind(Goal host, Optional<Hop.Via> via, TransferFailure obstacle) {
            return new Seen(
                    host.host(),
                    host.port(),
                    via,
                    List.of(),
                    HandshakeLook.NONE,
                    Optional.of(obstacle));
        }
    }

    /// Looks at the host of `base`, and notes all but what requests and TLS show.
    Seen look(URI base) throws InterruptedException {
        var goal = Goal.server(base.getHost(), Sighting.portOf(base));
        var ways = proxies.ways(base);
        if (ways.failure().isPresent()) {
            return Seen.behind(goal, Optional.empty(), ways.failure().get());
        }
        var hops = ways.hops();
        for (var hop : hops.subList(0, hops.size() - 1)) {
            var seen = by(hop, goal, base, false);
            // As a pull does it: only a proxy that is away makes room for the next way.
            if (!isAway(seen)) {
                return seen;
            }
        }
        return by(hops.getLast(), goal, base, true);
    }

    private Seen by(Hop hop, Goal goal, URI base, boolean isLast) throws InterruptedException {
        return switch (hop) {
            case Hop.Direct() -> direct(goal, TrustLook.isSecure(base));
            case Hop.Via via -> through(via, goal, isLast);
        };
    }

    private static boolean isAway(Seen seen) {
        return seen.obstacle()
                .filter(TransferFailure.ProxyUnreachable.class::isInstance)
                .isPresent();
    }

    private Seen direct(Goal goal, boolean isSecure) throws InterruptedException {
        var known = names.look(goal);
        if (known.failure().isPresent()) {
            return Seen.behind(goal, Optional.empty(), known.failure().get());
        }
        var connected = connections.look(goal, known.addresses());
        return new Seen(
                goal.host(),
                goal.port(),
                Optional.empty(),
                known.addresses().stream().map(InetAddress::getHostAddress).toList(),
                connected
                        .socket()
                        .map(socket -> handshake(goal, socket, isSecure))
                        .orElse(HandshakeLook.NONE),
                connected.failure());
    }

    private HandshakeLook handshake(Goal goal, Socket socket, boolean isSecure) {
        if (!isSecure) {
            ConnectLook.close(socket);
            return HandshakeLook.NONE;
        }
        return HandshakeLook.begin(socket, goal, tools.deadline());
    }

    /// Behind a proxy the proxy looks names up and connects: only the way to it can be looked at.
    private Seen through(Hop.Via via, Goal goal, boolean isLast) throws InterruptedException {
        var proxy = Goal.proxy(via, goal.host(), isLast);
        var known = names.look(proxy);
        if (known.failure().isPresent()) {
            return Seen.behind(goal, Optional.of(via), known.failure().get());
        }
        var connected = connections.look(proxy, known.addresses());
        connected.socket().ifPresent(ConnectLook::close);
        var obstacle = connected.failure();
        if (obstacle.isEmpty() && via.proxy().scheme() == ProxyServer.Scheme.SOCKS5) {
            obstacle = names.look(goal).failure();
        }
        return new Seen(
                goal.host(),
                goal.port(),
                Optional.of(via),
                List.of(),
                HandshakeLook.NONE,
                obstacle);
    }

    static String time(long millis) {
        return millis < 1000
                ? millis + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
