package dev.tug.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

/// Has clients pull one model in turn, round after round.
///
/// @param folder where each finds an empty folder, and leaves nothing
/// @param rounds how often each pulls
record Contest(Path folder, Meter meter, int rounds, Progress progress) {
    /// A log is written when a request is over, which may be after the client's end.
    private static final long LOG_MILLIS = 100;

    /// Is told what goes on.
    @FunctionalInterface
    interface Progress {
        void say(String words);
    }

    /// Runs all rounds; each begins with another client.
    Comparison run(Site site, Payload payload, Client.Trust trust, List<Client> clients)
            throws IOException, InterruptedException {
        var runs = new LinkedHashMap<String, List<Measurement>>();
        var order = new ArrayList<>(clients);
        for (int round = 1; round <= rounds; round++) {
            for (var client : order) {
                var measured = once(site, payload, trust, client);
                runs.computeIfAbsent(client.name(), _ -> new ArrayList<>()).add(measured);
                progress.say(
                        "%s %.1f GB, round %d of %d: %.2f s wall, %.2f s CPU, %s"
                                .formatted(
                                        site.name(),
                                        payload.size() / 1e9,
                                        round,
                                        rounds,
                                        measured.wallSeconds(),
                                        measured.cpuSeconds(),
                                        client.name()));
            }
            Collections.rotate(order, -1);
        }
        return new Comparison(
                site.name(),
                payload.weights().size(),
                runs.entrySet().stream()
                        .map(run -> new Comparison.Row(run.getKey(), run.getValue()))
                        .toList());
    }

    private Measurement once(Site site, Payload payload, Client.Trust trust, Client client)
            throws IOException, InterruptedException {
        var out = Files.createDirectories(folder.resolve("out"));
        try {
            var command = client.commandFor(new Client.Task(site, payload, out, trust));
            // What the run before left to be written is not this one's.
            var _ = Programs.output("sync");
            long before = site.bytesSent();
            var measured = meter.run(List.of(), command, folder.resolve("home"));
            if (!payload.isIn(out)) {
                throw new IOException("brought too little: " + command);
            }
            Thread.sleep(LOG_MILLIS);
            return new Measurement(
                    measured.wallSeconds(),
                    measured.cpuSeconds(),
                    measured.rssBytes(),
                    site.bytesSent() - before);
        } finally {
            Workspace.delete(out);
            Workspace.delete(folder.resolve("home"));
        }
    }
}
