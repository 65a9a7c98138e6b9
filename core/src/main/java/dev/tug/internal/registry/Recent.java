package dev.tug.internal.registry;

import java.util.LinkedHashMap;
import java.util.function.Supplier;

/// The values that were asked for last, a bounded number of them. Safe for use by many threads.
final class Recent<K, V> {
    private final int sizeMax;
    private final Supplier<V> maker;
    private final LinkedHashMap<K, V> values = new LinkedHashMap<>(); // guarded by this

    /// @param maker makes the value of a key that is new or forgotten; quick
    Recent(int sizeMax, Supplier<V> maker) {
        this.sizeMax = sizeMax;
        this.maker = maker;
    }

    /// The value of `key`, which is from now on the one asked for last.
    synchronized V of(K key) {
        var known = values.remove(key);
        var value = known == null ? maker.get() : known;
        values.put(key, value);
        if (values.size() > sizeMax) {
            values.pollFirstEntry();
        }
        return value;
    }
}
