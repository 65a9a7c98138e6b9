package dev.tug.cli;

import java.util.regex.Pattern;

/// Texts of strangers, made fit for a terminal.
final class Foreign {
    private static final Pattern LOGIN = Pattern.compile("(\\w+://)[^\\s/\"'<>]*@");
    private static final Pattern QUERY =
            Pattern.compile("(/[^\\s?\"'<>]*)\\?[^\\s\"'<>)]*=[^\\s\"'<>)]*");

    private Foreign() {}

    /// `text` with a blank for each character that moves the cursor or hides or turns others.
    static String printable(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints().map(c -> isPrintable(c) ? c : ' ').forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /// `text` without logins in addresses, and without their queries, which may be signatures.
    static String withoutSecrets(String text) {
        return QUERY.matcher(LOGIN.matcher(text).replaceAll("$1***@")).replaceAll("$1?***");
    }
}
