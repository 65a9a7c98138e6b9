package dev.tug.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Products that open TLS on the way, known by words in the certificates that they make.
final class Inspector {
    // Seen in public bug reports; most appliances use the customer's own name instead.
    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("zscaler", "Zscaler"),
                    Map.entry("goskope", "Netskope"),
                    Map.entry("netskope", "Netskope"),
                    Map.entry("fortinet", "Fortinet"),
                    Map.entry("fortigate", "Fortinet"),
                    Map.entry("sophos", "Sophos"),
                    Map.entry("cisco umbrella", "Cisco Umbrella"),
                    Map.entry("forcepoint", "Forcepoint"),
                    Map.entry("websense", "Forcepoint"),
                    Map.entry("blue coat", "Blue Coat"),
                    Map.entry("symantec web", "Symantec"),
                    Map.entry("mcafee web", "McAfee"),
                    Map.entry("skyhigh", "Skyhigh"),
                    Map.entry("check point", "Check Point"),
                    Map.entry("sonicwall", "SonicWall"),
                    Map.entry("watchguard", "WatchGuard"),
                    Map.entry("barracuda", "Barracuda"),
                    Map.entry("palo alto", "Palo Alto"),
                    Map.entry("avast", "Avast"),
                    Map.entry("avg web", "AVG"),
                    Map.entry("norton web", "Norton"),
                    Map.entry("eset ssl", "ESET"),
                    Map.entry("kaspersky", "Kaspersky"),
                    Map.entry("bitdefender", "Bitdefender"),
                    Map.entry("mitmproxy", "mitmproxy"),
                    Map.entry("portswigger", "Burp Suite"),
                    Map.entry("fiddler", "Fiddler"),
                    Map.entry("squid", "Squid"));

    private Inspector() {}

    /// The product whose authority `issuer` is; empty if it is none of the known ones.
    static Optional<String> named(String issuer) {
        var text = issuer.toLowerCase(Locale.ROOT);
        return WORDS.entrySet().stream()
                .filter(entry -> text.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
