package dev.tug.internal.http;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.name.Connector;
import dev.tug.internal.proxy.Hop;
import dev.tug.internal.proxy.Proxies;
import dev.tug.internal.proxy.ProxyException;
import dev.tug.internal.proxy.ProxyServer;
import dev.tug.internal.proxy.Target;

import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.net.NamedEndpoint;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Opens one connection: directly, or through the first proxy that can be reached.
///
/// Which it is is decided before a name is looked up: a proxy looks up names by itself.
final class Detour {
    private static final System.Logger LOG = System.getLogger(Detour.class.getName());

    /// Each may take a SOCKS proxy its whole patience.
    private static final int ADDRESSES_MAX = 4;

    private final ManagedHttpClientConnection connection;
    private final HttpHost host;
    private final @Nullable NamedEndpoint name;
    private final Steps steps;
    private final Connector connector;
    private final Forwards forwards;

    /// What the client library does on the way.
    interface Steps {
        /// Connects to `to`, in TLS to `as` if `to` is https; the connection is then bound to it.
        void connect(HttpHost to, @Nullable NamedEndpoint as) throws IOException;

        /// Begins TLS with the server on the connection as it is.
        void secure() throws IOException;

        /// Begins TLS with a proxy, and binds the connection to that.
        Socket secure(Socket proxy, String as, int port) throws IOException;
    }

    Detour(
            ManagedHttpClientConnection connection,
            HttpHost host,
            @Nullable NamedEndpoint name,
            Steps steps,
            Connector connector,
            Forwards forwards) {
        this.connection = connection;
        this.host = host;
        this.name = name;
        this.steps = steps;
        this.connector = connector;
        this.forwards = forwards;
    }

    void go(CompletableFuture<Void> aborted) throws IOException {
        var proxies = forwards.proxies();
        if (proxies.isEmpty()) {
            steps.connect(host, name);
            return;
        }
        var target = target();
        var hops = proxies.get().to(target, aborted);
        for (var hop : hops.subList(0, hops.size() - 1)) {
            try {
                go(hop, target, proxies.get(), aborted);
                return;
            } catch (IOException e) {
                if (aborted.isDone() || !isAway(hop, e)) {
                    throw e;
                }
                LOG.log(System.Logger.Level.INFO, e.getMessage());
            }
        }
        go(hops.getLast(), target, proxies.get(), aborted);
    }

    /// Whether another way may be tried. Who was connected to and said something said what counts.
    private boolean isAway(Hop hop, IOException e) {
        return switch (hop) {
            case Hop.Via _ -> e instanceof ProxyException proxy && Proxies.isAway(proxy);
            case Hop.Direct() -> {
                var failure = NetworkErrors.classify(host.getHostName(), Duration.ZERO, 0, e);
                yield failure instanceof TransferFailure.Unresolved
                        || failure instanceof TransferFailure.Unreachable;
            }
        };
    }

    private Target target() {
        boolean tls = URIScheme.HTTPS.same(host.getSchemeName());
        var port = host.getPort() >= 0 ? host.getPort() : tls ? 443 : 80;
        return new Target(tls, host.getHostName(), port);
    }

    private void go(Hop hop, Target target, Proxies proxies, CompletableFuture<Void> aborted)
            throws IOException {
        switch (hop) {
            case Hop.Direct() -> steps.connect(host, name);
            case Hop.Via via -> {
                Proxies.Dial dial = () -> proxies.dial(via, () -> dial(via));
                if (!target.tls() && via.proxy().scheme().isHttp()) {
                    dial.dial();
                    forwards.add(connection, via);
                    return;
                }
                open(via, target, proxies, dial, aborted);
                if (target.tls()) {
                    steps.secure();
                }
            }
        }
    }

    /// SOCKS without the `h` wants an address, and tells if nobody is there.
    private void open(
            Hop.Via via,
            Target target,
            Proxies proxies,
            Proxies.Dial dial,
            CompletableFuture<Void> aborted)
            throws IOException {
        var agent = forwards.userAgent();
        if (via.proxy().scheme() != ProxyServer.Scheme.SOCKS5) {
            proxies.open(via, target, Optional.empty(), dial, agent, aborted);
            return;
        }
        var all = connector.addresses(target.host(), target.port(), aborted);
        var some = all.subList(0, Math.min(all.size(), ADDRESSES_MAX));
        for (var address : some.subList(0, some.size() - 1)) {
            try {
                proxies.open(via, target, Optional.of(address), dial, agent, aborted);
                return;
            } catch (ProxyException e) {
                if (aborted.isDone() || !Proxies.isServerAway(e)) {
                    throw e;
                }
                LOG.log(System.Logger.Level.INFO, e.getMessage());
            }
        }
        proxies.open(via, target, Optional.of(some.getLast()), dial, agent, aborted);
    }

    private Socket dial(Hop.Via via) throws ProxyException {
        var proxy = via.proxy();
        try {
            steps.connect(new HttpHost(URIScheme.HTTP.id, proxy.host(), proxy.port()), null);
            return proxy.scheme() == ProxyServer.Scheme.HTTPS
                    ? steps.secure(connection.getSocket(), proxy.host(), proxy.port())
                    : connection.getSocket();
        } catch (IOException e) {
            var why = NetworkErrors.classify(proxy.host(), Duration.ZERO, 0, e);
            throw new ProxyException(
                    why instanceof TransferFailure.Untrusted
                            ? why
                            : TransferFailure.ProxyUnreachable.of(
                                    proxy.toString(), via.source(), why),
                    e);
        }
    }
}
