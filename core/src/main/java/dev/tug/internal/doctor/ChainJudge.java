package dev.tug.internal.doctor;

import dev.tug.failure.Inspector;
import dev.tug.internal.tls.Anchor;
import dev.tug.internal.tls.Seen;
import dev.tug.internal.tls.Tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Tells what a server's certificates say of who is at the other end, as a pull's own TLS judges them.
final class ChainJudge {
    private final Tls tls;

    ChainJudge(Tls tls) {
        this.tls = tls;
    }

    /// What certificates say.
    ///
    /// @param anchor who vouches for them; empty if nobody does whom this machine believes
    /// @param inspector who opens TLS on the way; empty if nobody seems to
    /// @param seen what the connections of requests showed
    record Opinion(Optional<Anchor> anchor, Optional<Insight> inspector, Seen seen) {
        /// Nothing is known.
        static final Opinion NONE = new Opinion(Optional.empty(), Optional.empty(), Seen.NOTHING);
    }

    /// Who opens TLS on the way.
    ///
    /// @param vendor the product; empty if its certificates do not tell
    /// @param authority the name that it signs in; empty if that was not seen
    record Insight(Optional<String> vendor, String authority) {
        private static Insight of(Inspector inspector) {
            return new Insight(inspector.vendor(), inspector.authority());
        }

        /// A product's name, or `unknown`.
        String name() {
            return vendor.orElse("unknown");
        }

        /// A sentence.
        String words() {
            return vendor.orElseGet(() -> "Somebody who signs as `" + authority + "`")
                    + " inspects TLS on the way";
        }
    }

    /// Judges the certificates that a host showed.
    ///
    /// @param seen on the connection of a request; empty if none came about
    /// @param chain the leaf first; empty if none was seen
    Opinion of(Optional<Seen> seen, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return Opinion.NONE;
        }
        var inspector =
                seen.flatMap(Seen::inspector)
                        .map(Insight::of)
                        .or(() ->
                                Tls.vendor(chain)
                                        .map(vendor -> new Insight(Optional.of(vendor), "")));
        return new Opinion(tls.voucher(chain.getFirst()), inspector, seen.orElse(Seen.NOTHING));
    }
}
