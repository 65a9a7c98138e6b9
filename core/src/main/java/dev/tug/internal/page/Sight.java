package dev.tug.internal.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What there is to see of an answer.
///
/// @param uri the address that answered
/// @param headers the first value of a field by its name
/// @param start the first bytes of the body, read up to [#BYTES_MAX]
@SuppressWarnings("ArrayRecordComponent") // seen once, never compared
public record Sight(URI uri, int status, Function<String, Optional<String>> headers, byte[] start) {
    /// Pages of appliances have 1 to 15 kB; those with pictures in them say what they are before.
    public static final int BYTES_MAX = 64 << 10;

    /// Where a page must have begun.
    private static final int SNIFFED = 256;

    /// Whether the body is a page for people, whatever stands in it.
    public boolean isHtml() {
        return isHtml(contentType()) || isHtml(start);
    }

    /// Whether a `Content-Type` is that of pages for people.
    public static boolean isHtml(String contentType) {
        var type = bare(contentType);
        return type.equals("text/html") || type.equals("application/xhtml+xml");
    }

    /// Whether bytes begin like a page for people.
    public static boolean isHtml(byte[] start) {
        var text =
                new String(start, 0, Math.min(start.length, SNIFFED), ISO_8859_1)
                        .replace("\u00ef\u00bb\u00bf", "")
                        .strip()
                        .toLowerCase(Locale.ROOT);
        return text.startsWith("<!doctype html") || text.startsWith("<html");
    }

    /// Whether the body says that it is for programs, as registries' errors do.
    boolean isJson() {
        return !isHtml(start) && contentType().endsWith("json");
    }

    boolean isXml() {
        return contentType().endsWith("xml");
    }

    String header(String name) {
        return headers.apply(name).orElse("");
    }

    /// Without its parameters, in lower case.
    String contentType() {
        return bare(header("Content-Type"));
    }

    /// On one line, since words may be broken anywhere.
    String text() {
        return new String(start, 0, Math.min(start.length, BYTES_MAX), UTF_8)
                .replaceAll("\\s+", " ");
    }

    private static String bare(String contentType) {
        var end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
