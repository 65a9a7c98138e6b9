package dev.tug.cli;

import java.util.regex.Pattern;

/// Texts of strangers that hold their secrets.
final class Foreign {
    /// The second form is for passwords with a slash in them, which no address may have.
    private static final Pattern LOGIN =
            Pattern.compile("(\\w+://)(?:[^\\s/\"'<>]*|[^\\s/\"'<>:]*:(?!\\d{1,5}/)[^\\s\"'<>]*)@");

    private static final Pattern FIELD =
            Pattern.compile(
                    "(?i)((?:proxy-)?authorization|(?:set-)?cookie|x-[\\w-]*(?:key|token))\\s*[:=][^\"']*");

    private static final Pattern TOKEN =
            Pattern.compile("(?i)\\b(bearer|basic|negotiate|ntlm)\\s+[\\w+/=.~-]{8,}");

    /// What hf.co, GitHub and GitLab hand out is known by its start.
    private static final Pattern KNOWN_TOKEN =
            Pattern.compile("\\b(hf_|gh[pousr]_|glpat-)[\\w-]{10,}");

    private static final Pattern PASSWORD =
            Pattern.compile("(?i)\\b(passw(?:or)?d|pwd|secret|token)\\s*[:=]\\s*[^\\s\"',;&]+");

    private static final Pattern QUERY =
            Pattern.compile("(/[^\\s?\"'<>]*)\\?[^\\s\"'<>)]*=[^\\s\"'<>)]*");

    private Foreign() {}

    /// `text` without logins in addresses, without their queries, which may be signatures, and without
    /// tokens.
    static String withoutSecrets(String text) {
        var rest = LOGIN.matcher(text).replaceAll("$1***@");
        rest = QUERY.matcher(rest).replaceAll("$1?***");
        rest = FIELD.matcher(rest).replaceAll("$1: ***");
        rest = TOKEN.matcher(rest).replaceAll("$1 ***");
        rest = KNOWN_TOKEN.matcher(rest).replaceAll("$1***");
        return PASSWORD.matcher(rest).replaceAll("$1=***");
    }
}
