package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Response;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes a value of an answer that is not what was asked for: an error, a block page, a portal.
public final class Refusal {
    /// Enough for the title of a block page, which stands in the first few kB of about 15 (networks 7b).
    private static final int BYTES_MAX = 8 << 10;

    private static final int ERRORS_MAX = 3;

    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]{0,200}>([^<]{1,400})<");
    private static final Pattern INVISIBLE =
            Pattern.compile("(?is)<(script|style)\\b.*?(</\\1\\s*>|$)|<[^>]*(>|$)");

    private Refusal() {}

    /// Reads the start of the body; the caller closes `response`.
    ///
    /// @param now for a `Retry-After` that is a date
    public static TransferFailure.Refused of(Response response, Instant now) {
        return of(response, Bodies.start(response, BYTES_MAX), now);
    }

    static TransferFailure.Refused of(Response response, byte[] body, Instant now) {
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
        var text = new String(body, 0, Math.min(body.length, BYTES_MAX), UTF_8);
        if (ManifestParser.isHtml(body, contentType)) {
            var title = TITLE.matcher(text);
            return Printable.of(
                    title.find() ? title.group(1) : INVISIBLE.matcher(text).replaceAll(" "));
        }
        if (contentType.endsWith("xml")) {
            return Printable.of(INVISIBLE.matcher(text).replaceAll(" "));
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
