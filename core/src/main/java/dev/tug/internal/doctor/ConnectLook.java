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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Connects to all addresses of a host at once: a pull tries them one after the other, and each may
/// cost its time.
final class ConnectLook {
    /// Where none answers. A pull waits longer, but a SYN is sent again after 1, 3 and 7 s, and who takes
    /// none of them takes no other.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /// Where one has answered, the others tell only whether a pull would lose time with them.
    private static final Duration OTHERS_MAX = Duration.ofSeconds(3);

    /// A connect that has had its time tells so by itself.
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final Tools tools;

    ConnectLook(Tools tools) {
        this.tools = tools;
    }

    private record Task(InetAddress address, Socket socket) {}

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
        long start = tools.millis().getAsLong();
        var limit = tools.deadline().atMost(PATIENCE);
        var tasks = new ArrayList<Task>();
        var done = new LinkedBlockingQueue<Attempt>();
        addresses.stream()
                .limit(NameLook.ADDRESSES_MAX)
                .map(address -> new Task(address, new Socket()))
                .forEach(task -> {
                    tasks.add(task);
                    Thread.ofVirtual().start(() -> done.add(attempt(task, goal.port(), limit)));
                });
        var attempts = new HashMap<InetAddress, Attempt>();
        while (attempts.size() < tasks.size()) {
            boolean isAnswered = attempts.values().stream().anyMatch(Attempt::isAnswered);
            long end = start + (isAnswered ? OTHERS_MAX : limit.plus(MARGIN)).toMillis();
            var next = done.poll(end - tools.millis().getAsLong(), TimeUnit.MILLISECONDS);
            if (next == null) {
                break;
            }
            attempts.put(next.address(), next);
        }
        var late = "no answer in " + HostLook.time(tools.millis().getAsLong() - start);
        return tasks.stream()
                .map(task ->
                        Optional.ofNullable(attempts.get(task.address()))
                                .orElseGet(() -> left(task, late)))
                .toList();
    }

    private static Attempt left(Task task, String words) {
        close(task.socket());
        return new Attempt(task.address(), Optional.empty(), words);
    }

    private Attempt attempt(Task task, int port, Duration limit) {
        long start = tools.millis().getAsLong();
        try {
            task.socket()
                    .connect(
                            new InetSocketAddress(task.address(), port),
                            Math.toIntExact(limit.toMillis()));
            var took = HostLook.time(tools.millis().getAsLong() - start);
            return new Attempt(task.address(), Optional.of(task.socket()), took);
        } catch (IOException e) {
            close(task.socket());
            return new Attempt(task.address(), Optional.empty(), words(e, limit));
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
