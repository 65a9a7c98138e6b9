package dev.tug.internal.proxy;

import dev.tug.failure.TransferFailure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/// The proxies of one [dev.tug.internal.http.Transport]: which is asked for what, what is known of
/// each, and the way through. Safe for threads.
public final class Proxies {
    private static final System.Logger LOG = System.getLogger(Proxies.class.getName());

    /// A proxy that could not be reached is tried last for so long (browsers: 5 min to 30 min).
    private static final Duration AVOIDED = Duration.ofMinutes(5);

    private static final int SERVER_ERROR = 500;

    private final Routes routes;
    private final Logins logins;
    private final Refusals refusals;
    private final Talk.Tools tools;
    private final LongSupplier clockMillis;

    /// Those whose open doors are used; empty if these are all.
    private final Optional<Proxies> attended;

    /// Guarded by itself.
    private final Map<Gate, Door> doors = new HashMap<>();

    /// When each was unreachable last; guarded by itself.
    private final Map<ProxyServer, Long> unreachable = new HashMap<>();

    /// What is shown to a proxy that a stranger may have named says nothing of one that was not.
    private record Gate(ProxyServer proxy, boolean vouched) {}

    /// Opens a connection to a proxy, in TLS if that is how it is spoken to.
    @FunctionalInterface
    public interface Dial {
        Socket dial() throws IOException;
    }

    /// @param clockMillis monotonic
    public Proxies(
            Routes routes,
            Logins logins,
            Refusals refusals,
            Talk.Tools tools,
            LongSupplier clockMillis) {
        this(routes, logins, refusals, tools, clockMillis, Optional.empty());
    }

    private Proxies(
            Routes routes,
            Logins logins,
            Refusals refusals,
            Talk.Tools tools,
            LongSupplier clockMillis,
            Optional<Proxies> attended) {
        this.routes = routes;
        this.logins = logins;
        this.refusals = refusals;
        this.tools = tools;
        this.clockMillis = clockMillis;
        this.attended = attended;
    }

    /// The same for what nobody has asked for: logins that these have found are used, and no human is
    /// asked for others.
    public Proxies unattended() {
        return new Proxies(
                routes, logins.unasked(), refusals, tools, clockMillis, Optional.of(this));
    }

    /// The ways to `target` in the order to try them: what was unreachable lately comes last.
    ///
    /// @param aborted ends the wait for a script
    public List<Hop> to(Target target, CompletableFuture<?> aborted) throws IOException {
        var hops = routes.to(target, aborted);
        if (hops.size() < 2) {
            return hops;
        }
        var order = new ArrayList<>(hops.stream().filter(hop -> !isAvoided(hop)).toList());
        hops.stream().filter(this::isAvoided).forEach(order::add);
        return order;
    }

    private boolean isAvoided(Hop hop) {
        if (!(hop instanceof Hop.Via(var proxy, _, _))) {
            return false;
        }
        synchronized (unreachable) {
            var when = unreachable.get(proxy);
            return when != null && clockMillis.getAsLong() - when < AVOIDED.toMillis();
        }
    }

    /// As in the key of a profile: `direct`, or `proxy HOST:PORT`.
    public String way(Target target) {
        try {
            return to(target, new CompletableFuture<>()).getFirst().way();
        } catch (IOException e) {
            return new Hop.Direct().way();
        }
    }

    /// Connects to a proxy.
    ///
    /// @throws ProxyException whatever prevents it
    public Socket dial(Hop.Via via, Dial dial) throws IOException {
        try {
            var socket = dial.dial();
            synchronized (unreachable) {
                unreachable.remove(via.proxy());
            }
            return socket;
        } catch (ProxyException e) {
            synchronized (unreachable) {
                unreachable.put(via.proxy(), clockMillis.getAsLong());
            }
            throw e;
        }
    }

    /// Opens a tunnel to `target` over connections from `dial`; the last that it gave is its end.
    ///
    /// @param address where the target is, if that was to be looked up here
    public void open(
            Hop.Via via,
            Target target,
            Optional<InetAddress> address,
            Dial dial,
            String userAgent,
            CompletableFuture<?> aborted)
            throws IOException {
        LOG.log(
                System.Logger.Level.INFO,
                "to {0} through the proxy {1} (from {2})",
                target.authority(),
                via.proxy(),
                via.source());
        try (var talk = talk(via, aborted)) {
            if (via.proxy().scheme().isHttp()) {
                new Tunnel(via, dial, userAgent, clockMillis).open(target, talk);
            } else {
                new Socks(via, dial, clockMillis).open(target, address, talk);
            }
        }
    }

    /// A login at `via` for a request that goes there without a tunnel.
    public Talk talk(Hop.Via via, CompletableFuture<?> aborted) throws IOException {
        var gate = new Gate(via.proxy(), via.vouched());
        var known = attended.flatMap(others -> others.door(gate)).filter(Door::isOpen);
        return Talk.at(known.orElseGet(() -> door(gate, via)), tools, aborted);
    }

    private Door door(Gate gate, Hop.Via via) {
        synchronized (doors) {
            return doors.computeIfAbsent(gate, _ -> new Door(via, logins, refusals, clockMillis));
        }
    }

    private Optional<Door> door(Gate gate) {
        synchronized (doors) {
            return Optional.ofNullable(doors.get(gate));
        }
    }

    /// How the proxy was logged in to, such as `Basic as me`; empty if it has let nobody through, or
    /// whoever came.
    public Optional<String> login(Hop.Via via) {
        return door(new Gate(via.proxy(), via.vouched()))
                .flatMap(Door::pass)
                .map(pass ->
                        pass.scheme().word()
                                + pass.login().map(login -> " as " + login.user()).orElse(""));
    }

    /// Whether another way may be tried after `e`.
    public static boolean isAway(ProxyException e) {
        return e.failure() instanceof TransferFailure.ProxyUnreachable;
    }

    /// Whether another address of the server may be tried after `e`.
    public static boolean isServerAway(ProxyException e) {
        return e.failure() instanceof TransferFailure.ProxyRefused refused
                && refused.status() >= SERVER_ERROR;
    }
}
