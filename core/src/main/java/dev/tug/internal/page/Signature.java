package dev.tug.internal.page;

import static dev.tug.failure.Page.Kind.BLOCK;
import static dev.tug.failure.Page.Kind.LOGIN;
import static dev.tug.failure.Page.Kind.PORTAL;

import dev.tug.failure.Page;

import java.util.List;
import java.util.regex.Pattern;

/// One way in which somebody's answers are known.
///
/// @param kind what the answer is unless its words say more
/// @param place where the pattern is looked for
record Signature(String vendor, Page.Kind kind, Place place, Pattern pattern) {
    /// A part of an answer.
    enum Place {
        /// The `Server` field.
        SERVER,
        /// The page as it came, tags and all: a phrase or an address that only this product writes.
        PAGE,
        /// A page that forbids: the mere name of a product, which a model or a user may bear as well.
        NAME,
        /// The address that a redirect leads to.
        ADDRESS
    }

    /// The more telling first. Pages are quoted from networks.md 7b and from public reports of users
    /// that met them; those of vendors without any are known by their name alone.
    private static final List<Signature> ALL =
            List.of(
                    server("Zscaler", "zscaler"),
                    server("SonicWall", "sonicwall"),
                    server("WatchGuard", "watchguard"),
                    server("Netskope", "netskope"),
                    server("Cisco Umbrella", "cisco umbrella|opendns guide"),
                    server("iboss", "iboss"),
                    server("Barracuda", "barracuda"),
                    address("Zscaler", BLOCK, "//gateway\\.(?:zscaler|zscloud|zs)[a-z]*\\.net[:/]"),
                    address("Zscaler", LOGIN, "//login\\.(?:zscaler|zscloud|zs)[a-z]*\\.net[:/]"),
                    address("Zscaler", PORTAL, "//[^/]*\\.(?:zscaler|zscloud)[a-z]*\\.net/.*caut"),
                    address("Sophos", BLOCK, ":\\d+/ips/block/"),
                    address(
                            "Forcepoint",
                            BLOCK,
                            "/(?:blockpage|block_message)\\.cgi\\?ws-session="),
                    address("Check Point", BLOCK, "/UserCheck/PortalMain"),
                    address(
                            "Cisco Umbrella",
                            BLOCK,
                            "//[^/]*block[^/]*\\.(?:opendns|sse\\.cisco)\\.com"),
                    address(
                            "Cisco Umbrella",
                            Page.Kind.MALWARE,
                            "//(?:malware|phish)\\.opendns\\.com"),
                    address("Netskope", BLOCK, "//[^/]*\\.goskope\\.com[:/]"),
                    address("iboss", BLOCK, "//[^/]*\\biboss(?:cloud)?\\.com[:/]"),
                    address("Fortinet", PORTAL, "/fgtauth\\?"),
                    address(
                            "Fortinet",
                            BLOCK,
                            ":80(?:08|10|20)/(?:fgd|urlfilter|warn)[\\w.]*(?:\\?|$)"),
                    address("Skyhigh", LOGIN, "/mwg-internal/[^/]+/(?:plugin|auth)"),
                    address("Palo Alto", PORTAL, "/php/uid\\.php\\?|:6082/php/"),
                    address("Netsweeper", BLOCK, "/webadmin/deny"),
                    page(
                            "Zscaler",
                            "Internet Security by Zscaler|Zscaler to protect you|\\.zscloud\\.net/img"),
                    page(
                            "Fortinet",
                            "FortiGuard Web Filter|Powered By Fortinet|<title>\\s*Application Control Violation"),
                    page(
                            "Fortinet",
                            "in violation of your (?:internet|application) (?:usage|control) policy"),
                    page(
                            "Skyhigh (McAfee Web Gateway)",
                            "McAfee Web Gateway|Skyhigh Secure Web Gateway|/mwg-internal/"),
                    page("Cisco Umbrella", "Cisco Umbrella|block\\.opendns\\.com"),
                    page(
                            "Cisco Secure Web Appliance",
                            "<title>\\s*Notification: Policy|BLOCK[-_]WEBCAT"),
                    page(
                            "Cisco Secure Web Appliance",
                            "Based on your organization's access policies"),
                    page(
                            "Forcepoint",
                            "ws_blockoption|(?:blockpage|block_message)\\.cgi\\?ws-session"),
                    page(
                            "Broadcom (Blue Coat)",
                            "\\((?:policy_denied|content_filter_denied|exception\\.\\w+)\\)"),
                    page("Broadcom (Blue Coat)", "Blue Coat Systems|Symantec Web Security"),
                    page("Broadcom (Blue Coat)", "denied because of its content categori[sz]ation"),
                    page("Palo Alto", "blocked in accordance with company policy"),
                    page("Palo Alto", "<title>[^<]*Virus/Spyware Download Blocked"),
                    page("Check Point", "/UserCheck/|Check Point Software Technologies"),
                    page("Sophos", "/Sophos_logo|/ips/block/webcat"),
                    page("SonicWall", "nsa_banner|This site has been blocked by the network"),
                    page(
                            "Barracuda",
                            "Barracuda (?:Web Filter|CloudGen)|cgi-mod/(?:block|header_logo)"),
                    page("Netskope", "//[^/ ]*\\.goskope\\.com"),
                    page("Cloudflare Gateway", "Cloudflare (?:Gateway|Zero Trust)"),
                    page("Trend Micro", "InterScan Web"),
                    name("Fortinet", "FortiGuard"),
                    name("Skyhigh (McAfee Web Gateway)", "Skyhigh"),
                    name("Cisco Umbrella", "OpenDNS"),
                    name("Forcepoint", "Forcepoint|Websense"),
                    name("Broadcom (Blue Coat)", "Blue ?Coat|Cloud SWG"),
                    name("Palo Alto", "Palo Alto Networks"),
                    name("Check Point", "Check Point|UserCheck"),
                    name("Sophos", "Sophos"),
                    name("SonicWall", "SonicWALL"),
                    name("Barracuda", "Barracuda Networks"),
                    name("WatchGuard", "WatchGuard"),
                    name("Netskope", "Netskope"),
                    name("e2guardian", "e2guardian|DansGuardian"),
                    name("iboss", "iboss(?:cloud)?"),
                    name("Netsweeper", "netsweeper"),
                    name("Menlo Security", "Menlo Security"),
                    name("Trend Micro", "Trend Micro"),
                    name("Stormshield", "Stormshield"),
                    name("Kaspersky", "Kaspersky"),
                    name("DNSFilter", "DNSFilter"),
                    name("Cato Networks", "Cato Networks"));

    private static Signature server(String vendor, String regex) {
        return of(vendor, BLOCK, Place.SERVER, regex);
    }

    private static Signature page(String vendor, String regex) {
        return of(vendor, BLOCK, Place.PAGE, regex);
    }

    private static Signature name(String vendor, String regex) {
        // No part of an address, of a model's name or of a file's.
        return of(vendor, BLOCK, Place.NAME, "(?<![\\w./@-])(?:" + regex + ")(?!\\.?[\\w/@-])");
    }

    private static Signature address(String vendor, Page.Kind kind, String regex) {
        return of(vendor, kind, Place.ADDRESS, regex);
    }

    private static Signature of(String vendor, Page.Kind kind, Place place, String regex) {
        return new Signature(vendor, kind, place, Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
    }

    /// All that are known, the first that fits counts.
    static List<Signature> all() {
        return ALL;
    }

    boolean fits(CharSequence text) {
        return pattern.matcher(text).find();
    }
}
