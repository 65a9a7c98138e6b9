package dev.tug.internal.tls;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// One host that a user named, with or without a port.
///
/// @param host lower case, without brackets; never a pattern
/// @param port empty for all ports
public record HostPort(String host, OptionalInt port) {
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

    private static final int PORT_MAX = 65_535;

    /// Reads `HOST`, `HOST:PORT`, `[ADDRESS]` or `[ADDRESS]:PORT`; empty if `text` is anything else.
    public static Optional<HostPort> parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var host = Hosts.normal(match.group(1));
        if (match.group(2) == null) {
            return Optional.of(new HostPort(host, OptionalInt.empty()));
        }
        int port = Integer.parseInt(match.group(2));
        return port < 1 || port > PORT_MAX
                ? Optional.empty()
                : Optional.of(new HostPort(host, OptionalInt.of(port)));
    }

    /// Whether it means this host and port, and not one that only looks alike.
    public boolean means(String otherHost, int otherPort) {
        return host.equals(Hosts.normal(otherHost))
                && (port.isEmpty() || port.getAsInt() == otherPort);
    }
}
