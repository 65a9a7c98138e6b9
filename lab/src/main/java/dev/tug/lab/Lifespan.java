package dev.tug.lab;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// The age at which one connection is cut.
record Lifespan(Duration age, Fault.CutKind cut, String why) {
    private static final double NANOS_PER_MINUTE = 60e9;

    /// What `rules` mean for a connection; the earliest if there are several.
    static Optional<Lifespan> of(ApplianceRules rules, long connection) {
        return Stream.of(ageing(rules, connection), chance(rules, connection))
                .flatMap(Optional::stream)
                .min(Comparator.comparing(Lifespan::age));
    }

    private static Optional<Lifespan> ageing(ApplianceRules rules, long connection) {
        return rules.find(Rule.LifetimeMax.class)
                .map(rule -> {
                    var part = rules.random(connection, "lifetime").nextDouble(-1, 1);
                    var jitter = (long) (rule.jitter().toNanos() * part);
                    return new Lifespan(rule.time().plusNanos(jitter), rule.cut(), "it is too old");
                });
    }

    /// Cuts that know no age: the time to the next is distributed exponentially.
    private static Optional<Lifespan> chance(ApplianceRules rules, long connection) {
        return rules.find(Rule.RandomCuts.class)
                .map(rule -> {
                    var minutes = rules.random(connection, "cut").nextExponential();
                    var nanos = (long) (minutes / rule.perMinute() * NANOS_PER_MINUTE);
                    return new Lifespan(Duration.ofNanos(nanos), rule.cut(), "by chance");
                });
    }
}
