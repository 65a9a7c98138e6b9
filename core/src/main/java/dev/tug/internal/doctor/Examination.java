package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Conclusion;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Host;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One examination: looks at the machine and at the network at once, and ends in time.
///
/// Used once. The listener is called on the calling thread.
public final class Examination {
    /// The time for all but the probe (acceptance test T25).
    public static final Duration TIME_MAX = Duration.ofSeconds(15);

    /// The time for the probe on top.
    public static final Duration PROBE_MAX = Duration.ofSeconds(20);

    /// What is under way when the time is over ends within it.
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final int EXCHANGES_MAX = 64;

    private static final List<String> NETWORK_CHECKS =
            List.of("names", "connect", "tls", "clock", "registry", "manifest", "blobs", "ranges");

    private final Office office;
    private final Subject subject;
    private final boolean probe;
    private final Tools tools;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final List<Check> checks = new ArrayList<>();

    private sealed interface News {
        record Found(Check check) implements News {}

        record Done() implements News {}

        record Broken(RuntimeException cause) implements News {}
    }

    public Examination(Office office, Subject subject, boolean probe) {
        this.office = office;
        this.subject = subject;
        this.probe = probe;
        var silence = new Silence(office.witness(), office.calendar(), office.patience().pull());
        this.tools =
                new Tools(
                        office.witness(),
                        office.names(),
                        office.proxies(),
                        new ChainJudge(office.tls()),
                        office.calendar(),
                        office.millis(),
                        new Deadline(office.millis(), probe ? TIME_MAX.plus(PROBE_MAX) : TIME_MAX),
                        check ->
                                news.add(
                                        new News.Found(
                                                silence.judged(timely(check))
                                                        .at(office.calendar().instant()))));
    }

    /// Examines, telling `listener` of each check as it is done.
    public Diagnosis run(Consumer<Check> listener) throws InterruptedException {
        var started = office.calendar().instant();
        long start = office.millis().getAsLong();
        var network = new NetworkLook(tools, office, subject, probe);
        var workers =
                List.of(
                        worker(() -> {
                            new StoreLook(tools, office.store(), office.margin()).writable();
                            new OllamaLook(tools, office.store(), office.ollama()).look();
                        }),
                        worker(network::look));
        try {
            attend(workers.size(), listener);
        } finally {
            office.witness().abortAll();
            workers.forEach(Thread::interrupt);
        }
        unfinished()
                .forEach(check -> {
                    checks.add(check);
                    listener.accept(check);
                });
        var host = subject.base().getHost();
        return new Diagnosis(
                subject.words(),
                started,
                Duration.ofMillis(office.millis().getAsLong() - start),
                checks,
                hosts(network),
                office.witness().sightings().stream()
                        .limit(EXCHANGES_MAX)
                        .map(Sighting::told)
                        .toList(),
                network.manifestAddress(),
                network.blobAddress(),
                Untested.of(checks, subject.model().isPresent(), probe),
                Conclusion.of(checks, host));
    }

    private Thread worker(Work work) {
        return Thread.ofPlatform()
                .name("tug-doctor")
                .daemon()
                .start(() -> {
                    try {
                        work.run();
                        news.add(new News.Done());
                    } catch (InterruptedException _) {
                        news.add(new News.Done());
                    } catch (RuntimeException e) {
                        news.add(new News.Broken(e));
                    }
                });
    }

    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    /// Takes in what the workers find until they are done or the time is over.
    private void attend(int workers, Consumer<Check> listener) throws InterruptedException {
        int left = workers;
        boolean isLate = false;
        while (left > 0) {
            var wait = isLate ? GRACE : tools.deadline().atMost(PROBE_MAX.plus(TIME_MAX));
            var next = news.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                if (isLate) {
                    return;
                }
                isLate = true;
                office.witness().abortAll();
                continue;
            }
            switch (next) {
                case News.Found(var check) -> {
                    checks.add(check);
                    listener.accept(check);
                }
                case News.Done() -> left--;
                case News.Broken(var cause) -> throw cause;
            }
        }
    }

    /// What was ended because the time was over had been silent until then.
    private static Check timely(Check check) {
        if (!check.isFail() && check.found().endsWith(": " + Silence.ABORTED)) {
            return late(check.name(), check.subject());
        }
        return check.failure().orElse(null)
                                instanceof PullFailure.Network(var what, var attempts, var cause)
                        && cause instanceof TransferFailure.Cut(var host, _, var detail)
                        && detail.equals(Silence.ABORTED)
                ? Check.fail(
                        check.name(),
                        check.subject(),
                        "had not answered when the time was over",
                        Cause.SILENT,
                        new PullFailure.Network(
                                what, attempts, new TransferFailure.Stalled(host, TIME_MAX)))
                : check;
    }

    private Stream<Check> unfinished() {
        if (!tools.deadline().isOver()) {
            return Stream.empty();
        }
        return NETWORK_CHECKS.stream()
                .filter(name -> checks.stream().noneMatch(check -> check.name().equals(name)))
                .map(name -> late(name, subject.base().getHost()));
    }

    /// There was no time for a check.
    static Check late(String name, String host) {
        return Check.late(name, host, "no time was left for it");
    }

    private List<Host> hosts(NetworkLook network) {
        var first = subject.base().getHost();
        return network.seen().stream()
                .map(seen ->
                        new Host(
                                seen.host(),
                                seen.port(),
                                seen.host().equals(first) ? Host.Role.REGISTRY : Host.Role.BYTES,
                                seen.addresses(),
                                network.trust().sight(seen).protocol(),
                                Optional.of(network.trust().sight(seen).issuer())
                                        .filter(_ ->
                                                !network.trust().sight(seen).chain().isEmpty()),
                                network.trust()
                                        .opinion(seen)
                                        .inspector()
                                        .map(ChainJudge.Insight::name),
                                seen.via().map(via -> via.proxy().toString())))
                .toList();
    }
}
