package dev.tug.internal.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One way to prove who asks, as a `WWW-Authenticate` field offers it (RFC 9110 11.6.1).
///
/// @param scheme in lower case: `bearer`, `basic`
/// @param parameters by name in lower case
record Challenge(String scheme, Map<String, String> parameters) {
    /// Real fields have some hundred characters; servers bound a header line at 8 to 16 kB.
    private static final int LENGTH_MAX = 16 << 10;

    private static final int CHALLENGES_MAX = 16;

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /// All challenges of some fields, up to where they make no sense any more.
    static List<Challenge> parse(List<String> fields) {
        var challenges = new ArrayList<Challenge>();
        fields.stream()
                .filter(field -> field.length() <= LENGTH_MAX)
                .flatMap(field -> new Reader(field).challenges().stream())
                .limit(CHALLENGES_MAX)
                .forEach(challenges::add);
        return challenges;
    }

    /// A parameter by its name in lower case, if it is not empty.
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
    }

    /// Reads one field from left to right.
    ///
    /// Commas separate challenges as well as parameters; a word begins a parameter if `=` and a value
    /// come after it, and a challenge otherwise.
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Challenge> challenges() {
            var challenges = new ArrayList<Challenge>();
            skip(" \t,");
            while (at < text.length()) {
                var scheme = token();
                if (scheme.isEmpty()) {
                    return challenges;
                }
                skip(" \t");
                skipToken68();
                var parameters = new LinkedHashMap<String, String>();
                var sound = parameters(parameters);
                challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
                if (!sound) {
                    return challenges;
                }
            }
            return challenges;
        }

        /// Reads parameters up to the next scheme; false if there is something else.
        private boolean parameters(Map<String, String> into) {
            while (true) {
                skip(" \t,");
                var start = at;
                var name = token();
                skip(" \t");
                if (name.isEmpty() || !accept('=')) {
                    at = start;
                    return at == text.length() || !name.isEmpty();
                }
                skip(" \t");
                var value = accept('"') ? quoted() : Optional.of(token());
                if (value.isEmpty()) {
                    return false;
                }
                into.putIfAbsent(name.toLowerCase(Locale.ROOT), value.get());
            }
        }

        /// The rest of a quoted string; empty if it has no end.
        private Optional<String> quoted() {
            var value = new StringBuilder();
            while (at < text.length()) {
                var c = text.charAt(at++);
                if (c == '"') {
                    return Optional.of(value.toString());
                }
                if (c == '\\' && at < text.length()) {
                    c = text.charAt(at++);
                }
                value.append(c);
            }
            return Optional.empty();
        }

        /// Skips what `Negotiate` and its like have in the place of parameters.
        private void skipToken68() {
            var end = at;
            while (end < text.length() && isToken68(text.charAt(end))) {
                end++;
            }
            while (end < text.length() && text.charAt(end) == '=') {
                end++;
            }
            var after = end;
            while (after < text.length() && isBlank(text.charAt(after))) {
                after++;
            }
            if (end > at && (after == text.length() || text.charAt(after) == ',')) {
                at = after;
            }
        }

        private String token() {
            var start = at;
            while (at < text.length() && isTokenChar(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private boolean accept(char c) {
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void skip(String chars) {
            while (at < text.length() && chars.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }

        private static boolean isToken68(char c) {
            return isAlphanumeric(c) || "-._~+/".indexOf(c) >= 0;
        }

        /// Also `/` and `:`, which some servers leave unquoted.
        private static boolean isTokenChar(char c) {
            return isAlphanumeric(c) || "!#$%&'*+-.^_`|~/:".indexOf(c) >= 0;
        }

        private static boolean isAlphanumeric(char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
    }
}
