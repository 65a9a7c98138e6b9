package dev.tug.internal.proxy;

/// Patterns of a shell, of which only `*` and `?` are special.
final class Globs {
    /// No host or address without its path is as long.
    private static final int LENGTH_MAX = 4096;

    private Globs() {}

    /// Whether all of `text` is what `glob` says; nothing that is longer than any address matches.
    ///
    /// Only the last star is ever gone back to, so that this takes no longer than the one length
    /// times the other, whatever stands in them.
    static boolean matches(String glob, String text) {
        if (glob.length() > LENGTH_MAX || text.length() > LENGTH_MAX) {
            return false;
        }
        int at = 0;
        int in = 0;
        int star = -1;
        int resumed = 0;
        while (at < text.length()) {
            if (in < glob.length() && glob.charAt(in) == '*') {
                star = in++;
                resumed = at;
            } else if (in < glob.length() && fits(glob.charAt(in), text.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++resumed;
            } else {
                return false;
            }
        }
        while (in < glob.length() && glob.charAt(in) == '*') {
            in++;
        }
        return in == glob.length();
    }

    private static boolean fits(char pattern, char c) {
        return pattern == '?' || pattern == c;
    }
}
