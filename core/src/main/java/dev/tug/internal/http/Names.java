package dev.tug.internal.http;

import org.apache.hc.client5.http.DnsResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
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
final class Names implements DnsResolver {
    /// Done when the call that needs an address is aborted.
    static final ScopedValue<CompletableFuture<Void>> ABORTED = ScopedValue.newInstance();

    /// Resolvers ask again after 5 s, and by then the second server may have answered.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /// Where an earlier answer can serve.
    private static final Duration PATIENCE_KNOWN = Duration.ofSeconds(2);

    private static final int HOSTS_MAX = 256;

    private final Lookup lookup;
    private final Duration patience;
    private final Map<String, InetAddress[]> known =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(
                                Map.Entry<String, InetAddress[]> eldest) {
                            return size() > HOSTS_MAX;
                        }
                    });

    /// Asks the platform.
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    Names() {
        this(InetAddress::getAllByName, PATIENCE);
    }

    Names(Lookup lookup, Duration patience) {
        this.lookup = lookup;
        this.patience = patience;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (isLiteral(host)) {
            return lookup.of(host);
        }
        try {
            var found = ask(host);
            known.put(host, found);
            return found;
        } catch (UnknownHostException e) {
            var before = known.get(host);
            if (before == null) {
                throw e;
            }
            return before;
        }
    }

    private InetAddress[] ask(String host) throws UnknownHostException {
        var answer = new CompletableFuture<InetAddress[]>();
        Thread.ofPlatform()
                .name("lookup-" + host)
                .daemon()
                .start(() -> {
                    try {
                        answer.complete(lookup.of(host));
                    } catch (IOException e) {
                        answer.completeExceptionally(new UncheckedIOException(e));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        var aborted = ABORTED.orElse(new CompletableFuture<>());
        try {
            CompletableFuture.anyOf(answer, aborted)
                    .get(
                            (known.containsKey(host) ? PATIENCE_KNOWN : patience).toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            throw new UnknownHostException(host);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
        if (!answer.isDone()) {
            throw new UnknownHostException(host);
        }
        return answer.join();
    }

    /// Addresses need no lookup: no name has a colon, or digits and dots alone (RFC 3696 2).
    private static boolean isLiteral(String host) {
        return host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))
                || host.indexOf(':') >= 0;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolve(host)[0].getCanonicalHostName();
    }
}
