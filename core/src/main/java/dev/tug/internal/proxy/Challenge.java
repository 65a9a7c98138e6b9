package dev.tug.internal.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One way to log in, as a `Proxy-Authenticate` field offers it (RFC 9110 11.7.1).
///
/// @param scheme in lower case: `basic`, `ntlm`
/// @param token what NTLM and Negotiate say, in base64; empty for others
/// @param parameters by name in lower case
record Challenge(String scheme, String token, Map<String, String> parameters) {
    /// Tickets of users in many groups make tokens of some ten kB.
    private static final int LENGTH_MAX = 64 << 10;

    private static final int CHALLENGES_MAX = 16;

    private static final String WORD = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /// `SCHEME`, then a token or parameters.
    private static final Pattern SCHEME =
            Pattern.compile("\\G[\\s,]*+(" + WORD + ")(?:\\s++|(?=,)|$)(?!\\s*=)");

    private static final Pattern TOKEN = Pattern.compile("\\G([A-Za-z0-9._~+/-]++=*+)\\s*(?=,|$)");
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "\\G[\\s,]*+("
                            + WORD
                            + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|("
                            + WORD
                            + "))");

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /// All challenges of some fields, each up to where it makes no sense any more.
    static List<Challenge> parse(List<String> fields) {
        var challenges = new ArrayList<Challenge>();
        for (var field : fields) {
            if (field.length() <= LENGTH_MAX) {
                parse(field, challenges);
            }
        }
        return challenges.size() > CHALLENGES_MAX
                ? challenges.subList(0, CHALLENGES_MAX)
                : challenges;
    }

    private static void parse(String field, List<Challenge> into) {
        int at = 0;
        while (at < field.length()) {
            var scheme = SCHEME.matcher(field);
            if (!scheme.find(at)) {
                return;
            }
            at = scheme.end();
            var token = TOKEN.matcher(field);
            var word = "";
            if (token.find(at)) {
                word = token.group(1);
                at = token.end();
            }
            var parameters = new LinkedHashMap<String, String>();
            var parameter = PARAMETER.matcher(field);
            while (parameter.find(at)) {
                parameters.putIfAbsent(
                        parameter.group(1).toLowerCase(Locale.ROOT), value(parameter));
                at = parameter.end();
            }
            into.add(new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), word, parameters));
        }
    }

    private static String value(Matcher parameter) {
        return Optional.ofNullable(parameter.group(2))
                .map(quoted -> quoted.replaceAll("\\\\(.)", "$1"))
                .orElseGet(() -> parameter.group(3));
    }

    /// A parameter by its name in lower case.
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
