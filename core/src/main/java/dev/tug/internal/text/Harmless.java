package dev.tug.internal.text;

/// Text of strangers without what moves a cursor, or hides or turns other text: the one place that says
/// which characters a terminal, a log or a file of ours is spared.
public final class Harmless {
    private Harmless() {}

    /// `text` with a blank for each character that does more than to be seen.
    public static String of(String text) {
        return of(text, Integer.MAX_VALUE);
    }

    /// The same of no more than its first `lengthMax` characters.
    public static String of(String text, int lengthMax) {
        var clean = new StringBuilder(Math.min(text.length(), lengthMax));
        text.codePoints()
                .limit(lengthMax)
                .map(c -> isHarmless(c) ? c : ' ')
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
