package dev.tug.internal.page;

import dev.tug.internal.text.Harmless;

import java.util.regex.Pattern;

/// Words of a stranger, made fit for a message: one line, short, without addresses' secrets.
public final class Printable {
    /// What [dev.tug.failure.TransferFailure.Refused] allows.
    public static final int LENGTH_MAX = 200;

    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(https?://)(?:[^\\s/@\"'<>]*@)?([^\\s/?#\"'<>]+)[^\\s\"'<>]*");

    private Printable() {}

    /// `text` with control characters and runs of blanks as single blanks, addresses cut after the
    /// host, and no more than 200 characters.
    public static String of(String text) {
        var plain = Harmless.of(text, 8 * LENGTH_MAX);
        var line = ADDRESS.matcher(plain).replaceAll("$1$2").strip().replaceAll("\\s+", " ");
        return line.length() <= LENGTH_MAX ? line : cut(line);
    }

    private static String cut(String line) {
        var end = Character.isHighSurrogate(line.charAt(LENGTH_MAX - 1)) ? 1 : 0;
        return line.substring(0, LENGTH_MAX - end);
    }
}
