package dev.tug.cli;

import java.util.Locale;

/// A host in advice, with the port and the scheme that the user typed for it: failures name hosts
/// alone.
///
/// @param scheme `https`, unless the user typed `http://` before that host
/// @param authority the host, with its port if the user typed one
record Place(String scheme, String authority) {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    /// @param host of a failure, with or without a port
    /// @param model as typed
    static Place of(String host, String model) {
        boolean isHttp = model.regionMatches(true, 0, HTTP, 0, HTTP.length());
        boolean isHttps = model.regionMatches(true, 0, HTTPS, 0, HTTPS.length());
        var typed = model.substring(isHttp ? HTTP.length() : isHttps ? HTTPS.length() : 0);
        var first = typed.split("[/?#]", 2)[0];
        var name = first.toLowerCase(Locale.ROOT);
        var wanted = host.toLowerCase(Locale.ROOT);
        boolean isSame = name.equals(wanted) || name.replaceFirst(":\\d+$", "").equals(wanted);
        return new Place(isSame && isHttp ? "http" : "https", isSame ? first : host);
    }

    /// For a browser or `curl`.
    String url() {
        return scheme + "://" + authority;
    }

    /// With its port in any case, as a firewall's rule wants it.
    String endpoint() {
        return authority.matches(".*[^:]:\\d+|\\[.*]:\\d+")
                ? authority
                : authority + (scheme.equals("http") ? ":80" : ":443");
    }
}
