package dev.tug.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs the sections that are asked for, one after the other.
final class Bench {
    private static final long MEGABYTE = 1_000_000;

    /// The model, what a client brings, and what curl's parts are put together to.
    private static final int COPIES = 3;

    private final Options options;
    private final Path home;
    private final Contest.Progress progress;

    /// @param home the source tree
    Bench(Options options, Path home, Contest.Progress progress) {
        this.options = options;
        this.home = home;
        this.progress = progress;
    }

    Findings run() throws IOException, InterruptedException {
        var missing = Programs.missing();
        if (!missing.isEmpty()) {
            throw new IOException(
                    "not found: %s; apt-get install nginx docker-registry aria2 curl openssl time"
                            .formatted(missing));
        }
        // Builds it if need be; that is no part of what is measured.
        var _ = Programs.output(options.tug().toString(), "--version");
        long bytes =
                COPIES * MEGABYTE * options.megabytes().stream().mapToInt(m -> m).max().orElse(0);
        try (var work = Workspace.in(options.folder(), bytes)) {
            return new Sections(work).run();
        }
    }

    /// The sections, in one folder.
    private final class Sections {
        private final Workspace work;
        private final Meter meter;
        private final Keys keys;
        private final Nginx nginx;

        private Sections(Workspace work) throws IOException, InterruptedException {
            this.work = work;
            meter = new Meter(work.path("meter"));
            keys = Keys.make(work.path("keys"), "localhost", "127.0.0.1");
            nginx = work.ending(Nginx.start(work.path("nginx"), Nginx.Place.HERE, keys));
        }

        private Findings run() throws IOException, InterruptedException {
            var facts = Facts.gather(home, options.tug(), options.folder());
            var skipped = new ArrayList<String>();
            var startup = startup();
            var comparisons = comparisons();
            var layers = layers();
            var links = links(skipped);
            return new Findings(
                    facts.atEnd(), options.rounds(), comparisons, layers, links, startup, skipped);
        }

        private Optional<Startup> startup() throws IOException, InterruptedException {
            return options.has("start")
                    ? Optional.of(Startup.measure(options.tug(), work.path("start"), progress))
                    : Optional.empty();
        }

        private List<Comparison> comparisons() throws IOException, InterruptedException {
            var sites = new ArrayList<Site>();
            if (options.has("nginx")) {
                sites.add(nginx);
            }
            if (options.has("registry")) {
                sites.add(work.ending(Registry.start(work.path("registry"), keys)));
            }
            var comparisons = new ArrayList<Comparison>();
            if (sites.isEmpty()) {
                return comparisons;
            }
            var contest = new Contest(work.path("runs"), meter, options.rounds(), progress);
            for (int megabytes : options.megabytes()) {
                var folder = work.path("model");
                var payload = Payload.ofMegabytes(megabytes, folder);
                for (var site : sites) {
                    site.publish(payload);
                    comparisons.add(contest.run(site, payload, keys.trust(), Clients.all(options)));
                    site.withdraw();
                }
                Workspace.delete(folder);
            }
            return comparisons;
        }

        private Optional<SmallLayers> layers() throws IOException, InterruptedException {
            return options.has("layers")
                    ? Optional.of(
                            new SmallLayers.Setup(work, nginx, keys, meter)
                                    .measure(
                                            Clients.talkingTug(options.tug()),
                                            options.rounds(),
                                            progress))
                    : Optional.empty();
        }

        private List<LinkResult> links(List<String> skipped)
                throws IOException, InterruptedException {
            if (!options.has("links")) {
                return List.of();
            }
            var obstacle = PrivateLink.obstacle();
            if (obstacle.isPresent()) {
                skipped.add("shaped links: " + obstacle.get());
                return List.of();
            }
            return new ShapedLinks(work, meter, options.rounds(), progress)
                    .run(options.quick(), Clients.onLinks(options));
        }
    }
}
