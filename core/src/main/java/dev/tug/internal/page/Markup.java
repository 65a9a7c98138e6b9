package dev.tug.internal.page;

import java.util.regex.Pattern;

/// The words of a page for people, found without understanding it.
public final class Markup {
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]{0,200}>([^<]{1,400})<");
    private static final Pattern UNSEEN =
            Pattern.compile("(?is)<!--.*?(-->|$)|<(script|style)\\b.*?(</\\2\\s*>|$)");
    private static final Pattern INLINE =
            Pattern.compile("(?i)</?(?:b|i|u|em|strong|font|span|a|small)\\b[^<>]*>");
    private static final Pattern TAG = Pattern.compile("(?s)<[^>]*(>|$)");

    private Markup() {}

    /// Its title, empty if it has none.
    public static String title(String page) {
        var title = TITLE.matcher(page);
        return title.find() ? plain(title.group(1)) : "";
    }

    /// What is to be read on it, a line for each block.
    public static String words(String page) {
        var seen = UNSEEN.matcher(page).replaceAll("\n");
        var text = INLINE.matcher(seen).replaceAll("").replaceAll("\\s+", " ");
        return plain(TAG.matcher(text).replaceAll("\n"));
    }

    private static String plain(String text) {
        return text.replace("&nbsp;", " ")
                .replace("&#160;", " ")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replace('\u00a0', ' ');
    }
}
