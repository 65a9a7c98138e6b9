package dev.tug.lab;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// What an [Appliance] does to the connections through it: at most one [Rule] of each kind.
public final class ApplianceRules {
    private final Map<Class<? extends Rule>, Rule> rules;

    /// What happens to connections when one more than allowed is opened.
    public sealed interface Overflow {
        /// The new one is reset before its handshake.
        record RefuseNew() implements Overflow {}

        /// The new one is let in, and its first request is answered with `status` and a page.
        record AnswerNew(int status) implements Overflow {}

        /// The new one is let in; if there are still too many after `grace`, all to that origin are
        /// cut.
        ///
        /// @param penalty how long new ones are reset after that
        record KillAll(Fault.CutKind kind, Duration grace, Duration penalty) implements Overflow {}
    }

    private ApplianceRules(Map<Class<? extends Rule>, Rule> rules) {
        this.rules = rules;
    }

    /// No limits: the appliance only inspects.
    public static ApplianceRules unlimited() {
        return new ApplianceRules(Map.of());
    }

    /// Nothing but `rules`; of two of one kind the later holds.
    public static ApplianceRules of(Rule... rules) {
        return unlimited().with(rules);
    }

    /// These and `more`, each in place of the rule of its kind.
    public ApplianceRules with(Rule... more) {
        var all = new LinkedHashMap<>(rules);
        for (var rule : more) {
            all.put(rule.getClass(), rule);
        }
        return new ApplianceRules(all);
    }

    /// The rule of a kind, if there is one.
    <T extends Rule> Optional<T> find(Class<T> kind) {
        return Optional.ofNullable(rules.get(kind)).map(kind::cast);
    }

    /// Chance for one connection: the same for the same seed, number and `salt`.
    ///
    /// @param salt tells the uses of one connection's chance apart
    RandomGenerator random(long connection, String salt) {
        long seed = find(Rule.Seed.class).map(Rule.Seed::value).orElse(1L);
        return new SplittableRandom(
                (seed * 31 + connection) * 0x9E3779B97F4A7C15L + salt.hashCode());
    }

    /// [Integer#MAX_VALUE] for no ceiling.
    int openMax() {
        return find(Rule.OpenMax.class).map(Rule.OpenMax::connections).orElse(Integer.MAX_VALUE);
    }

    Overflow overflow() {
        return find(Rule.OpenMax.class).map(Rule.OpenMax::what).orElseGet(Overflow.RefuseNew::new);
    }

    /// The rate of one connection, [Long#MAX_VALUE] for none.
    long bytesPerSecond(long connection) {
        var usual =
                find(Rule.ConnectionRate.class)
                        .map(Rule.ConnectionRate::bytesPerSecond)
                        .orElse(Long.MAX_VALUE);
        return find(Rule.SlowConnections.class)
                .filter(slow -> slow.which().test(connection))
                .map(slow -> Math.min(slow.bytesPerSecond(), usual))
                .orElse(usual);
    }

    /// [Long#MAX_VALUE] for no limit.
    long linkBytesPerSecond() {
        return find(Rule.LinkRate.class).map(Rule.LinkRate::bytesPerSecond).orElse(Long.MAX_VALUE);
    }

    /// These rules with another ceiling of open connections.
    public ApplianceRules withOpenMax(int next, Overflow what) {
        return with(new Rule.OpenMax(next, what));
    }

    /// These rules with service for the first `next` connections only.
    public ApplianceRules withConnectionsServed(int next) {
        return with(new Rule.ConnectionsServed(next));
    }

    /// These rules with another greatest age of a connection.
    public ApplianceRules withLifetimeMax(Duration next, Fault.CutKind how) {
        return with(new Rule.LifetimeMax(next, Duration.ZERO, how));
    }

    /// These rules with another byte limit of a connection.
    public ApplianceRules withBytesMax(long next, Fault.CutKind how) {
        return with(new Rule.BytesMax(next, how));
    }

    /// These rules with another rate of each connection.
    public ApplianceRules withBytesPerSecond(long next) {
        return with(new Rule.ConnectionRate(next));
    }

    /// These rules with another delay of requests.
    public ApplianceRules withLatency(Duration next) {
        return with(new Rule.Latency(next, Duration.ZERO));
    }

    /// These rules with another rate of handshakes.
    public ApplianceRules withHandshakesPerSecond(int next) {
        return with(new Rule.HandshakeRate(next));
    }
}
