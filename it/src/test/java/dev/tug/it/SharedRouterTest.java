package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A pull that gives way to another machine behind the same router, whose queue takes 400 ms
/// (networks.md T7).
///
/// Needs root, for namespaces.
@Timeout(120)
final class SharedRouterTest {
    /// Lasts longer than the test at the line's rate.
    private static final long SIZE = 150_000_000;

    private static final long LINE = SharedRouter.MEGABITS * 1_000_000L / 8;
    private static final double SHARE_MIN = 0.8;
    private static final Duration MEASURE = Duration.ofSeconds(3);

    /// What one flow needs to fill the queue.
    private static final Duration FILL = Duration.ofSeconds(2);

    /// What a rule that looks once a second needs to notice.
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private static final int TAKE_SECONDS_MAX = 30;

    @TempDir Path directory;

    @Test
    void another_machine_gets_the_line_soon_after_it_wants_it() throws Exception {
        try (var network = SharedRouter.create();
                var lab =
                        network.site()
                                .inside(() ->
                                        Lab.start(
                                                GeneratedModel.simple(8, SIZE),
                                                PrivateNetwork.REGISTRY,
                                                PrivateNetwork.CDN))) {
            var trust = Files.writeString(directory.resolve("trust.pem"), lab.trustPem());
            var command =
                    TugCommand.trusting(trust, directory.resolve("home")).in(network.client());
            long alone = rateOfOther(network, FILL);
            var pull = command.start("pull", "--json", "--yield", lab.modelReference());
            pull.awaitOutput("\"completed\":");
            long taken = 0;
            for (int i = 0; i < TAKE_SECONDS_MAX && taken < LINE / 2; i++) {
                taken = rate(network.client(), Duration.ofSeconds(1));
            }
            long beside = rateOfOther(network, SETTLE);
            assertThat(pull.process().isAlive()).as(pull.errors()).isTrue();
            pull.kill();

            System.out.printf(
                    "bytes/s: alone %d, a pull before %d, beside it %d%n", alone, taken, beside);
            assertThat(alone).isGreaterThan(LINE / 2);
            assertThat(taken).isGreaterThan(LINE / 2);
            assertThat((double) beside).isGreaterThan(alone * SHARE_MIN);
        }
    }

    /// What the other machine gets of a new flow, some time after its begin.
    private static long rateOfOther(SharedRouter network, Duration settle) throws Exception {
        try (var _ = Flow.start(network)) {
            Thread.sleep(settle);
            return rate(network.other(), MEASURE);
        }
    }

    /// Bytes a second that a machine receives.
    private static long rate(NetworkNamespace machine, Duration time) throws Exception {
        long before = SharedRouter.received(machine);
        long start = System.nanoTime();
        Thread.sleep(time);
        return (SharedRouter.received(machine) - before)
                * 1_000_000_000
                / (System.nanoTime() - start);
    }

    /// Something that the other machine fetches as fast as it can.
    private record Flow(ServerSocket server, Socket receiver) implements AutoCloseable {
        private static final int CHUNK_BYTES = 64 * 1024;

        static Flow start(SharedRouter network) throws Exception {
            var server =
                    network.site()
                            .inside(() ->
                                    new ServerSocket(
                                            0,
                                            1,
                                            InetAddress.ofLiteral(
                                                    PrivateNetwork.REGISTRY.getHostAddress())));
            var receiver =
                    network.other()
                            .inside(() -> {
                                var socket = new Socket();
                                socket.connect(
                                        new InetSocketAddress(
                                                server.getInetAddress(), server.getLocalPort()));
                                return socket;
                            });
            var sender = server.accept();
            daemon(() -> {
                var chunk = new byte[CHUNK_BYTES];
                while (true) {
                    sender.getOutputStream().write(chunk);
                }
            });
            daemon(() -> {
                var into = new byte[CHUNK_BYTES];
                int count = 0;
                while (count >= 0) {
                    count = receiver.getInputStream().read(into);
                }
            });
            return new Flow(server, receiver);
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
        public void close() throws IOException {
            receiver.close();
            server.close();
        }
    }
}
