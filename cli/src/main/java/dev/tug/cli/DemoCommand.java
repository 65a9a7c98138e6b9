package dev.tug.cli;

import dev.tug.Models;
import dev.tug.PullEvent;
import dev.tug.PullException;
import dev.tug.PullListener;
import dev.tug.Tug;
import dev.tug.lab.Appliance;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `tug demo`: a pull through an appliance that ends connections, all on this machine.
@Command(
        name = "demo",
        description = "Pull a made-up model through a hostile appliance, all on this machine")
final class DemoCommand implements Callable<Integer> {
    /// What the appliances of the bug reports bear.
    private static final int CONNECTIONS_MAX = 4;

    /// An appliance notices that there are too many only after a moment.
    private static final Duration GRACE = Duration.ofMillis(300);

    /// A rate for each connection, as networks have, so that it matters how many there are.
    private static final long BYTES_PER_SECOND = 60_000_000;

    private static final long SEED = 2026;
    private static final String MEGABYTES = "1000";
    private static final long BYTES_PER_MEGABYTE = 1_000_000;

    private final Surroundings surroundings;

    @Mixin
    @SuppressWarnings("UnusedVariable") // read by picocli
    private final HelpOption help = new HelpOption();

    @Option(
            names = "--size",
            paramLabel = "MB",
            defaultValue = MEGABYTES,
            description = "Megabytes of the made-up model (${DEFAULT-VALUE})")
    private int megabytes;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, PullException {
        if (megabytes < 1) {
            throw new UsageException(
                    "a model of " + megabytes + " MB", "give --size a number of at least 1");
        }
        try (var folder = new ScratchFolder(Path.of(System.getProperty("java.io.tmpdir")))) {
            var exit =
                    surroundings
                            .signals()
                            .watch(() -> {
                                Pulls.showCursor(surroundings);
                                folder.remove();
                            });
            try {
                return exit.applyAsInt(run(folder.create("tug-demo-")).code());
            } catch (InterruptedException _) {
                out().println("interrupted");
                return exit.applyAsInt(ExitCode.INTERRUPTED.code());
            }
        }
    }

    private ExitCode run(Path directory) throws IOException, PullException, InterruptedException {
        var rules =
                ApplianceRules.unlimited()
                        .withBytesPerSecond(BYTES_PER_SECOND)
                        .withOpenMax(
                                CONNECTIONS_MAX,
                                new ApplianceRules.Overflow.KillAll(
                                        Fault.CutKind.RST, GRACE, Duration.ZERO));
        var model = model();
        Aside.run("tug-demo-digest", model::manifestDigest);
        try (var lab = Lab.start(model)) {
            var appliance = lab.withAppliance(rules);
            introduce(lab);
            var pem = directory.resolve("lab-authorities.pem");
            Files.writeString(pem, lab.trustPem(), StandardCharsets.US_ASCII);
            var flags =
                    new Flags(
                            Optional.of(directory.resolve("models")),
                            Optional.empty(),
                            List.of(pem),
                            false,
                            false);
            var session = Session.open(surroundings, flags);
            // What a lab bears is nothing to remember: the next one has other ports. Where a path
            // is
            // inspected a pull starts with so few streams that there would be nothing to see.
            try (var tug =
                    session.tug(c -> c.profiles(Optional.empty()).inspected(Optional.of(false)))) {
                return pull(session, tug, lab, appliance);
            }
        }
    }

    private GeneratedModel model() {
        return GeneratedModel.named("library/demo", "latest")
                .layer(
                        GeneratedModel.MODEL,
                        GeneratedBlob.gguf(SEED, megabytes * BYTES_PER_MEGABYTE))
                .layer(GeneratedModel.TEMPLATE, "{{ .Prompt }}".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private void introduce(Lab lab) {
        out().println("On this machine, with no network at all, there are now");
        out().println("  a registry over TLS, " + lab.registry().hostAndPort() + ", and its CDN;");
        out().println(
                        "  before both, an appliance that inspects TLS and ends all connections when more"
                                + " than "
                                + CONNECTIONS_MAX
                                + " are open.");
        out().println();
    }

    private ExitCode pull(Session session, Tug tug, Lab lab, Appliance appliance)
            throws PullException, InterruptedException {
        var reference = lab.modelReference();
        out().println("$ tug pull --assume-inspected no " + reference);
        var seen = new Streams();
        var code =
                new Pulls(session, Pulls.Style.AUTOMATIC, false)
                        .pull(tug, List.of(reference), seen);
        if (code != ExitCode.OK) {
            return code;
        }
        out().println();
        out().println(
                        "The appliance saw up to %d connections at once and cut %d."
                                .formatted(appliance.openMax(), appliance.killed()));
        out().println(
                        "Tug %s, kept every byte it had, and finished: %s."
                                .formatted(seen.words(), verified(tug)));
        return code;
    }

    /// Reads the store once more, as `tug verify` does.
    private static String verified(Tug tug) throws PullException, InterruptedException {
        var checks = tug.models().verify(List.of(), (_, _, _) -> {});
        boolean intact = checks.stream().allMatch(c -> c.state() == Models.BlobCheck.State.INTACT);
        return intact ? "all " + checks.size() + " blobs read back and intact" : "NOT INTACT";
    }

    private PrintStream out() {
        return surroundings.err();
    }

    /// The number of streams at the start and at the end of a pull.
    private static final class Streams implements PullListener {
        private int first;
        private int last;

        private String words() {
            return last < first
                    ? "fell from " + first + " streams to " + last
                    : "kept to " + last + " streams";
        }

        @Override
        public void on(PullEvent event) {
            switch (event) {
                case PullEvent.StreamsChanged(var before, var after, _, _) -> {
                    first = Math.max(first, before);
                    last = after;
                }
                case PullEvent.Succeeded(_, var summary) -> {
                    first = Math.max(first, summary.streams());
                    last = summary.streams();
                }
                default -> {}
            }
        }
    }
}
