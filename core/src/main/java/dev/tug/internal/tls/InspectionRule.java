package dev.tug.internal.tls;

import dev.tug.failure.Inspector;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Tells from a server's certificates whether something on the way made them.
///
/// A chain that ends in an authority which is not public is either an inspector's or a private
/// registry's, and nothing in it tells which for certain. The first of these that applies decides:
///
/// 1. A name in the chain is that of a product that inspects: inspected, also where the JDK's list
///    has that authority, because distributions and administrators change that list.
/// 2. The authority is of the JDK's own list: not inspected.
/// 3. The certificate carries stamps of public logs (RFC 6962): not inspected. It is of a public
///    authority younger than the JDK. No inspector can obtain such stamps for what it makes up,
///    though one may copy them: [Timestamps] says which count.
/// 4. The host is one that public authorities sign for: inspected.
/// 5. The host, or its address if no proxy is in between, is the user's own: not inspected.
/// 6. The authority was found to inspect other hosts: inspected.
/// 7. Else the doubt is in the host's favour: not inspected.
final class InspectionRule {
    private InspectionRule() {}

    /// The connection that is judged.
    ///
    /// @param peer the server's address; empty if it is a proxy's
    /// @param chain leaf first, verified
    /// @param anchor the authority that vouches for it
    record Case(
            String host, Optional<InetAddress> peer, List<X509Certificate> chain, Anchor anchor) {
        Case {
            chain = List.copyOf(chain);
        }
    }

    /// Who inspects; empty if nobody does.
    ///
    /// @param inspects whether the authority with a fingerprint is known to inspect
    static Optional<Inspector> judge(Case at, Predicate<String> inspects) {
        var vendor = vendor(at.chain());
        boolean isInspected = vendor.isPresent() || isForged(at, inspects);
        return isInspected
                ? Optional.of(
                        new Inspector(
                                vendor.or(() -> Vendors.of(subject(at.anchor()))),
                                subject(at.anchor()).words(),
                                at.anchor().fingerprint()))
                : Optional.empty();
    }

    private static boolean isForged(Case at, Predicate<String> inspects) {
        if (at.anchor().origin() == Origin.PUBLIC || isLogged(at.chain())) {
            return false;
        }
        if (Hosts.isPublic(at.host())) {
            return true;
        }
        if (Hosts.isOwn(at.host()) || at.peer().filter(Hosts::isOwn).isPresent()) {
            return false;
        }
        return inspects.test(at.anchor().fingerprint());
    }

    /// The product that issued one of the certificates.
    static Optional<String> vendor(List<X509Certificate> chain) {
        return chain.stream()
                .map(certificate -> DistinguishedName.of(certificate.getIssuerX500Principal()))
                .flatMap(name -> Vendors.of(name).stream())
                .findFirst();
    }

    private static DistinguishedName subject(Anchor anchor) {
        return DistinguishedName.of(anchor.certificate().getSubjectX500Principal());
    }

    private static boolean isLogged(List<X509Certificate> chain) {
        return !chain.isEmpty() && Timestamps.isLogged(chain.getFirst());
    }
}
