package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks at one host: its name, the way to it, its addresses, and what it shows in a handshake.
final class HostLook {
    private static final Duration LOOKUP_MAX = Duration.ofSeconds(4);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(4);

    /// Of many addresses the first few tell enough.
    private static final int ADDRESSES_MAX = 4;

    private final Tools tools;

    HostLook(Tools tools) {
        this.tools = tools;
    }

    /// What is known of a host once it was looked at.
    ///
    /// @param shown in the handshake; empty over http, through a proxy and where none came about
    /// @param obstacle why requests to it are in vain
    record Seen(
            String host,
            int port,
            List<String> addresses,
            Optional<Handshake.Shown> shown,
            Optional<TransferFailure> obstacle) {}

    /// Looks at the host of `base`, and notes all but what TLS shows.
    Seen look(URI base) throws InterruptedException {
        var host = base.getHost();
        int port = Sighting.portOf(base);
        var way = tools.route().to(base);
        tools.note(Check.ok("route", host, way.words()));
        if (way.proxy().isPresent()) {
            return throughProxy(way.proxy().get(), host, port);
        }
        var addresses = addresses(host);
        if (addresses.isEmpty()) {
            return new Seen(
                    host,
                    port,
                    List.of(),
                    Optional.empty(),
                    Optional.of(new TransferFailure.Unresolved(host)));
        }
        var attempts = attempts(host, port, addresses);
        return connected(host, port, "https".equals(base.getScheme()), attempts);
    }

    private List<InetAddress> addresses(String host) throws InterruptedException {
        long start = tools.millis().getAsLong();
        try {
            var found =
                    Bounded.call(tools.deadline().atMost(LOOKUP_MAX), () -> tools.names().of(host));
            var took = time(tools.millis().getAsLong() - start);
            if (found.isEmpty()) {
                noAddress(host, "the name server does not answer within " + took);
                return List.of();
            }
            var addresses = List.of(found.get());
            boolean isAddress = addresses.getFirst().getHostAddress().equals(host);
            tools.note(
                    Check.ok(
                            "names",
                            host,
                            isAddress ? "is an address" : texts(addresses) + "; " + took));
            return addresses;
        } catch (InterruptedException e) {
            throw e;
        } catch (UnknownHostException _) {
            noAddress(host, "the name server knows no address of it");
            return List.of();
        } catch (Exception e) {
            noAddress(host, "the lookup failed: " + e.getMessage());
            return List.of();
        }
    }

    private void noAddress(String host, String found) {
        tools.note(
                Check.fail(
                        "names",
                        host,
                        found,
                        Cause.NO_ADDRESS,
                        network(host, new TransferFailure.Unresolved(host))));
    }

    /// A connection that came about, or why not.
    private record Attempt(
            InetAddress address, Optional<Socket> socket, String found, boolean isAnswered) {}

    /// All addresses at once: a pull tries them one after the other, and each may cost its time.
    private List<Attempt> attempts(String host, int port, List<InetAddress> addresses)
            throws InterruptedException {
        var limit = tools.deadline().atMost(CONNECT_MAX);
        var tasks = new ArrayList<Thread>();
        var attempts = new Attempt[Math.min(ADDRESSES_MAX, addresses.size())];
        for (int i = 0; i < attempts.length; i++) {
            int index = i;
            tasks.add(
                    Thread.ofVirtual()
                            .start(() ->
                                    attempts[index] = attempt(addresses.get(index), port, limit)));
        }
        for (var task : tasks) {
            task.join();
        }
        var all = List.of(attempts);
        var words =
                all.stream()
                        .map(attempt -> attempt.address().getHostAddress() + " " + attempt.found())
                        .collect(Collectors.joining(", "));
        if (all.stream().noneMatch(Attempt::isAnswered)) {
            var failure = new TransferFailure.Unreachable(host, all.getFirst().found());
            tools.note(
                    Check.fail("connect", host, words, Cause.UNREACHABLE, network(host, failure)));
        } else if (all.stream().allMatch(Attempt::isAnswered)) {
            tools.note(Check.ok("connect", host, words));
        } else {
            tools.note(Check.warn("connect", host, words, Cause.SOME_ADDRESSES_DEAD));
        }
        return all;
    }

    private Attempt attempt(InetAddress address, int port, Duration limit) {
        var socket = new Socket();
        long start = tools.millis().getAsLong();
        try {
            socket.connect(new InetSocketAddress(address, port), Math.toIntExact(limit.toMillis()));
            var took = time(tools.millis().getAsLong() - start);
            return new Attempt(address, Optional.of(socket), took, true);
        } catch (IOException e) {
            close(socket);
            return new Attempt(address, Optional.empty(), words(e, limit), false);
        }
    }

    private static String words(IOException e, Duration limit) {
        return e instanceof java.net.SocketTimeoutException
                ? "no answer in " + time(limit.toMillis())
                : String.valueOf(e.getMessage()).toLowerCase(java.util.Locale.ROOT);
    }

    private Seen connected(String host, int port, boolean isSecure, List<Attempt> attempts) {
        var addresses = attempts.stream().map(a -> a.address().getHostAddress()).toList();
        var first = attempts.stream().flatMap(a -> a.socket().stream()).findFirst();
        Optional<Handshake.Shown> shown = Optional.empty();
        if (isSecure && first.isPresent()) {
            try {
                shown =
                        Optional.of(
                                Handshake.on(
                                        first.get(),
                                        host,
                                        port,
                                        tools.deadline().atMost(HANDSHAKE_MAX)));
            } catch (IOException _) {
                // The first request fails as well, and says why in a pull's words.
                shown = Optional.empty();
            }
        }
        attempts.stream().flatMap(a -> a.socket().stream()).forEach(HostLook::close);
        return new Seen(
                host,
                port,
                addresses,
                shown,
                first.isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                new TransferFailure.Unreachable(
                                        host, attempts.getFirst().found())));
    }

    /// Behind a proxy the proxy looks names up and connects: only the way to it can be looked at.
    private Seen throughProxy(URI proxy, String host, int port) throws InterruptedException {
        var addresses = addresses(proxy.getHost());
        if (!addresses.isEmpty()) {
            attempts(proxy.getHost(), Sighting.portOf(proxy), addresses).stream()
                    .flatMap(a -> a.socket().stream())
                    .forEach(HostLook::close);
        }
        return new Seen(host, port, List.of(), Optional.empty(), Optional.empty());
    }

    private static PullFailure network(String host, TransferFailure failure) {
        return new PullFailure.Network("connection to " + host, 1, failure);
    }

    private static String texts(List<InetAddress> addresses) {
        var some = addresses.stream().limit(ADDRESSES_MAX).map(InetAddress::getHostAddress);
        var more = addresses.size() - ADDRESSES_MAX;
        return Stream.concat(some, more > 0 ? Stream.of(more + " more") : Stream.empty())
                .collect(Collectors.joining(", "));
    }

    static String time(long millis) {
        return millis < 1000
                ? millis + " ms"
                : String.format(java.util.Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It was only looked at.
        }
    }
}
