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
import java.util.Objects;
import java.util.function.LongSupplier;

/// Asks a name server that is reached by other means than the platform's, such as HTTPS (RFC 8484).
///
/// What it says is believed for as long as it says, within bounds. Safe for use by many threads.
public final class WireLookup implements Lookup {
    private static final Duration LIFETIME_MIN = Duration.ofSeconds(10);
    private static final Duration LIFETIME_MAX = Duration.ofMinutes(5);
    private static final int HOSTS_MAX = 256;

    private final Wire wire;
    private final String server;
    private final LongSupplier clockMillis;
    private final Map<String, Known> known = new LinkedHashMap<>() { // guarded by itself
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                    return size() > HOSTS_MAX;
                }
            };

    /// What came of a question.
    ///
    /// @param wrong why there is no answer; empty if there is one
    private record Heard(DnsAnswer answer, String wrong) {}

    private record Known(List<InetAddress> addresses, long untilMillis) {}

    /// Carries one question, and brings its answer.
    @FunctionalInterface
    public interface Wire {
        /// The answer to one question.
        ///
        /// @param question a message whose id is 0
        byte[] ask(byte[] question) throws IOException;
    }

    /// @param server who is asked, for messages
    public WireLookup(Wire wire, String server, LongSupplier clockMillis) {
        this.wire = wire;
        this.server = server;
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
        var addresses = new ArrayList<>(six.answer().addresses());
        addresses.addAll(four.answer().addresses());
        if (addresses.isEmpty()) {
            // Who has no IPv6 says so of AAAA: A is what tells.
            throw failure(host, four);
        }
        var lifetime = shorter(six.answer().lifetime(), four.answer().lifetime());
        var some = Lookup.somebodys(host, addresses);
        synchronized (known) {
            long until = clockMillis.getAsLong() + lifetime.toMillis();
            known.put(host, new Known(some, until));
        }
        return some;
    }

    /// One that cannot be had does not take the other with it.
    private Heard ask(String host, DnsMessage.Type type) {
        try {
            var question = DnsMessage.question(0, host, type);
            return DnsMessage.answer(question, wire.ask(question), type)
                    .map(answer -> new Heard(answer, ""))
                    .orElse(new Heard(DnsAnswer.FAILED, "its answer makes no sense"));
        } catch (IOException e) {
            return new Heard(
                    DnsAnswer.FAILED, Objects.requireNonNullElse(e.getMessage(), "no answer"));
        }
    }

    private NameFailure failure(String host, Heard heard) {
        var trouble = heard.wrong().isEmpty() ? heard.answer().trouble() : NameTrouble.NO_ANSWER;
        var words = heard.wrong().isEmpty() ? trouble.words() : heard.wrong();
        return new NameFailure(host, trouble, server + ", asked by HTTPS: " + words);
    }

    private static Duration shorter(Duration a, Duration b) {
        var shorter = a.isZero() || (!b.isZero() && b.compareTo(a) < 0) ? b : a;
        var bounded = shorter.compareTo(LIFETIME_MIN) < 0 ? LIFETIME_MIN : shorter;
        return bounded.compareTo(LIFETIME_MAX) > 0 ? LIFETIME_MAX : bounded;
    }
}
