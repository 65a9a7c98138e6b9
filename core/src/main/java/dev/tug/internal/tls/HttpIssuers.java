package dev.tug.internal.tls;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// Fetches a missing certificate from where the server's own says that it lies, as browsers do.
///
/// What comes is not believed for that: it must have signed the server's certificate, and an authority
/// must vouch for it. Nobody is asked on this machine or on the link, whoever names such a place.
final class HttpIssuers implements Issuers {
    /// A refusal is to be there within two seconds, with this in it.
    private static final int TIMEOUT_MILLIS = 1_000;

    private static final int BYTES_MAX = 64 * 1024;
    private static final int PLACES_MAX = 64;

    private final Predicate<InetAddress> mayBeAsked;

    /// What was found, or that nothing was.
    private final Map<URI, Optional<X509Certificate>> found = new ConcurrentHashMap<>();

    HttpIssuers() {
        this(HttpIssuers::isElsewhere);
    }

    /// @param mayBeAsked whether a place may be at an address
    HttpIssuers(Predicate<InetAddress> mayBeAsked) {
        this.mayBeAsked = mayBeAsked;
    }

    private static boolean isElsewhere(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }

    @Override
    public Optional<X509Certificate> at(URI place) {
        var before = found.get(place);
        if (before != null) {
            return before;
        }
        if (found.size() >= PLACES_MAX) {
            return Optional.empty();
        }
        var answer = inTime(new FutureTask<>(() -> fetch(place)));
        found.put(place, answer);
        return answer;
    }

    private static Optional<X509Certificate> inTime(FutureTask<Optional<X509Certificate>> task) {
        Thread.ofVirtual().name("issuer").start(task);
        try {
            return task.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            task.cancel(true);
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<X509Certificate> fetch(URI place) throws IOException, CertificateException {
        for (var address : InetAddress.getAllByName(place.getHost())) {
            if (!mayBeAsked.test(address)) {
                return Optional.empty();
            }
        }
        var connection = (HttpURLConnection) place.toURL().openConnection(Proxy.NO_PROXY);
        try {
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return Optional.empty();
            }
            try (var in = connection.getInputStream()) {
                return Certificates.read(in.readNBytes(BYTES_MAX)).good().stream().findFirst();
            }
        } finally {
            connection.disconnect();
        }
    }
}
