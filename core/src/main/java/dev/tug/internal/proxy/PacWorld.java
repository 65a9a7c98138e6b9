package dev.tug.internal.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a proxy's script may learn of this machine: addresses of names, its own address, the time.
public final class PacWorld {
    private final InstantSource clock;

    public PacWorld(InstantSource clock) {
        this.clock = clock;
    }

    PacFunctions functions() {
        return new PacFunctions(
                PacWorld::addresses,
                PacWorld::mine,
                () -> clock.instant().atZone(ZoneId.systemDefault()));
    }

    private static List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException _) {
            return List.of();
        }
    }

    /// The first address of an interface that is up, IPv4 before IPv6; nothing is sent for it.
    private static Optional<InetAddress> mine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(PacWorld::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(it -> !it.isLoopbackAddress() && !it.isLinkLocalAddress())
                    .min(Comparator.comparing(it -> !(it instanceof Inet4Address)));
        } catch (SocketException _) {
            return Optional.empty();
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException _) {
            return false;
        }
    }
}
