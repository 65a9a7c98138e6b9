package dev.tug.internal.name;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Addresses that somebody has given for hosts, which are then asked of nobody.
///
/// @param pins the first that fits counts
public record Pins(List<Pin> pins) {
    /// Names are asked for.
    public static final Pins NONE = new Pins(List.of());

    /// The addresses of one host.
    ///
    /// @param host a name, or `*` for all
    /// @param addresses at least one
    public record Pin(String host, int port, List<InetAddress> addresses) {}

    public Pins {
        pins = List.copyOf(pins);
    }

    Optional<List<InetAddress>> of(String host, int port) {
        var name = normal(host);
        return pins.stream()
                .filter(pin -> pin.port() == port)
                .filter(pin -> pin.host().equals("*") || normal(pin.host()).equals(name))
                .map(Pin::addresses)
                .findFirst();
    }

    /// A dot at the end is no part of a host.
    private static String normal(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
