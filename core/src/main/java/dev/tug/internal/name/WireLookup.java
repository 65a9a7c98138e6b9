package dev.tug.internal.name;

import dev.tug.failure.NameTrouble;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Asks a name server that is reached by other means than the platform's, such as HTTPS (RFC 8484).
///
/// What it says is believed for as long as it says, within bounds. Safe for use by many threads.
public final class WireLookup implements Lookup {
    private static final Duration LIFETIME_MIN = Duration.ofSeconds(10);
    private static final Duration LIFETIME_MAX = Duration.ofMinutes(5);
    private static final int HOSTS_MAX = 256;

    private final Wire wire;
    private final LongSupplier clockMillis;
    private final Map<String, Known> known = new LinkedHashMap<>() { // guarded by itself
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                    return size() > HOSTS_MAX;
                }
            };

    private record Known(List<InetAddress> addresses, long untilMillis) {}

    /// Carries one question, and brings its answer.
    @FunctionalInterface
    public interface Wire {
        /// The answer to one question.
        ///
        /// @param question a message whose id is 0
        byte[] ask(byte[] question) throws IOException;
    }

    public WireLookup(Wire wire, LongSupplier clockMillis) {
        this.wire = wire;
        this.clockMillis = clockMillis;
    }

    @Override
    public List<InetAddress> of(String host) throws UnknownHostException {
        synchronized (known) {
            var before = known.get(host);
            if (before != null && clockMillis.getAsLong() < before.untilMillis()) {
                return before.addresses();
            }
        }
        var six = ask(host, DnsMessage.Type.AAAA);
        var four = ask(host, DnsMessage.Type.A);
        var addresses = new ArrayList<>(six.addresses());
        addresses.addAll(four.addresses());
        if (addresses.isEmpty()) {
            throw new NameFailure(host, four.trouble());
        }
        var lifetime = shorter(six.lifetime(), four.lifetime());
        synchronized (known) {
            long until = clockMillis.getAsLong() + lifetime.toMillis();
            known.put(host, new Known(List.copyOf(addresses), until));
        }
        return List.copyOf(addresses);
    }

    private DnsAnswer ask(String host, DnsMessage.Type type) throws NameFailure {
        try {
            return DnsMessage.answer(0, wire.ask(DnsMessage.question(0, host, type)), type)
                    .orElseThrow(() -> new NameFailure(host, NameTrouble.SERVER_FAILURE));
        } catch (NameFailure e) {
            throw e;
        } catch (IOException _) {
            throw new NameFailure(host, NameTrouble.NO_ANSWER);
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        var shorter = a.isZero() || (!b.isZero() && b.compareTo(a) < 0) ? b : a;
        var bounded = shorter.compareTo(LIFETIME_MIN) < 0 ? LIFETIME_MIN : shorter;
        return bounded.compareTo(LIFETIME_MAX) > 0 ? LIFETIME_MAX : bounded;
    }
}
