package dev.tug.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs the sections that are asked for, one after the other.
final class Bench {
    private static final long MEGABYTE = 1_000_000;

    /// A platform that the native library has never heard of.
    private static final Map<String, String> JSSE = Map.of("_JAVA_OPTIONS", "-Dos.arch=none");

    private final Options options;
    private final Path home;
    private final Contest.Progress progress;

    /// @param home the source tree
    Bench(Options options, Path home, Contest.Progress progress) {
        this.options = options;
        this.home = home;
        this.progress = progress;
    }

    List<Comparison> run() throws IOException, InterruptedException {
        var missing = Programs.missing();
        if (!missing.isEmpty()) {
            throw new IOException(
                    "not found: %s; apt-get install nginx docker-registry aria2 curl openssl time"
                            .formatted(missing));
        }
        try (var work = Workspace.in(options.folder(), bytesNeeded())) {
            var keys = Keys.make(work.path("keys"), "localhost", "127.0.0.1");
            var meter = new Meter(work.path("meter"));
            var contest = new Contest(work.path("runs"), meter, options.rounds(), progress);
            // Builds it if need be.
            var _ =
                    meter.run(
                            List.of(),
                            Client.quoted(options.tug().toString()) + " --version",
                            work.path("home"),
                            Map.of());
            var comparisons = new ArrayList<Comparison>();
            var sites = sites(work, keys);
            for (int megabytes : options.megabytes()) {
                var folder = work.path("model");
                var payload = Payload.ofMegabytes(megabytes, folder);
                for (var site : sites) {
                    site.publish(payload);
                    comparisons.add(contest.run(site, payload, keys.trust(), entrants(site)));
                }
                Workspace.delete(folder);
            }
            if (options.has("start")) {
                var _ = Startup.measure(options.tug(), work.path("start"), progress);
            }
            if (options.has("layers")) {
                var nginx = work.ending(Nginx.start(work.path("nginx2"), Nginx.Place.HERE, keys));
                var _ =
                        SmallLayers.measure(
                                work,
                                nginx,
                                keys,
                                meter,
                                Clients.talkingTug(options.tug()),
                                options.rounds(),
                                progress);
            }
            if (options.has("links")) {
                var _ = new ShapedLinks(work, meter, options.rounds(), progress)
                    .run(options.quick(), List.of(Clients.talkingTug(options.tug()), Clients.all(options).get(1)));
            }
            return comparisons;
        }
    }

    /// The model, what a client brings, and what curl's parts are put together to.
    private long bytesNeeded() {
        return 3 * MEGABYTE * options.megabytes().stream().mapToInt(m -> m).max().orElse(0);
    }

    private List<Site> sites(Workspace work, Keys keys) throws IOException, InterruptedException {
        var sites = new ArrayList<Site>();
        if (options.has("nginx") || options.has("jsse")) {
            sites.add(work.ending(Nginx.start(work.path("nginx"), Nginx.Place.HERE, keys)));
        }
        if (options.has("registry")) {
            sites.add(work.ending(Registry.start(work.path("registry"), keys)));
        }
        return sites;
    }

    private List<Contest.Entrant> entrants(Site site) {
        var entrants = new ArrayList<Contest.Entrant>();
        for (var client : Clients.all(options)) {
            entrants.add(new Contest.Entrant(client, Map.of()));
        }
        return entrants;
    }
}
