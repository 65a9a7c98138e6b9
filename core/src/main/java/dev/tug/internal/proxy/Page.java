package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;

/// A proxy's page in a line: its title, or its first words.
final class Page {
    /// What [dev.tug.failure.TransferFailure.ProxyRefused] allows.
    private static final int LENGTH_MAX = 200;

    private static final int BYTES_MAX = 8 << 10;
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]{0,200}>([^<]{1,400})<");
    private static final Pattern INVISIBLE =
            Pattern.compile("(?is)<(script|style)\\b.*?(</\\1\\s*>|$)|<[^>]*(>|$)");
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(https?://)(?:[^\\s/@\"'<>]*@)?([^\\s/?#\"'<>]+)[^\\s\"'<>]*");

    private Page() {}

    static String snippet(ByteBuffer body, String contentType) {
        var start = body.duplicate();
        start.limit(Math.min(start.limit(), BYTES_MAX));
        var text = UTF_8.decode(start).toString();
        if (contentType(contentType).contains("html") || text.stripLeading().startsWith("<")) {
            var title = TITLE.matcher(text);
            text = title.find() ? title.group(1) : INVISIBLE.matcher(text).replaceAll(" ");
        }
        return printable(text);
    }

    /// A media type without parameters.
    static String contentType(String field) {
        return printable(field.split(";", 2)[0].toLowerCase(Locale.ROOT));
    }

    private static String printable(String text) {
        var plain = text.replaceAll("[\\p{C}\\p{Z}\\s]+", " ").strip();
        var line = ADDRESS.matcher(plain).replaceAll("$1$2");
        return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX);
    }
}
