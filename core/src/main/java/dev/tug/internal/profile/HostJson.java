package dev.tug.internal.profile;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One [KnownHost] as the members of a JSON object, and back with suspicion.
final class HostJson {
    private HostJson() {}

    static Map<String, Object> members(KnownHost host) {
        var members = new LinkedHashMap<String, Object>();
        members.put("host", host.host());
        members.put("egress", host.way());
        members.put("network", host.network());
        members.put("learned", host.learned().toString());
        host.inspector().ifPresent(who -> members.put("inspector", who));
        if (!host.words().isEmpty()) {
            members.put("inspected_by", host.words());
        }
        if (host.old()) {
            members.put("tls_1_2_alone", true);
        }
        return members;
    }

    /// The host in `entry`; empty if it makes no sense.
    static Optional<KnownHost> read(Object entry) {
        if (!(entry instanceof Map<?, ?> members)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new KnownHost(
                            text(members, "egress"),
                            text(members, "network"),
                            text(members, "host"),
                            members.containsKey("inspector")
                                    ? Optional.of(text(members, "inspector"))
                                    : Optional.empty(),
                            members.containsKey("inspected_by")
                                    ? PathJson.printable(text(members, "inspected_by"))
                                    : "",
                            Boolean.TRUE.equals(members.get("tls_1_2_alone")),
                            Instant.parse(text(members, "learned"))));
        } catch (IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static String text(Map<?, ?> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name);
    }
}
