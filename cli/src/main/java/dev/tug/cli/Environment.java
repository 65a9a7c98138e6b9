package dev.tug.cli;

import java.util.Map;
import java.util.Optional;

/// The environment's variables, read as Ollama reads them.
///
/// @param variables as the process got them
record Environment(Map<String, String> variables) {
    Environment {
        variables = Map.copyOf(variables);
    }

    /// A variable's value without spaces around it, and without quotes around that; empty if it is
    /// unset or nothing is left.
    Optional<String> value(String name) {
        return Optional.ofNullable(variables.get(name))
                .map(text -> unquoted(text.strip()))
                .filter(text -> !text.isEmpty());
    }

    /// A variable's value as it is; empty if it is unset or has no characters.
    Optional<String> verbatim(String name) {
        return Optional.ofNullable(variables.get(name)).filter(text -> !text.isEmpty());
    }

    /// A switch by Go's rules: the words for false are false, any other word is true.
    Optional<Boolean> flag(String name) {
        return value(name)
                .map(text ->
                        switch (text) {
                            case "0", "f", "F", "false", "FALSE", "False" -> false;
                            default -> true;
                        });
    }

    private static String unquoted(String text) {
        var from = 0;
        var to = text.length();
        while (from < to && isQuote(text.charAt(from))) {
            from++;
        }
        while (to > from && isQuote(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }
}
