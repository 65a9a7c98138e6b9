package dev.tug.internal.tls;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Products that open TLS on the way, known by words in the certificates that they make.
///
/// Organisation counts before common name, and that before the e-mail address and the unit. Most
/// appliances that companies run use the company's own name instead, so that no match means nothing.
final class Vendors {
    /// In lower case. Names of public authorities must not occur: DigiCert, GlobalSign, Symantec alone.
    ///
    /// @param words what the field contains, as whole words
    private record Signature(String words, String vendor) {
        /// Whether `text` has the words, and not inside of others: avast is in Javastuff.
        boolean isIn(String text) {
            for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
                if (isEdge(text, at - 1) && isEdge(text, at + words.length())) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isEdge(String text, int at) {
            return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
        }
    }

    // Seen in public bug reports and in lists that other programs keep.
    private static final List<Signature> SIGNATURES =
            List.of(
                    new Signature("zscaler", "Zscaler"),
                    new Signature("goskope", "Netskope"),
                    new Signature("netskope", "Netskope"),
                    new Signature("fortinet", "Fortinet"),
                    new Signature("fortigate", "Fortinet"),
                    new Signature("sophos", "Sophos"),
                    new Signature("securityappliance_ssl_ca", "Sophos"),
                    new Signature("cisco umbrella", "Cisco Umbrella"),
                    new Signature("cisco secure access", "Cisco Secure Access"),
                    new Signature("ironport", "Cisco IronPort"),
                    new Signature("palo alto networks", "Palo Alto Networks"),
                    new Signature("globalprotect", "Palo Alto Networks"),
                    new Signature("forward trust", "Palo Alto Networks"),
                    new Signature("forward-trust", "Palo Alto Networks"),
                    new Signature("forcepoint", "Forcepoint"),
                    new Signature("websense", "Forcepoint"),
                    new Signature("blue coat", "Blue Coat"),
                    new Signature("bluecoat", "Blue Coat"),
                    new Signature("symantec web security", "Symantec Web Security"),
                    new Signature("skyhigh", "Skyhigh"),
                    new Signature("mcafee web gateway", "McAfee Web Gateway"),
                    new Signature("check point", "Check Point"),
                    new Signature("checkpoint software", "Check Point"),
                    new Signature("checkpoint gateway", "Check Point"),
                    new Signature("sonicwall", "SonicWall"),
                    new Signature("watchguard", "WatchGuard"),
                    new Signature("barracuda", "Barracuda"),
                    new Signature("avast web/mail shield", "Avast"),
                    new Signature("avast", "Avast"),
                    new Signature("avg web/mail shield", "AVG"),
                    new Signature("norton web/mail shield", "Norton"),
                    new Signature("norton web", "Norton"),
                    new Signature("eset ssl filter", "ESET"),
                    new Signature("kaspersky anti-virus", "Kaspersky"),
                    new Signature("kaspersky web anti-virus", "Kaspersky"),
                    new Signature("kaspersky endpoint security", "Kaspersky"),
                    new Signature("kaspersky internet security", "Kaspersky"),
                    new Signature("kaspersky total security", "Kaspersky"),
                    new Signature("bitdefender", "Bitdefender"),
                    new Signature("mitmproxy", "mitmproxy"),
                    new Signature("portswigger", "Burp Suite"),
                    new Signature("fiddler", "Fiddler"),
                    new Signature("fiddlerroot", "Fiddler"),
                    new Signature("e2guardian", "e2guardian"),
                    new Signature("squid", "Squid"),
                    new Signature("russian trusted", "a state (Russian Trusted CA)"),
                    new Signature("qaznet", "a state (Qaznet)"));

    /// `Default_CA_` and a serial number is what Sophos calls the authority of a new appliance.
    private static final String SOPHOS_DEFAULT = "default_ca_";

    private static final List<String> FIELDS = List.of("O", "CN", "EMAILADDRESS", "OU");

    private Vendors() {}

    /// The product whose authority `name` is; empty if it is none of the known ones.
    static Optional<String> of(DistinguishedName name) {
        return FIELDS.stream()
                .flatMap(field -> name.first(field).stream())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .flatMap(text -> of(text).stream())
                .findFirst();
    }

    private static Optional<String> of(String text) {
        if (text.startsWith(SOPHOS_DEFAULT)) {
            return Optional.of("Sophos");
        }
        return SIGNATURES.stream()
                .filter(signature -> signature.isIn(text))
                .map(Signature::vendor)
                .findFirst();
    }
}
