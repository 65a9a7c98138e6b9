package dev.tug.failure;

/// An answer that somebody gave in the place of what was asked for: a filter, a portal, a proxy.
///
/// @param vendor who made what answered, as far as its words tell; empty if they do not
/// @param category what the filter takes the host for, in its own words; may be empty
/// @param reason why it says no: a rule, a code, the name of a virus; may be empty
public record Page(Kind kind, String vendor, String category, String reason, Answer answer) {
    /// What the answer means.
    public enum Kind {
        /// A filter forbids the host, the category or the kind of file.
        BLOCK,
        /// A scanner takes the content for malware; asking again makes such boxes suspicious.
        MALWARE,
        /// The content is larger than a scanner takes: a smaller piece may pass.
        SIZE,
        /// A network wants its terms accepted, or a login, before it lets anybody out.
        PORTAL,
        /// A login page of a company or a provider.
        LOGIN,
        /// A proxy could not reach the host.
        PROXY,
        /// A page for people that does not say whose it is.
        UNKNOWN;

        /// Whether the same request may well succeed a moment later.
        public boolean isPassing() {
            return this == PROXY || this == SIZE;
        }
    }

    /// How the answer looked; text of strangers, made printable, each at most 200 characters and
    /// without the secrets of addresses.
    ///
    /// @param server the `Server` field, may be empty
    /// @param contentType without parameters, may be empty
    /// @param title of an HTML page, may be empty
    /// @param snippet the first words, or where a redirect leads
    public record Answer(
            int status, String server, String contentType, String title, String snippet) {}

    /// Whether it is beyond doubt that somebody on the way answered, and means it.
    public boolean isCertain() {
        return switch (kind) {
            case MALWARE, PORTAL, LOGIN -> true;
            case BLOCK -> !vendor.isEmpty();
            case SIZE, PROXY, UNKNOWN -> false;
        };
    }

    /// One line on what `host` answered: no full stop, no URL, no secret.
    String summary(String host) {
        var from = ": HTTP " + answer.status() + " from " + host;
        return switch (kind) {
            case BLOCK -> "blocked by " + who("a filter") + why() + from + words();
            case MALWARE -> who("a scanner") + " takes it for malware" + why() + from + words();
            case SIZE -> "too large for " + who("a scanner") + why() + from + words();
            case PORTAL -> "a captive portal" + of() + " answers for " + host + status() + words();
            case LOGIN -> "a login page" + of() + " answers for " + host + status() + words();
            case PROXY -> who("a proxy") + " did not get through" + why() + from + words();
            case UNKNOWN -> "a web page in place of the answer" + from + words();
        };
    }

    private String who(String unknown) {
        return vendor.isEmpty() ? unknown : vendor;
    }

    private String of() {
        return vendor.isEmpty() ? "" : " (" + vendor + ")";
    }

    private String status() {
        return ": HTTP " + answer.status();
    }

    private String why() {
        if (category.isEmpty()) {
            return reason.isEmpty() ? "" : " (" + reason + ")";
        }
        return " (category " + category + (reason.isEmpty() ? "" : ", " + reason) + ")";
    }

    private String words() {
        var words = answer.title().isEmpty() ? answer.snippet() : answer.title();
        return words.isEmpty() ? "" : ": " + words;
    }
}
