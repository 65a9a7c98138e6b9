package dev.tug.internal.name;

import dev.tug.failure.NameTrouble;
import dev.tug.failure.SecondSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Asks a second source when the first has no address, or takes too long.
public final class FallbackLookup implements Lookup {
    /// Half of what a lookup may take in all, so that the second one has its time too.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /// The rest of it, but for the time that it takes to tell.
    private static final Duration PATIENCE_SECOND = Duration.ofMillis(3500);

    private static final int HOSTS_MAX = 256;

    private final Names first;
    private final Names second;
    private final String server;

    /// Why the second was asked for a host whose addresses it gave last; guarded by itself.
    private final Map<String, NameTrouble> reasons =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, NameTrouble> eldest) {
                    return size() > HOSTS_MAX;
                }
            };

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
            var found = first.resolve(host, new CompletableFuture<>());
            synchronized (reasons) {
                reasons.remove(host);
            }
            return found;
        } catch (NameFailure e) {
            try {
                var found = second.resolve(host, new CompletableFuture<>());
                synchronized (reasons) {
                    reasons.put(host, e.trouble());
                }
                return found;
            } catch (NameFailure also) {
                throw new NameFailure(host, e.trouble(), also.also().or(() -> late(also)));
            }
        }
    }

    private Optional<SecondSource> late(NameFailure also) {
        return Optional.of(
                new SecondSource(also.trouble(), server + ", asked by HTTPS: no answer in time"));
    }

    /// What the first source said of a host whose addresses the second gave; empty if the first gave
    /// them.
    public Optional<NameTrouble> passedOver(String host) {
        synchronized (reasons) {
            return Optional.ofNullable(reasons.get(host));
        }
    }
}
