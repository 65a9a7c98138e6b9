package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.TransferFailure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Connects to all addresses of a host at once: a pull tries them one after the other, and each may
/// cost its time.
final class ConnectLook {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

    private final Tools tools;

    ConnectLook(Tools tools) {
        this.tools = tools;
    }

    /// A connection that came about, or why not.
    private record Attempt(InetAddress address, Optional<Socket> socket, String found) {
        boolean isAnswered() {
            return socket.isPresent();
        }
    }

    /// The first connection that came about, which is the caller's to close, or why none did.
    record Connected(Optional<Socket> socket, Optional<TransferFailure> failure) {}

    /// Connects to `addresses`, of which there is at least one, and notes which answer.
    Connected look(Goal goal, List<InetAddress> addresses) throws InterruptedException {
        var attempts = attempts(goal, addresses);
        var words =
                attempts.stream()
                        .map(attempt -> attempt.address().getHostAddress() + " " + attempt.found())
                        .collect(Collectors.joining(", "));
        if (attempts.stream().noneMatch(Attempt::isAnswered)) {
            var failure = new TransferFailure.Unreachable(goal.host(), attempts.getFirst().found());
            tools.note(goal.unreached("connect", words, failure));
            return new Connected(Optional.empty(), Optional.of(goal.failure().apply(failure)));
        }
        tools.note(
                attempts.stream().allMatch(Attempt::isAnswered)
                        ? Check.ok("connect", goal.host(), words)
                        : Check.warn("connect", goal.host(), words, Cause.SOME_ADDRESSES_DEAD));
        var sockets = attempts.stream().flatMap(attempt -> attempt.socket().stream()).toList();
        sockets.stream().skip(1).forEach(ConnectLook::close);
        return new Connected(Optional.of(sockets.getFirst()), Optional.empty());
    }

    private List<Attempt> attempts(Goal goal, List<InetAddress> addresses)
            throws InterruptedException {
        var limit = tools.deadline().atMost(CONNECT_MAX);
        var tasks = new ArrayList<Thread>();
        var attempts = new Attempt[Math.min(NameLook.ADDRESSES_MAX, addresses.size())];
        for (int i = 0; i < attempts.length; i++) {
            int index = i;
            tasks.add(
                    Thread.ofVirtual()
                            .start(() ->
                                    attempts[index] =
                                            attempt(addresses.get(index), goal.port(), limit)));
        }
        for (var task : tasks) {
            task.join();
        }
        return List.of(attempts);
    }

    private Attempt attempt(InetAddress address, int port, Duration limit) {
        var socket = new Socket();
        long start = tools.millis().getAsLong();
        try {
            socket.connect(new InetSocketAddress(address, port), Math.toIntExact(limit.toMillis()));
            var took = HostLook.time(tools.millis().getAsLong() - start);
            return new Attempt(address, Optional.of(socket), took);
        } catch (IOException e) {
            close(socket);
            return new Attempt(address, Optional.empty(), words(e, limit));
        }
    }

    private static String words(IOException e, Duration limit) {
        return e instanceof SocketTimeoutException
                ? "no answer in " + HostLook.time(limit.toMillis())
                : String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It was only looked at.
        }
    }
}
