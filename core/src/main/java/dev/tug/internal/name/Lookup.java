package dev.tug.internal.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a host, at least one; blocks for as long as that takes.
@FunctionalInterface
public interface Lookup {
    List<InetAddress> of(String host) throws UnknownHostException;

    /// Asks the platform: its files, its name servers, whatever it is set up with.
    static Lookup ofPlatform() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
