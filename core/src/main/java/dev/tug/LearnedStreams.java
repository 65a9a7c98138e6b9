package dev.tug;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// How many streams the way to each registry bore, so that the next transfer need not find out anew.
///
/// It only ever falls, and lasts as long as its [Tug]: in another network, make another one.
final class LearnedStreams {
    /// Guarded by `this`.
    private final Map<String, Integer> byHost = new HashMap<>();

    /// The streams to start with on the way to `host`, at most `streamsMax`.
    synchronized int startingAt(String host, int streamsMax) {
        return Math.min(streamsMax, byHost.getOrDefault(key(host), streamsMax));
    }

    /// Notes that a transfer on the way to `host` was down to `streams` at its end.
    synchronized void endedAt(String host, int streams) {
        byHost.merge(key(host), streams, Math::min);
    }

    private static String key(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
