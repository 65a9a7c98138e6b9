package dev.tug.internal.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of hosts as a pull does; blocks for as long as that takes.
@FunctionalInterface
public interface Resolver {
    /// What is known of `host` at `port`.
    ///
    /// @throws UnknownHostException if it has no address; a [dev.tug.internal.name.NameFailure] says why
    Found of(String host, int port) throws UnknownHostException;

    /// Addresses, and where they are from.
    ///
    /// @param addresses at least one
    /// @param source in words that follow them; empty if the system knew
    record Found(List<InetAddress> addresses, String source) {
        public Found {
            addresses = List.copyOf(addresses);
        }
    }
}
