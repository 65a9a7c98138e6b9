package dev.tug.internal.name;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// What earlier connections taught of addresses. Safe for use by many threads.
public final class AddressMemory {
    /// Long enough for a pull not to pay for a dead address each time, and short enough for one that is
    /// back to be used by the same pull.
    static final long AVOIDED_MILLIS = 5 * 60_000;

    private static final int ENTRIES_MAX = 512;

    private final LongSupplier clockMillis;
    private final Map<InetSocketAddress, Long> failures = new Bounded<>(); // guarded by this
    private final Map<String, Integer> turns = new Bounded<>(); // guarded by this

    /// @param clockMillis one that is never set back
    public AddressMemory(LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
    }

    synchronized boolean isAvoided(InetSocketAddress address) {
        var failed = failures.get(address);
        return failed != null && clockMillis.getAsLong() - failed < AVOIDED_MILLIS;
    }

    /// No connection came about, or one that was of no use.
    public synchronized void failed(InetSocketAddress address) {
        failures.put(address, clockMillis.getAsLong());
    }

    synchronized void worked(InetSocketAddress address) {
        failures.remove(address);
    }

    /// Counts the connections to a host, from 0.
    synchronized int turn(String host) {
        return turns.merge(host, 1, Integer::sum) - 1;
    }

    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > ENTRIES_MAX;
        }
    }
}
