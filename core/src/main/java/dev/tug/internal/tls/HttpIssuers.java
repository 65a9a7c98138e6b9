package dev.tug.internal.tls;

import java.io.IOException;
import java.net.URI;
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
/// must vouch for it. Safe for threads.
final class HttpIssuers implements Issuers {
    /// A refusal is to be there within two seconds, with this in it.
    private static final int TIMEOUT_MILLIS = 1_000;

    private static final int PLACES_MAX = 64;

    private final IssuerFetch fetch;
    private final Predicate<URI> mayBeAsked;

    /// What was found, or that there is nothing for certain.
    private final Map<URI, Answer> found = new ConcurrentHashMap<>();

    /// @param isFinal whether the next one would be the same
    private record Answer(Optional<X509Certificate> certificate, boolean isFinal) {
        static final Answer NEVER = new Answer(Optional.empty(), true);
        static final Answer NOT_NOW = new Answer(Optional.empty(), false);
    }

    HttpIssuers(IssuerFetch fetch) {
        this(fetch, IssuerPlace::mayBeAsked);
    }

    HttpIssuers(IssuerFetch fetch, Predicate<URI> mayBeAsked) {
        this.fetch = fetch;
        this.mayBeAsked = mayBeAsked;
    }

    @Override
    public Optional<X509Certificate> at(URI place) {
        var before = found.get(place);
        if (before != null) {
            return before.certificate();
        }
        if (found.size() >= PLACES_MAX || !mayBeAsked.test(place)) {
            return Optional.empty();
        }
        var answer = inTime(new FutureTask<>(() -> ask(place)));
        if (answer.isFinal()) {
            found.put(place, answer);
        }
        return answer.certificate();
    }

    private static Answer inTime(FutureTask<Answer> task) {
        Thread.ofVirtual().name("issuer").start(task);
        try {
            return task.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            task.cancel(true);
            return Answer.NOT_NOW;
        } catch (InterruptedException _) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return Answer.NOT_NOW;
        }
    }

    private Answer ask(URI place) throws IOException {
        var answer = fetch.get(place);
        return switch (answer.status()) {
            case 200 -> {
                var body = new byte[answer.body().remaining()];
                answer.body().duplicate().get(body);
                var good = Certificates.read(body).good();
                yield new Answer(good.stream().findFirst(), true);
            }
            case 404, 410 -> Answer.NEVER;
            default -> Answer.NOT_NOW;
        };
    }
}
