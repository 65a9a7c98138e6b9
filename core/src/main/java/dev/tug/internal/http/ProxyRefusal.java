package dev.tug.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.Page;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.page.Judge;
import dev.tug.internal.page.Markup;
import dev.tug.internal.page.Printable;
import dev.tug.internal.page.Sight;
import dev.tug.internal.page.Verdict;
import dev.tug.internal.proxy.ProxyAnswer;
import dev.tug.internal.proxy.ProxyException;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// What a proxy means by refusing a tunnel: its page is judged like one in a server's place.
final class ProxyRefusal {
    private ProxyRefusal() {}

    /// The failure behind `e`, with what its answer tells.
    static TransferFailure judged(ProxyException e) {
        return e.failure() instanceof TransferFailure.ProxyRefused refused && e.answer().isPresent()
                ? judged(refused, e.answer().get())
                : e.failure();
    }

    private static TransferFailure judged(
            TransferFailure.ProxyRefused refused, ProxyAnswer answer) {
        var start = new byte[Math.min(answer.body().remaining(), Sight.BYTES_MAX)];
        answer.body().duplicate().get(start);
        var sight =
                new Sight(
                        address(refused.host()),
                        answer.status(),
                        name -> answer.header(name.toLowerCase(Locale.ROOT)),
                        start);
        return Judge.of(sight) instanceof Verdict.Foreign(var page) && tells(page)
                ? new TransferFailure.Blocked(refused.host(), page)
                : told(refused, sight);
    }

    /// Whether it says more than that the proxy did not connect, for reasons of its own.
    private static boolean tells(Page page) {
        return switch (page.kind()) {
            case MALWARE, SIZE, PORTAL, LOGIN -> true;
            case BLOCK -> !page.vendor().isEmpty() || !page.category().isEmpty();
            case PROXY, UNKNOWN -> false;
        };
    }

    private static TransferFailure told(TransferFailure.ProxyRefused refused, Sight sight) {
        var type = sight.headers().apply("Content-Type").orElse("").split(";", 2)[0];
        var text = new String(sight.start(), UTF_8);
        var title = sight.isHtml() ? Markup.title(text) : text;
        return new TransferFailure.ProxyRefused(
                refused.host(),
                refused.proxy(),
                refused.status(),
                Printable.of(type.toLowerCase(Locale.ROOT)),
                Printable.of(title.isBlank() ? Markup.words(text) : title));
    }

    private static URI address(String host) {
        try {
            return new URI("https", host, "/", null);
        } catch (URISyntaxException _) {
            return URI.create("https://host.invalid/");
        }
    }
}
