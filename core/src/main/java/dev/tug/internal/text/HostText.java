package dev.tug.internal.text;

import java.util.Locale;

/// A host as it is written: one host, however many ways there are to write it.
public final class HostText {
    private HostText() {}

    /// In lower case, without brackets and without the dot at the end.
    public static String plain(String host) {
        var text = host.strip().toLowerCase(Locale.ROOT);
        return text.startsWith("[") && text.endsWith("]")
                ? text.substring(1, text.length() - 1)
                : withoutDot(text);
    }

    /// As it is written, without the dot at the end.
    public static String withoutDot(String host) {
        return host.length() > 1 && host.endsWith(".")
                ? host.substring(0, host.length() - 1)
                : host;
    }

    /// Whether it is an address, without brackets: no name has a colon, or digits and dots alone
    /// (RFC 3696 2).
    public static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0
                || (!host.isEmpty()
                        && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
    }
}
