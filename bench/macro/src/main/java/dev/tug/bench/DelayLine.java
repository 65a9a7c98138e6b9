package dev.tug.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Passes connections on and every byte of them later, each way: a long line, TLS and all.
///
/// The kernel of this machine may not know how to delay packets (`netem`); this needs no root. Opening
/// a connection takes no time here, which on a real line it does.
final class DelayLine implements AutoCloseable {
    private static final int PIECE_BYTES = 64 * 1024;

    /// Pieces under way in one direction of one connection: what a window of 16 MB may hold.
    private static final int PIECES_MAX = 256;

    private static final int BACKLOG = 128;

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Duration delay;

    /// Some bytes and when they are due.
    private record Piece(ByteBuffer bytes, boolean isEnd, long dueNanos) {
        private static final Piece END = new Piece(ByteBuffer.allocate(0), true, 0);
    }

    private DelayLine(ServerSocket listener, InetSocketAddress target, Duration delay) {
        this.listener = listener;
        this.target = target;
        this.delay = delay;
    }

    /// Listens on a free port of `address`.
    ///
    /// @param delay of each direction: half of a round trip
    static DelayLine start(InetAddress address, InetSocketAddress target, Duration delay)
            throws IOException {
        var line = new DelayLine(new ServerSocket(0, BACKLOG, address), target, delay);
        Thread.ofPlatform().daemon().name("delay-line").start(line::accept);
        return line;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                var server = new Socket(target.getAddress(), target.getPort());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                pass(client, server);
                pass(server, client);
            }
        } catch (IOException _) {
            // Closed: that is its end.
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        var queue = new ArrayBlockingQueue<Piece>(PIECES_MAX);
        var in = from.getInputStream();
        var out = to.getOutputStream();
        Thread.ofPlatform().daemon().start(() -> take(in, queue));
        Thread.ofPlatform().daemon().start(() -> give(queue, out, to));
    }

    private void take(InputStream in, BlockingQueue<Piece> queue) {
        try {
            while (true) {
                var bytes = new byte[PIECE_BYTES];
                int count = read(in, bytes);
                queue.put(
                        count < 0
                                ? Piece.END
                                : new Piece(
                                        ByteBuffer.wrap(bytes, 0, count),
                                        false,
                                        System.nanoTime() + delay.toNanos()));
                if (count < 0) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A connection that is reset ends too.
    private static int read(InputStream in, byte[] bytes) {
        try {
            return in.read(bytes);
        } catch (IOException _) {
            return -1;
        }
    }

    private static void give(BlockingQueue<Piece> queue, OutputStream out, Socket to) {
        try {
            for (var piece = queue.take(); !piece.isEnd(); piece = queue.take()) {
                long wait = piece.dueNanos() - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(Duration.ofNanos(wait));
                }
                out.write(piece.bytes().array(), 0, piece.bytes().limit());
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // The other side is gone; what still comes is for nobody.
            drain(queue);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drain(BlockingQueue<Piece> queue) {
        try {
            while (!queue.take().isEnd()) {}
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close the delay line", e);
        }
    }

    /// Runs one as a process of its own until it is ended, for a network namespace: address, target's
    /// port on loopback, milliseconds each way. Writes `port N` first.
    static void main(String[] arguments) throws IOException, InterruptedException {
        var target =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        var delay = Duration.ofMillis(Long.parseLong(arguments[2]));
        var line = start(InetAddress.getByName(arguments[0]), target, delay);
        System.out.println("port " + line.port());
        Thread.currentThread().join();
    }
}
