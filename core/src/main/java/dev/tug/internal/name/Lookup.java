package dev.tug.internal.name;

import dev.tug.failure.NameTrouble;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a host, at least one; blocks for as long as that takes.
@FunctionalInterface
public interface Lookup {
    List<InetAddress> of(String host) throws UnknownHostException;

    /// Those of `found` that are somebody's.
    ///
    /// @throws NameFailure if none is: to connect to nobody's address is to connect to this machine
    static List<InetAddress> somebodys(String host, List<InetAddress> found) throws NameFailure {
        var some = found.stream().filter(address -> !address.isAnyLocalAddress()).toList();
        if (some.isEmpty()) {
            throw new NameFailure(host, NameTrouble.HIDDEN);
        }
        return some;
    }

    /// Asks the platform: its files, its name servers, whatever it is set up with.
    static Lookup ofPlatform() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
