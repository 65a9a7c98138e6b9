package dev.tug.internal.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Asks a second source when the first has no address, or takes too long.
public final class FallbackLookup implements Lookup {
    /// Half of what a lookup may take in all, so that the second one has its time too.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Names first;
    private final Lookup second;

    public FallbackLookup(Lookup first, Lookup second) {
        this(new Names(first, PATIENCE), second);
    }

    FallbackLookup(Names first, Lookup second) {
        this.first = first;
        this.second = second;
    }

    /// If neither knows, the failure is the first one's: it is the one that others meet too.
    @Override
    public List<InetAddress> of(String host) throws UnknownHostException {
        try {
            return first.resolve(host, new CompletableFuture<>());
        } catch (UnknownHostException e) {
            try {
                return second.of(host);
            } catch (UnknownHostException _) {
                throw e;
            }
        }
    }
}
