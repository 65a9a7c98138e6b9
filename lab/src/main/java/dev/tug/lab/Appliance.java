package dev.tug.lab;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A middlebox that inspects TLS in front of a registry and its CDN, and limits connections.
///
/// It ends TLS with leafs of its own authority, and has both servers name its ports in place of
/// theirs, so that clients stay behind it; closing it undoes that. Safe for use by many threads.
public final class Appliance implements AutoCloseable {
    private static final String ISSUER = "CN=Zscaler-like Lab Root CA,O=Lab Inspection Inc.";
    private static final int EVENTS_MAX = 1000;

    private final CertificateAuthority authority;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("lab-appliance-timer").factory());
    private final Deque<Event> events = new ArrayDeque<>();
    private final long startNanos = Ticks.nanos();
    private final Inspection registry;
    private final Inspection cdn;
    private final Outage outage = new Outage();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong blocked = new AtomicLong();
    private final Screening.Counts counts =
            new Screening.Counts() {
                @Override
                public void held() {
                    held.incrementAndGet();
                }

                @Override
                public void blocked() {
                    blocked.incrementAndGet();
                }
            };
    private volatile ApplianceRules rules;

    /// Something the appliance did, for a display.
    ///
    /// @param time since its start
    public record Event(Duration time, String text) {}

    /// What becomes of new connections while the network is gone.
    public enum OutageKind {
        /// They get no answer to what they send, and go on when the network is back.
        SWALLOW,
        /// They are reset.
        REFUSE
    }

    /// An outage, in the time of [System#nanoTime].
    public record Silence(long startNanos, long endNanos) {}

    /// What both inspections share.
    record Machinery(
            Supplier<ApplianceRules> rules,
            Turnstile handshakes,
            Link link,
            Outage outage,
            Screening.Counts counts,
            ScheduledExecutorService timer,
            Consumer<String> events) {}

    private Appliance(
            LabRegistry registry,
            LabCdn cdn,
            ApplianceRules rules,
            CertificateAuthority authority) {
        this.authority = authority;
        this.rules = rules;
        timer.setRemoveOnCancelPolicy(true);
        var machinery =
                new Machinery(
                        () -> this.rules,
                        new Turnstile(),
                        new Link(),
                        outage,
                        counts,
                        timer,
                        this::record);
        this.registry =
                new Inspection(registry.server(), authority, registry.authority(), machinery);
        this.cdn = new Inspection(cdn.server(), authority, cdn.authority(), machinery);
    }

    /// Starts an appliance with a fresh authority of a telling name.
    public static Appliance inFrontOf(LabRegistry registry, LabCdn cdn, ApplianceRules rules) {
        return inFrontOf(registry, cdn, rules, ISSUER);
    }

    /// Starts an appliance with a fresh authority.
    ///
    /// @param issuer the authority's distinguished name
    public static Appliance inFrontOf(
            LabRegistry registry, LabCdn cdn, ApplianceRules rules, String issuer) {
        return new Appliance(registry, cdn, rules, CertificateAuthority.create(issuer));
    }

    /// Chooses the rules for connections from now on.
    ///
    /// What ended connections above a ceiling goes on to end those that are open, too.
    public void rules(ApplianceRules next) {
        rules = next;
        registry.rulesChanged();
        cdn.rulesChanged();
    }

    /// Chooses the rules for connections that come when `delay` has passed.
    public void rulesAfter(Duration delay, ApplianceRules next) {
        var _ = timer.schedule(() -> rules(next), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Takes the network away: connections that are open go silent.
    public void beginOutage(OutageKind kind) {
        outage.begin(kind);
        record("the network is gone");
    }

    /// Brings the network back; what was sent meanwhile arrives.
    public void endOutage() {
        outage.end();
        record("the network is back");
    }

    /// The outages that are over, oldest first.
    public List<Silence> outages() {
        return outage.over();
    }

    /// The authority that signs the forged leafs.
    public CertificateAuthority authority() {
        return authority;
    }

    /// Connections let in, to both origins.
    public long accepted() {
        return registry.door().accepted() + cdn.door().accepted();
    }

    /// Connections reset before their handshake, or answered with a page.
    public long refused() {
        return registry.door().refused() + cdn.door().refused();
    }

    /// Connections cut by a rule.
    public long killed() {
        return registry.door().killed() + cdn.door().killed();
    }

    /// Answers held for a scan.
    public long held() {
        return held.get();
    }

    /// Answers that were too long.
    public long blocked() {
        return blocked.get();
    }

    /// Connections to the CDN that are open now.
    public int open() {
        return cdn.door().open();
    }

    /// The most connections to one origin that were open at one time.
    public int openMax() {
        return Math.max(registry.door().openMax(), cdn.door().openMax());
    }

    /// The last 1000 things it did, oldest first.
    public List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    @Override
    public void close() {
        registry.close();
        cdn.close();
        timer.shutdownNow();
    }

    private void record(String text) {
        synchronized (events) {
            if (events.size() == EVENTS_MAX) {
                events.removeFirst();
            }
            events.addLast(new Event(Duration.ofNanos(Ticks.nanos() - startNanos), text));
        }
    }
}
