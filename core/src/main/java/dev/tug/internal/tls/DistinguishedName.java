package dev.tug.internal.tls;

import dev.tug.internal.text.Harmless;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.security.auth.x500.X500Principal;

/// The parts of a certificate's subject or issuer, the most specific first.
record DistinguishedName(List<Part> parts) {
    /// Nobody reads more of a name that a stranger chose.
    private static final int TEXT_LENGTH_MAX = 100;

    /// Names of authorities have six at most.
    private static final int PARTS_MAX = 8;

    private static final String EMAIL_OID = "1.2.840.113549.1.9.1";

    /// @param type in upper case, such as `CN`
    record Part(String type, String value) {}

    DistinguishedName {
        parts = List.copyOf(parts);
    }

    static DistinguishedName of(X500Principal principal) {
        return parse(principal.getName(X500Principal.RFC2253, Map.of(EMAIL_OID, "EMAILADDRESS")));
    }

    /// Reads RFC 2253: parts are divided by commas and plus signs, unless these are escaped or quoted.
    static DistinguishedName parse(String text) {
        var parts = new ArrayList<Part>();
        var current = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                current.append(text.charAt(++at));
            } else if (c == '"') {
                quoted = !quoted;
            } else if ((c == ',' || c == '+') && !quoted) {
                add(parts, current.toString());
                current.setLength(0);
            } else {
                current.append(c);
            }
        }
        add(parts, current.toString());
        return new DistinguishedName(parts);
    }

    private static void add(List<Part> parts, String text) {
        int equals = text.indexOf('=');
        if (equals > 0) {
            parts.add(
                    new Part(
                            text.substring(0, equals).strip().toUpperCase(Locale.ROOT),
                            text.substring(equals + 1).strip()));
        }
    }

    /// The first part of a type, such as `O`.
    Optional<String> first(String type) {
        return parts.stream().filter(part -> part.type().equals(type)).map(Part::value).findFirst();
    }

    /// Common name and organisation on one printable line, or all there is if it has neither.
    String words() {
        var telling =
                Stream.of("CN", "O")
                        .flatMap(type -> parts.stream().filter(part -> part.type().equals(type)))
                        .toList();
        var shown = telling.isEmpty() ? parts : telling;
        return text(shown);
    }

    /// All parts on one printable line.
    String text() {
        return text(parts);
    }

    private static String text(List<Part> shown) {
        return shown.isEmpty()
                ? "a nameless authority"
                : shown.stream()
                        .limit(PARTS_MAX)
                        .map(part -> printable(part.type()) + "=" + printable(part.value()))
                        .collect(Collectors.joining(", "));
    }

    /// Words of a stranger, short and harmless.
    static String printable(String text) {
        return Harmless.of(text, TEXT_LENGTH_MAX);
    }
}
