package dev.tug.internal.http;

import dev.tug.internal.tls.Seen;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/// What is known of a connection when it carries a response.
///
/// @param id counts connections of one [Transport] from 1, so that reuse can be seen
/// @param exchange counts the responses on this connection from 1
/// @param peer the address it goes to
/// @param protocol such as `TLSv1.3`; empty for plain http
/// @param chain the peer's certificates, leaf first; empty for plain http
/// @param seen what they show
public record Connection(
        long id,
        int exchange,
        InetSocketAddress peer,
        String protocol,
        List<X509Certificate> chain,
        Seen seen) {
    public Connection {
        chain = List.copyOf(chain);
    }

    /// A connection that shows nothing worth a word.
    public Connection(
            long id,
            int exchange,
            InetSocketAddress peer,
            String protocol,
            List<X509Certificate> chain) {
        this(id, exchange, peer, protocol, chain, Seen.NOTHING);
    }
}
