package dev.tug.cli;

import java.util.regex.Pattern;

/// Texts of strangers that hold their secrets.
final class Foreign {
    private static final Pattern LOGIN = Pattern.compile("(\\w+://)[^\\s/\"'<>]*@");
    private static final Pattern QUERY =
            Pattern.compile("(/[^\\s?\"'<>]*)\\?[^\\s\"'<>)]*=[^\\s\"'<>)]*");

    private Foreign() {}

    /// `text` without logins in addresses, and without their queries, which may be signatures.
    static String withoutSecrets(String text) {
        return QUERY.matcher(LOGIN.matcher(text).replaceAll("$1***@")).replaceAll("$1?***");
    }
}
