package dev.tug.it;

import dev.tug.Bandwidth;
import dev.tug.PullException;
import dev.tug.PullListener;
import dev.tug.Tug;
import dev.tug.TugConfig;
import dev.tug.failure.PullFailure;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.model.ModelName;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A program that pulls while somebody else uses the same link, and prints what each of them got; run
/// in a network namespace of its own, whose loopback is slow.
final class SharedLink implements AutoCloseable {
    private static final long MODEL_BYTES = 200_000_000;

    /// What a rule that looks once a second needs to notice.
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private static final Duration MEASURE = Duration.ofSeconds(5);
    private static final Duration TAKE_MAX = Duration.ofSeconds(60);
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Lab lab = Lab.start(GeneratedModel.simple(1, MODEL_BYTES));
    private final AtomicLong others = new AtomicLong();

    /// Prints `name=value` for each thing measured; the rates are in bytes a second.
    ///
    /// @param args a scratch directory, and whether the pull is to give way
    public static void main(String[] args) throws Exception {
        try (var link = new SharedLink()) {
            link.run(Path.of(args[0]), Boolean.parseBoolean(args[1]));
        }
        // Whoever still sends or pulls has nothing to put in order.
        System.exit(0);
    }

    private void run(Path directory, boolean yielding) throws Exception {
        var first = startOther();
        Thread.sleep(Duration.ofSeconds(2));
        tell("alone", rate(others, MEASURE));
        var pulled = startPull(directory, yielding);
        Thread.sleep(SETTLE);
        tell("other", rate(others, MEASURE));
        first.close();
        long start = System.nanoTime();
        long best = 0;
        while (best < 1_250_000 && System.nanoTime() - start < TAKE_MAX.toNanos()) {
            best = Math.max(best, rate(pulled, Duration.ofSeconds(1)));
        }
        tell("taken", best);
        tell("taken_after_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        startOther();
        Thread.sleep(SETTLE);
        tell("latecomer", rate(others, MEASURE));
        System.out.println("over=1");
    }

    private static void tell(String name, long value) {
        System.out.println(name + "=" + value);
    }

    /// Bytes a second over `time`.
    private static long rate(AtomicLong counter, Duration time) throws InterruptedException {
        long before = counter.get();
        long start = System.nanoTime();
        Thread.sleep(time);
        return (counter.get() - before) * 1_000_000_000 / (System.nanoTime() - start);
    }

    /// A flow that takes what it can get; ends when the socket that is returned is closed.
    private Socket startOther() throws IOException {
        var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var receiver = new Socket(server.getInetAddress(), server.getLocalPort());
        var sender = server.accept();
        var chunk = new byte[CHUNK_BYTES];
        daemon(() -> {
            while (true) {
                sender.getOutputStream().write(chunk);
            }
        });
        daemon(() -> {
            var into = new byte[CHUNK_BYTES];
            for (int count = 0; count >= 0; count = receiver.getInputStream().read(into)) {
                others.addAndGet(count);
            }
        });
        return receiver;
    }

    /// Starts a pull; returns the count of its bytes on disk.
    private AtomicLong startPull(Path directory, boolean yielding) throws IOException {
        var trust = Files.writeString(directory.resolve("trust.pem"), lab.trustPem());
        var config =
                TugConfig.of(directory.resolve("models"))
                        .with(c ->
                                c.authorities(List.of(trust))
                                        .bandwidth(new Bandwidth())
                                        .yielding(yielding));
        var pulled = new AtomicLong();
        PullListener listener =
                event -> {
                    if (event instanceof dev.tug.PullEvent.Progress(_, var bytes, _, _)) {
                        pulled.accumulateAndGet(bytes, Math::max);
                    }
                };
        daemon(() -> {
            try (var tug = Tug.with(config)) {
                tug.pull(ModelName.parse(lab.modelReference()), listener);
            } catch (PullException e) {
                if (!(e.failure() instanceof PullFailure.Interrupted)) {
                    System.err.println(e.failure().summary());
                }
            }
        });
        return pulled;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        work.run();
                    } catch (IOException _) {
                        // Its socket was closed: that is how a flow ends.
                        return;
                    }
                });
    }

    @Override
    public void close() {
        lab.close();
    }
}
