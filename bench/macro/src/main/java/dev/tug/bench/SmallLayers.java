package dev.tug.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Tug with a model of many small layers behind a long line.
///
/// @param boundSeconds what latency alone takes with 16 connections
/// @param elapsedSeconds of the pull, as Tug says it
/// @param wallSeconds of the process
record SmallLayers(int layers, double boundSeconds, Spread elapsedSeconds, Spread wallSeconds) {
    private static final int LAYERS = 1_000;
    private static final int BYTES = 10_000;
    private static final int CONNECTIONS = 16;
    private static final Duration ROUND_TRIP = Duration.ofMillis(30);

    /// The handshake and the manifest, and the handshake of those connections that come after.
    private static final int ROUND_TRIPS_BEFORE = 3;

    /// What there is to measure with.
    record Setup(Workspace work, Nginx nginx, Keys keys, Meter meter) {
        SmallLayers measure(Client tug, int rounds, Contest.Progress progress)
                throws IOException, InterruptedException {
            var payload = Payload.ofLayers(LAYERS, BYTES, work.path("layers"));
            nginx.publish(payload);
            var loopback = InetAddress.getLoopbackAddress();
            var elapsed = new ArrayList<Double>();
            var wall = new ArrayList<Double>();
            try (var line =
                    DelayLine.start(
                            loopback,
                            new InetSocketAddress(loopback, nginx.port()),
                            ROUND_TRIP.dividedBy(2))) {
                var site = new Relayed(nginx, "localhost:" + line.port());
                for (int round = 1; round <= rounds; round++) {
                    var out = Files.createDirectories(work.path("layers-out"));
                    var command = tug.commandFor(new Client.Task(site, payload, out, keys.trust()));
                    var watched =
                            Watched.run(
                                    meter.builder(List.of(), command, out.resolve("home")),
                                    work.path("layers-errors"),
                                    _ -> {});
                    elapsed.add(watched.elapsedSeconds());
                    wall.add((watched.endNanos() - watched.startNanos()) / 1e9);
                    progress.say(
                            "%d layers, round %d of %d: %.2f s, the process %.2f s; the bound is %.2f s"
                                    .formatted(
                                            LAYERS,
                                            round,
                                            rounds,
                                            elapsed.getLast(),
                                            wall.getLast(),
                                            bound(payload)));
                    Workspace.delete(out);
                }
            }
            return new SmallLayers(
                    LAYERS, bound(payload), Spread.of(elapsed, s -> s), Spread.of(wall, s -> s));
        }
    }

    private static double bound(Payload payload) {
        int turns = Math.ceilDiv(payload.model().blobs().size(), CONNECTIONS);
        return (ROUND_TRIPS_BEFORE + turns) * ROUND_TRIP.toMillis() / 1e3;
    }

    /// The median over the bound.
    double ratio() {
        return elapsedSeconds.median() / boundSeconds;
    }
}
