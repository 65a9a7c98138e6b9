package dev.tug.internal.name;

import dev.tug.failure.NameTrouble;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds the addresses of hosts, without being held up by it.
///
/// A lookup of the platform takes up to a minute on a network that is down, nothing can end it, and
/// its failure is remembered for 10 s after the network is back. So it runs on a thread of its own
/// that is left to itself when it takes too long, and the last good answer serves as long as there is
/// no better one.
public final class Names {
    /// Resolvers ask again after 5 s, and by then the second server may have answered.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /// Where an earlier answer can serve.
    private static final Duration PATIENCE_KNOWN = Duration.ofSeconds(2);

    private static final int HOSTS_MAX = 256;

    private final Lookup lookup;
    private final Duration patience;
    private final Map<String, List<InetAddress>> known =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(
                                Map.Entry<String, List<InetAddress>> eldest) {
                            return size() > HOSTS_MAX;
                        }
                    });

    public Names(Lookup lookup) {
        this(lookup, PATIENCE);
    }

    Names(Lookup lookup, Duration patience) {
        this.lookup = lookup;
        this.patience = patience;
    }

    /// The addresses of `host`, at least one.
    ///
    /// @param aborted ends the wait
    List<InetAddress> resolve(String host, CompletableFuture<Void> aborted) throws NameFailure {
        if (isLiteral(host)) {
            return literal(host);
        }
        try {
            var found = ask(host, aborted);
            known.put(host, found);
            return found;
        } catch (NameFailure e) {
            var before = known.get(host);
            if (before == null) {
                throw e;
            }
            return before;
        }
    }

    private static List<InetAddress> literal(String host) throws NameFailure {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException _) {
            throw new NameFailure(host, NameTrouble.UNKNOWN);
        }
    }

    private List<InetAddress> ask(String host, CompletableFuture<Void> aborted) throws NameFailure {
        var answer = new CompletableFuture<List<InetAddress>>();
        Thread.ofPlatform()
                .name("lookup-" + host)
                .daemon()
                .start(() -> {
                    try {
                        answer.complete(lookup.of(host));
                    } catch (UnknownHostException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        try {
            CompletableFuture.anyOf(answer, aborted)
                    .get(
                            (known.containsKey(host) ? PATIENCE_KNOWN : patience).toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NameFailure known
                    ? new NameFailure(host, known.trouble(), known.also())
                    : new NameFailure(host, NameTrouble.UNKNOWN);
        } catch (TimeoutException _) {
            throw new NameFailure(host, NameTrouble.NO_ANSWER);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new NameFailure(host, NameTrouble.UNKNOWN);
        }
        if (!answer.isDone()) {
            throw new NameFailure(host, NameTrouble.UNKNOWN);
        }
        return answer.join();
    }

    /// Addresses need no lookup: no name has a colon, or digits and dots alone (RFC 3696 2).
    private static boolean isLiteral(String host) {
        return host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))
                || host.indexOf(':') >= 0;
    }
}
