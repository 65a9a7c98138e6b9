package dev.tug.internal.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// A way from a server's certificate up to an authority of this machine, each signed by the next.
///
/// @param shown the server's own first; the authority is the last of them only if the server shows it
/// @param anchor the authority
record TrustPath(List<X509Certificate> shown, Anchor anchor) {
    TrustPath {
        shown = List.copyOf(shown);
    }

    X509Certificate leaf() {
        return shown.getFirst();
    }

    /// All of it with the authority at the end.
    List<X509Certificate> whole() {
        if (shown.getLast().equals(anchor.certificate())) {
            return shown;
        }
        var whole = new ArrayList<>(shown);
        whole.add(anchor.certificate());
        return whole;
    }

    /// Those that vouch for others.
    List<X509Certificate> authorities() {
        return whole().subList(1, whole().size());
    }
}
