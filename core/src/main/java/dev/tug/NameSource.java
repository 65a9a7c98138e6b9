package dev.tug;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the addresses of hosts come from.
///
/// @param pins addresses that are given, which go over everything else
/// @param https a DNS server that speaks HTTPS (RFC 8484), asked when the system has no answer
/// @param httpsOnly whether that server is asked first and alone; the system finds just its own host
public record NameSource(List<Pin> pins, Optional<URI> https, boolean httpsOnly) {
    /// The system alone.
    public static final NameSource SYSTEM = new NameSource(List.of(), Optional.empty(), false);

    private static final int PORT_MAX = 65_535;

    public NameSource {
        pins = List.copyOf(pins);
        if (https.isPresent()
                && (!"https".equalsIgnoreCase(https.get().getScheme())
                        || https.get().getHost() == null
                        || https.get().getRawFragment() != null)) {
            throw new IllegalArgumentException("not an https address: " + https.get());
        }
        if (httpsOnly && https.isEmpty()) {
            throw new IllegalArgumentException("no DNS server over HTTPS is named");
        }
    }

    /// The addresses of one host, given.
    ///
    /// @param host a name, or `*` for all
    /// @param port 1..65535
    /// @param addresses at least one
    public record Pin(String host, int port, List<InetAddress> addresses) {
        public Pin {
            addresses = List.copyOf(addresses);
            if (host.isEmpty() || addresses.isEmpty() || port < 1 || port > PORT_MAX) {
                throw new IllegalArgumentException("host, port or address is missing");
            }
        }

        /// Reads curl's form, `HOST:PORT:ADDRESS[,ADDRESS]`, IPv6 in brackets or not.
        ///
        /// @throws IllegalArgumentException with what is wrong about `text`
        public static Pin parse(String text) {
            if (text.startsWith("+") || text.startsWith("-")) {
                throw new IllegalArgumentException(
                        "`"
                                + text.charAt(0)
                                + "` has no meaning here: an address holds for the"
                                + " whole run");
            }
            var parts = text.split(":", 3);
            if (parts.length < 3) {
                throw new IllegalArgumentException("not HOST:PORT:ADDRESS");
            }
            return new Pin(parts[0].strip(), port(parts[1]), addresses(parts[2]));
        }

        private static int port(String text) {
            try {
                return Integer.parseInt(text.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("`" + text + "` is no port", e);
            }
        }

        private static List<InetAddress> addresses(String text) {
            var addresses = new ArrayList<InetAddress>();
            for (var word : text.split(",", -1)) {
                var address = word.strip();
                boolean bracketed = address.startsWith("[") && address.endsWith("]");
                try {
                    addresses.add(
                            InetAddress.ofLiteral(
                                    bracketed
                                            ? address.substring(1, address.length() - 1)
                                            : address));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("`" + address + "` is no address", e);
                }
            }
            return addresses;
        }

        /// The form that [#parse] reads.
        public String text() {
            return host
                    + ":"
                    + port
                    + ":"
                    + String.join(
                            ",", addresses.stream().map(InetAddress::getHostAddress).toList());
        }
    }
}
