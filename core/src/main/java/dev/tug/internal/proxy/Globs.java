package dev.tug.internal.proxy;

import java.util.regex.Pattern;

/// Patterns of a shell, of which only `*` and `?` are special.
final class Globs {
    private Globs() {}

    /// What matches as the shell does.
    static Pattern pattern(String glob) {
        var regex = new StringBuilder();
        glob.codePoints()
                .forEach(c -> {
                    switch (c) {
                        // Possessive would not match; a run of stars must not cost more than one.
                        case '*' -> {
                            if (!regex.toString().endsWith(".*")) {
                                regex.append(".*");
                            }
                        }
                        case '?' -> regex.append('.');
                        default -> regex.append(Pattern.quote(Character.toString(c)));
                    }
                });
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
