package dev.tug.cli;

import dev.tug.Profiles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Profiles as a table, as sentences and as JSON.
final class ProfileText {
    private ProfileText() {}

    /// A line for each.
    static String table(List<Profiles.Entry> entries) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("HOST", "NETWORK", "STREAMS", "AGE", "CONFIDENCE", "WHY"));
        for (var entry : entries) {
            var reason = entry.profile().reason();
            rows.add(
                    List.of(
                            entry.host(),
                            network(entry),
                            Integer.toString(entry.profile().streams()),
                            Human.ago(entry.age()),
                            word(entry.confidence()),
                            reason.isEmpty() ? "-" : reason));
        }
        return Table.of(rows);
    }

    /// A paragraph for each.
    static String story(List<Profiles.Entry> entries) {
        return entries.stream().map(ProfileText::story).collect(Collectors.joining("\n\n"));
    }

    private static String story(Profiles.Entry entry) {
        var lines = new ArrayList<String>();
        lines.add(
                entry.host()
                        + ", from "
                        + network(entry)
                        + ", "
                        + entry.egress()
                        + entry.inspector().map(who -> ", inspected: " + who).orElse(""));
        entry.phrases().forEach(phrase -> lines.add("  " + phrase));
        lines.add(
                "  learned "
                        + Human.ago(entry.age())
                        + "; confidence "
                        + word(entry.confidence())
                        + ": "
                        + grounds(entry));
        return String.join("\n", lines);
    }

    /// Lines for hosts whose handshakes are odd; empty if there are none.
    static String hosts(List<Profiles.Host> hosts) {
        return hosts.stream()
                .map(host ->
                        host.host()
                                + ", from "
                                + host.network()
                                + (host.isHere() ? " (here)" : "")
                                + ": "
                                + oddity(host))
                .collect(Collectors.joining("\n"));
    }

    private static String oddity(Profiles.Host host) {
        var inspected = host.words().isEmpty() ? "" : "inspected by " + host.words();
        var old = host.oldAlone() ? "only TLS 1.2 gets through" : "";
        return inspected + (inspected.isEmpty() || old.isEmpty() ? "" : "; ") + old;
    }

    private static Map<String, Object> json(Profiles.Host host) {
        var line = new LinkedHashMap<String, Object>();
        line.put("host", host.host());
        line.put("egress", host.egress());
        line.put("network", host.network());
        line.put("here", host.isHere());
        host.inspector().ifPresent(who -> line.put("inspector", who));
        line.put("inspected_by", host.words());
        line.put("tls_1_2_alone", host.oldAlone());
        line.put("learned_at", host.learned().toString());
        return line;
    }

    private static String grounds(Profiles.Entry entry) {
        return switch (entry.pulls()) {
            case 0 -> "another machine's pulls";
            case 1 -> "one pull";
            default -> entry.pulls() + " pulls agree";
        };
    }

    private static String network(Profiles.Entry entry) {
        return entry.network() + (entry.isHere() ? " (here)" : "");
    }

    /// One document.
    static String json(List<Profiles.Entry> entries, List<Profiles.Host> hosts) {
        var document = new LinkedHashMap<String, Object>();
        document.put("profiles", entries.stream().map(ProfileText::json).toList());
        document.put("hosts", hosts.stream().map(ProfileText::json).toList());
        return Json.pretty(document);
    }

    private static Map<String, Object> json(Profiles.Entry entry) {
        var profile = entry.profile();
        var line = new LinkedHashMap<String, Object>();
        line.put("host", entry.host());
        line.put("egress", entry.egress());
        entry.inspector().ifPresent(who -> line.put("inspector", who));
        line.put("network", entry.network());
        line.put("here", entry.isHere());
        line.put("streams", profile.streams());
        line.put("cause", profile.cause().name().toLowerCase(Locale.ROOT));
        line.put("reason", profile.reason());
        line.put("says", entry.phrases());
        line.put("learned_at", entry.learned().toString());
        line.put("age_seconds", entry.age().toSeconds());
        line.put("confidence", word(entry.confidence()));
        line.put("pulls", entry.pulls());
        return line;
    }

    private static String word(Profiles.Confidence confidence) {
        return confidence.name().toLowerCase(Locale.ROOT);
    }
}
