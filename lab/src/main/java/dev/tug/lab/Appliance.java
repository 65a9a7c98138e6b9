package dev.tug.lab;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
    private volatile ApplianceRules rules;

    /// Something the appliance did, for a display.
    ///
    /// @param time since its start
    public record Event(Duration time, String text) {}

    /// What both inspections share.
    record Machinery(
            Supplier<ApplianceRules> rules,
            Turnstile handshakes,
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
        var machinery = new Machinery(() -> this.rules, new Turnstile(), timer, this::record);
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
    public void rules(ApplianceRules next) {
        rules = next;
    }

    /// The authority that signs the forged leafs.
    public CertificateAuthority authority() {
        return authority;
    }

    /// Connections let in, to both origins.
    public long accepted() {
        return registry.door().accepted() + cdn.door().accepted();
    }

    /// Connections reset before their handshake.
    public long refused() {
        return registry.door().refused() + cdn.door().refused();
    }

    /// Connections cut by a rule.
    public long killed() {
        return registry.door().killed() + cdn.door().killed();
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
