package dev.tug.internal.name;

import dev.tug.failure.NameTrouble;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Opens TCP connections to hosts: finds their addresses, races them (RFC 8305), and remembers which
/// were of no use. Safe for use by many threads.
public final class Connector {
    private final Pins pins;
    private final Names names;
    private final AddressMemory memory;
    private final LongSupplier clockMillis;
    private final Supplier<Socket> sockets;
    private final BiPredicate<String, InetAddress> allowed;

    /// @param clockMillis one that is never set back
    public Connector(Pins pins, Names names, AddressMemory memory, LongSupplier clockMillis) {
        this(pins, names, memory, clockMillis, RacedSocket::open);
    }

    Connector(
            Pins pins,
            Names names,
            AddressMemory memory,
            LongSupplier clockMillis,
            Supplier<Socket> sockets) {
        this(pins, names, memory, clockMillis, sockets, (_, _) -> true);
    }

    private Connector(
            Pins pins,
            Names names,
            AddressMemory memory,
            LongSupplier clockMillis,
            Supplier<Socket> sockets,
            BiPredicate<String, InetAddress> allowed) {
        this.pins = pins;
        this.names = names;
        this.memory = memory;
        this.clockMillis = clockMillis;
        this.sockets = sockets;
        this.allowed = allowed;
    }

    /// The same, where a name leads to none but `allowed` addresses; what somebody has given for it
    /// counts in any case.
    public Connector only(BiPredicate<String, InetAddress> allowed) {
        return new Connector(pins, names, memory, clockMillis, sockets, allowed);
    }

    /// How a connection is to be made.
    ///
    /// @param patience the longest wait for one, all addresses taken together
    /// @param receiveBytes the receive buffer, 0 for the system's own
    /// @param aborted ends it, whatever it waits for
    public record Order(Duration patience, int receiveBytes, CompletableFuture<Void> aborted) {}

    /// A connected socket, which is the caller's to close.
    ///
    /// @throws NameFailure if the name has no address
    /// @throws ConnectException if none of its addresses takes connections
    public Socket connect(String host, int port, Order order) throws IOException {
        var addresses =
                AddressOrder.of(
                                addresses(host, port, order.aborted()),
                                address -> memory.isAvoided(new InetSocketAddress(address, port)),
                                memory.turn(host))
                        .stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList();
        return new Heat(addresses, order).run();
    }

    /// The addresses of a host, given or found, for those who connect by other means.
    public List<InetAddress> addresses(String host, int port, CompletableFuture<Void> aborted)
            throws UnknownHostException {
        var pinned = pins.of(host, port);
        if (pinned.isPresent()) {
            return pinned.get();
        }
        var found =
                names.resolve(host, aborted).stream()
                        .filter(address -> allowed.test(host, address))
                        .toList();
        if (found.isEmpty()) {
            throw new NameFailure(host, NameTrouble.NO_ADDRESS);
        }
        return found;
    }

    /// Whether somebody has given the addresses of a host, so that nobody is asked for them.
    public boolean isGiven(String host, int port) {
        return pins.of(host, port).isPresent();
    }

    /// A connection to `address` came about and was of no use all the same.
    public void failed(InetAddress address, int port) {
        memory.failed(new InetSocketAddress(address, port));
    }

    /// News of an attempt, or of an abort.
    private record News(Optional<Attempt> attempt, Optional<IOException> failure) {}

    private record Attempt(InetSocketAddress address, Socket socket, long startedMillis) {}

    /// One race.
    private final class Heat {
        private final List<InetSocketAddress> addresses;
        private final Order order;
        private final List<Attempt> running = new ArrayList<>();
        private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();
        private final List<String> failures = new ArrayList<>();

        Heat(List<InetSocketAddress> addresses, Order order) {
            this.addresses = addresses;
            this.order = order;
        }

        Socket run() throws IOException {
            if (order.aborted().isDone()) {
                throw new InterruptedIOException("aborted");
            }
            var _ =
                    order.aborted()
                            .thenRun(() -> news.add(new News(Optional.empty(), Optional.empty())));
            long deadline = clockMillis.getAsLong() + order.patience().toMillis();
            var race = new Race(addresses.size(), clockMillis.getAsLong());
            try {
                while (true) {
                    long now = clockMillis.getAsLong();
                    switch (race.next(now)) {
                        case Race.Step.Start(var runner) ->
                                start(addresses.get(runner), deadline - now);
                        case Race.Step.Await(var until) -> {
                            var winner = await(race, Math.min(until, deadline), deadline);
                            if (winner.isPresent()) {
                                return winner.get();
                            }
                        }
                        case Race.Step.Lost() -> throw lost();
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("aborted");
            } finally {
                running.forEach(attempt -> close(attempt.socket()));
            }
        }

        private void start(InetSocketAddress address, long millis) throws IOException {
            var attempt = new Attempt(address, sockets.get(), clockMillis.getAsLong());
            if (order.receiveBytes() > 0) {
                attempt.socket().setReceiveBufferSize(order.receiveBytes());
            }
            running.add(attempt);
            Thread.ofPlatform()
                    .name("connect-" + address)
                    .daemon()
                    .start(() -> news.add(tried(attempt, (int) Math.max(1, millis))));
        }

        private static News tried(Attempt attempt, int millis) {
            try {
                attempt.socket().connect(attempt.address(), millis);
                return new News(Optional.of(attempt), Optional.empty());
            } catch (IOException e) {
                return new News(Optional.of(attempt), Optional.of(e));
            }
        }

        private Optional<Socket> await(Race race, long until, long deadline)
                throws IOException, InterruptedException {
            var heard =
                    news.poll(Math.max(0, until - clockMillis.getAsLong()), TimeUnit.MILLISECONDS);
            if (heard == null) {
                if (clockMillis.getAsLong() >= deadline) {
                    running.forEach(attempt -> memory.failed(attempt.address()));
                    throw new ConnectException("no answer in time" + others());
                }
                return Optional.empty();
            }
            if (heard.attempt().isEmpty()) {
                throw new InterruptedIOException("aborted");
            }
            var attempt = heard.attempt().get();
            running.remove(attempt);
            if (heard.failure().isEmpty()) {
                won(attempt);
                return Optional.of(attempt.socket());
            }
            close(attempt.socket());
            memory.failed(attempt.address());
            failures.add(words(heard.failure().get()));
            race.failed(clockMillis.getAsLong());
            return Optional.empty();
        }

        /// Those that had their time and were overtaken are as good as failed.
        private void won(Attempt winner) {
            memory.worked(winner.address());
            running.stream()
                    .filter(other ->
                            clockMillis.getAsLong() - other.startedMillis() >= Race.DELAY_MILLIS)
                    .forEach(other -> memory.failed(other.address()));
        }

        private ConnectException lost() {
            return new ConnectException(failures.getLast() + others());
        }

        private String others() {
            return addresses.size() == 1 ? "" : " (" + addresses.size() + " addresses tried)";
        }
    }

    private static String words(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /// A loser that connects in spite of it is closed by the close that came before.
    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone, as was meant.
        }
    }
}
