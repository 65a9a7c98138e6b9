package dev.tug.internal.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Which ways were of no use lately, and come last for a while. Safe for threads.
final class Avoidance {
    /// So long (browsers: 5 min to 30 min).
    private static final Duration AGE_MAX = Duration.ofMinutes(5);

    /// Proxies are few, and so are the hosts of a registry.
    private static final int WAYS_MAX = 256;

    private final LongSupplier clockMillis;

    /// When each was of no use last; guarded by itself.
    private final Map<Way, Long> failures =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Way, Long> eldest) {
                    return size() > WAYS_MAX;
                }
            };

    /// A proxy is away for all servers; without one each server is away for itself.
    private sealed interface Way {
        record Through(ProxyServer proxy) implements Way {}

        record To(String host, int port) implements Way {}

        static Way of(Hop hop, Target target) {
            return switch (hop) {
                case Hop.Direct() -> new To(target.host(), target.port());
                case Hop.Via(var proxy, _, _) -> new Through(proxy);
            };
        }
    }

    /// @param clockMillis monotonic
    Avoidance(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    /// `hops` in their order, but for those that were of no use lately, which come last.
    List<Hop> order(List<Hop> hops, Target target) {
        if (hops.size() < 2) {
            return hops;
        }
        var first = new ArrayList<Hop>();
        var last = new ArrayList<Hop>();
        hops.forEach(hop -> (isAvoided(Way.of(hop, target)) ? last : first).add(hop));
        first.addAll(last);
        return first;
    }

    private boolean isAvoided(Way way) {
        synchronized (failures) {
            var when = failures.get(way);
            return when != null && clockMillis.getAsLong() - when < AGE_MAX.toMillis();
        }
    }

    void failed(Hop hop, Target target) {
        synchronized (failures) {
            failures.put(Way.of(hop, target), clockMillis.getAsLong());
        }
    }

    void worked(Hop hop, Target target) {
        synchronized (failures) {
            failures.remove(Way.of(hop, target));
        }
    }
}
