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

    /// The rest of it, but for the time that it takes to tell.
    private static final Duration PATIENCE_SECOND = Duration.ofMillis(3500);

    private final Names first;
    private final Names second;
    private final String server;

    /// @param server the second source, for messages
    public FallbackLookup(Lookup first, Lookup second, String server) {
        this(new Names(first, PATIENCE), new Names(second, PATIENCE_SECOND), server);
    }

    private FallbackLookup(Names first, Names second, String server) {
        this.first = first;
        this.server = server;
        this.second = second;
    }

    /// If neither knows, the failure is the first one's, since it is the one that others meet too, and
    /// says what the second one said.
    @Override
    public List<InetAddress> of(String host) throws UnknownHostException {
        try {
            return first.resolve(host, new CompletableFuture<>());
        } catch (NameFailure e) {
            try {
                return second.resolve(host, new CompletableFuture<>());
            } catch (NameFailure also) {
                var words =
                        also.also().isEmpty()
                                ? server + ", asked by HTTPS: no answer in time"
                                : also.also();
                throw new NameFailure(host, e.trouble(), words);
            }
        }
    }
}
