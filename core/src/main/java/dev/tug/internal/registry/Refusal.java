package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Response;
import dev.tug.internal.page.Judge;
import dev.tug.internal.page.Markup;
import dev.tug.internal.page.Printable;
import dev.tug.internal.page.Sight;
import dev.tug.internal.page.Verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes a value of an answer that is not what was asked for.
public final class Refusal {
    private static final int ERRORS_MAX = 3;

    private static final Pattern TAG = Pattern.compile("(?s)<[^>]*(>|$)");

    private Refusal() {}

    /// Reads the start of the body; the caller closes `response`.
    ///
    /// @param now for a `Retry-After` that is a date
    public static TransferFailure of(Response response, Instant now) {
        return of(response, Bodies.start(response, Sight.BYTES_MAX), now);
    }

    static TransferFailure of(Response response, byte[] body, Instant now) {
        return switch (Judge.of(sight(response, body))) {
            case Verdict.Foreign(var page) ->
                    new TransferFailure.Blocked(response.uri().getHost(), page);
            case Verdict.RateLimit _, Verdict.ExpiredAddress _, Verdict.OriginError _ ->
                    refused(response, body, now);
        };
    }

    static Sight sight(Response response, byte[] body) {
        return new Sight(response.uri(), response.status(), response::header, body);
    }

    private static TransferFailure.Refused refused(Response response, byte[] body, Instant now) {
        var contentType = MediaTypes.bare(response.header("Content-Type").orElse(""));
        return new TransferFailure.Refused(
                response.uri().getHost(),
                response.status(),
                response.header("Retry-After")
                        .map(text -> RetryAfter.parse(text, now))
                        .orElse(Duration.ZERO),
                Printable.of(contentType),
                snippet(body, contentType));
    }

    /// What a body says: its error messages, its title, or its first words.
    static String snippet(byte[] body, String contentType) {
        var text = new String(body, 0, Math.min(body.length, Sight.BYTES_MAX), UTF_8);
        if (Sight.isHtml(contentType) || Sight.isHtml(body)) {
            var title = Markup.title(text);
            return Printable.of(title.isEmpty() ? Markup.words(text) : title);
        }
        if (contentType.endsWith("xml")) {
            return Printable.of(TAG.matcher(text).replaceAll(" "));
        }
        return Printable.of(messages(body).orElse(text));
    }

    /// The messages of the distribution specification's error object, and of Ollama's.
    private static Optional<String> messages(byte[] body) {
        try {
            var json = Json.read(body);
            var errors =
                    json.objects("errors").stream()
                            .flatMap(items -> items.stream().limit(ERRORS_MAX))
                            .flatMap(item ->
                                    item.string("message").or(() -> item.string("code")).stream())
                            .collect(Collectors.joining("; "));
            return Optional.of(errors)
                    .filter(found -> !found.isEmpty())
                    .or(() -> json.string("error"))
                    .or(() -> json.string("message"))
                    .or(() -> json.string("details"));
        } catch (Json.Malformed e) {
            return Optional.empty();
        }
    }
}
