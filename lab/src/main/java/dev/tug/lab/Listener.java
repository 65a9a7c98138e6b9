package dev.tug.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Accepts connections on an ephemeral port and serves each on a daemon thread of its own.
///
/// Closing ends all sockets it has been shown, interrupts all threads and waits for them, 150 ms at
/// most.
final class Listener implements AutoCloseable {
    private static final int BACKLOG = 512;
    private static final Duration FAREWELL = Duration.ofMillis(150);

    private final String name;
    private final Handler handler;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean closed;

    /// Serves one connection, on its own thread; the listener closes the socket afterwards.
    interface Handler {
        void serve(Socket socket) throws IOException, InterruptedException;
    }

    /// Of one family in each process: what Java calls loopback follows its settings.
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private Listener(String name, Handler handler, ServerSocket server) {
        this.name = name;
        this.handler = handler;
        this.server = server;
    }

    /// Starts one on loopback.
    static Listener start(String name, Handler handler) {
        return start(name, LOOPBACK, handler);
    }

    static Listener start(String name, InetAddress address, Handler handler) {
        try {
            var server = new DamagedSocket.Server();
            server.bind(new InetSocketAddress(address, 0), BACKLOG);
            var listener = new Listener(name, handler, server);
            listener.run(name + "-accept", listener::accept);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address, e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /// Runs `work` on a daemon thread that ends with this listener.
    void run(String threadName, Runnable work) {
        var thread =
                Thread.ofPlatform()
                        .daemon()
                        .name(threadName)
                        .unstarted(() -> {
                            try {
                                work.run();
                            } finally {
                                threads.remove(Thread.currentThread());
                            }
                        });
        threads.add(thread);
        thread.start();
    }

    /// Has `socket` closed with this listener, at the latest.
    void adopt(Socket socket) throws IOException {
        sockets.add(socket);
        if (closed) {
            socket.close();
        }
    }

    /// Forgets a socket that is closed.
    void release(Socket socket) {
        sockets.remove(socket);
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(server);
        sockets.forEach(Listener::closeQuietly);
        threads.forEach(Thread::interrupt);
        joinAll();
    }

    static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // A socket that cannot be closed is closed already.
        }
    }

    private void joinAll() {
        var endNanos = Ticks.nanos() + FAREWELL.toNanos();
        try {
            for (var thread : threads) {
                if (!thread.equals(Thread.currentThread())
                        && thread.getState() != Thread.State.NEW) {
                    var _ = thread.join(Duration.ofNanos(endNanos - Ticks.nanos()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                var socket = server.accept();
                adopt(socket);
                run(name + "-" + number.incrementAndGet(), () -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException("cannot accept", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            handler.serve(socket);
        } catch (IOException e) {
            // The peer left or the fault ended the connection: both are everyday life here.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            release(socket);
        }
    }
}
