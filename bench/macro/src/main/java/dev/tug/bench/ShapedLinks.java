package dev.tug.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Pulls over links that are slower than the machine, with a latency of 20 ms.
///
/// @param rounds how often each client pulls over each link
record ShapedLinks(Workspace work, Meter meter, int rounds, Contest.Progress progress) {
    private static final int DELAY_MILLIS = 10;
    private static final Pattern PORT = Pattern.compile("port (\\d+)");
    private static final long MEGABIT = 1_000_000;

    /// Megabytes of the model for each rate in Mbit: 5 to 8 s, and 16 to 20 s.
    private static final Map<Integer, Integer> MEGABYTES_QUICK =
            sizes(List.of(50, 32, 200, 125, 1_000, 500));

    private static final Map<Integer, Integer> MEGABYTES =
            sizes(List.of(50, 125, 200, 500, 1_000, 2_000));

    private static Map<Integer, Integer> sizes(List<Integer> pairs) {
        var sizes = new LinkedHashMap<Integer, Integer>();
        for (int at = 0; at < pairs.size(); at += 2) {
            sizes.put(pairs.get(at), pairs.get(at + 1));
        }
        return sizes;
    }

    /// Runs all clients over all links.
    List<LinkResult> run(boolean quick, List<Client> clients)
            throws IOException, InterruptedException {
        var results = new ArrayList<LinkResult>();
        var link = work.ending(PrivateLink.create());
        var keys = Keys.make(work.path("link-keys"), "localhost", PrivateLink.ADDRESS);
        var nginx =
                work.ending(
                        Nginx.start(
                                work.path("link-nginx"),
                                new Nginx.Place(
                                        PrivateLink.wrapper(link.site()), PrivateLink.ADDRESS),
                                keys));
        var site = new Relayed(nginx, PrivateLink.ADDRESS + ":" + delayed(link, nginx));
        for (var each : (quick ? MEGABYTES_QUICK : MEGABYTES).entrySet()) {
            link.limit(each.getKey() * MEGABIT);
            var payload = Payload.ofMegabytes(each.getValue(), work.path("link-model"));
            nginx.publish(payload);
            results.addAll(pull(link, each.getKey() * MEGABIT, site, payload, keys, clients));
            site.withdraw();
            Workspace.delete(payload.folder());
        }
        return results;
    }

    /// A process of the site's that passes connections on, later; its port.
    private String delayed(PrivateLink link, Nginx nginx) throws IOException, InterruptedException {
        var command = new ArrayList<>(PrivateLink.wrapper(link.site()));
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DelayLine.class.getName(),
                        PrivateLink.ADDRESS,
                        String.valueOf(nginx.port()),
                        String.valueOf(DELAY_MILLIS)));
        var line = work.ending(ServerProcess.start(work.path("delay-line.log"), command));
        return line.awaitLine(PORT).group(1);
    }

    private List<LinkResult> pull(
            PrivateLink link,
            long bits,
            Site site,
            Payload payload,
            Keys keys,
            List<Client> clients)
            throws IOException, InterruptedException {
        var runs = new LinkedHashMap<String, List<LinkResult.Run>>();
        for (int round = 1; round <= rounds; round++) {
            for (var client : clients) {
                var run = once(link, site, payload, keys, client);
                runs.computeIfAbsent(client.name(), _ -> new ArrayList<>()).add(run);
                progress.say(
                        "%d Mbit, round %d of %d: %.2f s, tail %.0f ms, %s"
                                .formatted(
                                        bits / MEGABIT,
                                        round,
                                        rounds,
                                        run.seconds(),
                                        run.tailSeconds() * 1e3,
                                        client.name()));
            }
        }
        return runs.entrySet().stream()
                .map(each ->
                        new LinkResult(
                                each.getKey(), bits, payload.weights().size(), each.getValue()))
                .toList();
    }

    private LinkResult.Run once(
            PrivateLink link, Site site, Payload payload, Keys keys, Client client)
            throws IOException, InterruptedException {
        var out = Files.createDirectories(work.path("link-out"));
        try {
            var _ = Programs.output("sync");
            var command = client.commandFor(new Client.Task(site, payload, out, keys.trust()));
            var arrivals = new Arrivals();
            var watched =
                    Watched.run(
                            meter.builder(
                                    PrivateLink.wrapper(link.client()),
                                    command,
                                    out.resolve("home")),
                            work.path("link-errors"),
                            arrivals);
            long end = watched.success().map(Watched.Line::nanos).orElse(watched.endNanos());
            return new LinkResult.Run(
                    (end - arrivals.firstNanos()) / 1e9, (end - arrivals.lastNanos()) / 1e9);
        } finally {
            Workspace.delete(out);
        }
    }
}
