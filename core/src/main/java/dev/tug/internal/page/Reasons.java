package dev.tug.internal.page;

import java.util.List;
import java.util.regex.Pattern;

/// What a page says for its refusal.
///
/// @param category empty if it names none
/// @param reason empty if it names none
record Reasons(String category, String reason) {
    private static final int LENGTH_MAX = 80;

    /// In the words of Zscaler, Cisco, Blue Coat, Fortinet and Umbrella, then of most others.
    private static final List<Pattern> CATEGORIES =
            List.of(
                    phrase("not allowed to browse (?:the )?([\\w ./&-]{2,60}?) categor"),
                    phrase("web (?:reputation )?category \"([^\"\\n]{2,80})\""),
                    phrase("content categori[sz]ation:\\s*\"?([^\"\\n]{2,80})"),
                    phrase("categori[sz]ed as:?\\s+([^\\n]{2,80})"),
                    phrase(
                            "categor(?:y|ies)(?: of the (?:site|page))?[ \\t]*[:=]\\s*([^\\n]{1,80})"));

    private static final Pattern IN_ADDRESS =
            Pattern.compile("(?i)[?&](?:cat|category|categories)=([\\w%.+ -]{1,60})");

    private static final List<Pattern> REASONS =
            List.of(
                    phrase(
                            "(?:virus|malware|threat|infection|spyware)(?:/\\w+)? ?name[ \\t]*[:=]\\s*([^\\n]{2,80})"),
                    phrase("\\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_BLOCK(?:ED)?)\\b"),
                    phrase("\\b(ERR_[A-Z_]{3,40})\\b"),
                    phrase("\\((policy_denied|content_filter_denied|max_file_size_exceeded)\\)"),
                    phrase("(?:reason|block reason|denied reason)[ \\t]*[:=]\\s*([^\\n]{2,80})"),
                    phrase("(?:rule|policy)(?: name)[ \\t]*[:=]\\s*([^\\n]{2,80})"));

    private static final Pattern MALWARE =
            Pattern.compile(
                    "(?i)(?<![\\w-])(?:virus|malware|spyware|trojan|infect(?:ed|ion))\\b(?!-)[^.\\n]{0,60}"
                            + "\\b(?:found|detect|block|contain|infect|name|deni|verdict)"
                            + "|\\b(?:found|detected|contain(?:s|ed)?|infected with)\\b[^.\\n]{0,40}"
                            + "(?<![\\w-])(?:virus|malware|spyware|trojan)\\b(?!-)"
                            + "|_VIRUS_|_MALWARE_");

    private static final Pattern SIZE =
            Pattern.compile(
                    "(?i)max_file_size_exceeded|(?:file|object|content|download|download size)"
                            + " (?:is|was) too (?:large|big)|(?:exceeds?|over|above)[^.\\n]{0,40}"
                            + "(?:size|limit)|oversiz|size limit");

    private static final Pattern FORBIDS =
            Pattern.compile(
                    "(?i)block(?:ed|ing)|access (?:to [^.\\n]{0,80})?(?:is |has been |was )?"
                            + "(?:denied|restricted|prohibited)|not allowed|web ?filter|content filter"
                            + "|acceptable use|polic(?:y|ies)|prohibited|your administrator");

    /// A title has less room for what was asked for, so that its words weigh more.
    private static final Pattern TITLE_FORBIDS =
            Pattern.compile("(?i)\\bblocked\\b|access (?:denied|restricted|prohibited)");

    private static final Pattern PORTAL =
            Pattern.compile(
                    "(?i)WISPAccessGatewayParam|captive|hotspot|wi-?fi|guest (?:access|network|login)"
                            + "|voucher|accept (?:the |our )?terms|terms (?:and conditions|of use)"
                            + "|network login|fgtauth|internet access");

    private static final Pattern LOGIN =
            Pattern.compile(
                    "(?i)name=[\"']?SAMLRequest|type=[\"']?password|sign in to your account"
                            + "|log ?in to continue|single sign-?on|please log ?in|session expired");

    private static Pattern phrase(String regex) {
        return Pattern.compile(
                regex.startsWith("\\b(") ? regex : "(?i)" + regex, Pattern.MULTILINE);
    }

    /// @param address of the page
    static Reasons of(String words, String address) {
        var category = first(CATEGORIES, words);
        if (category.isEmpty()) {
            var named = IN_ADDRESS.matcher(address);
            category = named.find() ? text(named.group(1)) : "";
        }
        return new Reasons(category, first(REASONS, words));
    }

    static boolean nameMalware(String words) {
        return MALWARE.matcher(words).find();
    }

    static boolean nameSize(String words) {
        return SIZE.matcher(words).find();
    }

    static boolean forbid(String words) {
        return FORBIDS.matcher(words).find();
    }

    static boolean titleForbids(String title) {
        return TITLE_FORBIDS.matcher(title).find();
    }

    /// @param page with its tags, since forms tell more than words
    static boolean wantTerms(String page) {
        return PORTAL.matcher(page).find();
    }

    /// @param page with its tags
    static boolean wantLogin(String page) {
        return LOGIN.matcher(page).find();
    }

    private static String first(List<Pattern> patterns, String words) {
        return patterns.stream()
                .map(pattern -> pattern.matcher(words))
                .filter(match -> match.find())
                .map(match -> text(match.group(1)))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String text(String found) {
        var text = Printable.of(found.replaceAll("^[\"'\\s]+|[\"'\\s.]+$", ""));
        return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX);
    }
}
