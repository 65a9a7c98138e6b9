package dev.tug.internal.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;

/// Names the network that this machine is in, such as `192.168.1.0/24`, without a word to anybody.
///
/// It is the subnet of the address that the default route leaves from. Two networks with one subnet
/// share a name: what that does to a pull is what any stale profile does.
public final class LocalNetwork {
    /// The name where there is no way out, or none that tells.
    public static final String NONE = "none";

    /// Addresses that belong to nobody (RFC 5737, RFC 3849): the route to them is the default route.
    private static final List<String> ELSEWHERE = List.of("192.0.2.1", "2001:db8::1");

    private static final int DISCARD_PORT = 9;
    private static final int IPV4_BITS = 32;

    /// A tunnel's address stands alone and changes at each call, within its pool.
    private static final int IPV4_POOL_BITS = 16;

    private static final int IPV6_SUBNET_BITS = 64;

    private LocalNetwork() {}

    /// The network of this moment; takes about a millisecond.
    public static String current() {
        return ELSEWHERE.stream()
                .flatMap(address -> source(address).stream())
                .flatMap(address -> subnet(address).stream())
                .findFirst()
                .orElse(NONE);
    }

    /// The address from which packets to `elsewhere` would leave. To connect a datagram socket is to
    /// look up a route; nothing is sent.
    private static Optional<InetAddress> source(String elsewhere) {
        try (var socket = new DatagramSocket()) {
            socket.connect(InetAddress.ofLiteral(elsewhere), DISCARD_PORT);
            return Optional.of(socket.getLocalAddress())
                    .filter(address ->
                            !address.isAnyLocalAddress() && !address.isLoopbackAddress());
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> subnet(InetAddress address) {
        try {
            var device = Optional.ofNullable(NetworkInterface.getByInetAddress(address));
            return device.stream()
                    .flatMap(d -> d.getInterfaceAddresses().stream())
                    .filter(entry -> entry.getAddress().equals(address))
                    .map(InterfaceAddress::getNetworkPrefixLength)
                    .findFirst()
                    .map(bits -> name(address.getAddress(), bits));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The subnet of `address` with a prefix of `bits`.
    static String name(byte[] address, int bits) {
        int width = address.length * Byte.SIZE;
        int prefix = Math.clamp(bits, 0, width);
        if (width == IPV4_BITS && prefix >= IPV4_BITS - 1) {
            prefix = IPV4_POOL_BITS;
        } else if (width > IPV4_BITS) {
            prefix = Math.min(prefix, IPV6_SUBNET_BITS);
        }
        var network = address.clone();
        for (int bit = prefix; bit < width; bit++) {
            network[bit / Byte.SIZE] &= (byte) ~(1 << (Byte.SIZE - 1 - bit % Byte.SIZE));
        }
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + prefix;
        } catch (IOException e) {
            throw new IllegalArgumentException("no address of " + address.length + " bytes", e);
        }
    }

    /// A name that tells the kind of network and not which: `192.*`.
    public static String abbreviated(String network) {
        var end = network.replace(':', '.').indexOf('.');
        return end < 0 ? network : network.substring(0, end) + ".*";
    }

    /// Whether `network` was abbreviated.
    public static boolean isAbbreviated(String network) {
        return network.endsWith(".*");
    }
}
