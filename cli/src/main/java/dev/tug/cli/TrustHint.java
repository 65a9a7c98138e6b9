package dev.tug.cli;

import dev.tug.failure.TransferFailure;

/// What a user can do about a certificate that is not believed.
final class TrustHint {
    private TrustHint() {}

    /// Advice by what is wrong.
    static String of(TransferFailure.Untrusted failure) {
        var host = failure.host();
        return switch (failure.fault()) {
                    case UNKNOWN_AUTHORITY -> unknown(failure);
                    case INCOMPLETE ->
                            "tell whoever runs "
                                    + host
                                    + " to send the whole chain; until then, save the missing certificate of `"
                                    + failure.issuer()
                                    + "` as PEM and give it: `--cacert FILE`, or SSL_CERT_FILE=FILE";
                    case EXPIRED ->
                            "check this machine's clock (`date -u`) and set it right; if it is, "
                                    + (failure.vendor().isPresent()
                                            ? "tell IT that their inspection shows an expired certificate"
                                            : "tell whoever runs "
                                                    + host
                                                    + " to renew the certificate");
                    case NOT_YET_VALID ->
                            "check this machine's clock (`date -u`) and set it right, with"
                                    + " `timedatectl set-ntp true` or as root `date -u -s TIME`";
                    case AUTHORITY_EXPIRED ->
                            "get the renewed root certificate from IT as PEM, then `--cacert FILE`, or"
                                    + " SSL_CERT_FILE=FILE; and check the clock (`date -u`)";
                    case WRONG_NAME ->
                            "something else answers in the place of "
                                    + host
                                    + ": open https://"
                                    + host
                                    + " in a browser (a login page of this network?), and compare `nslookup "
                                    + host
                                    + "` with `nslookup "
                                    + host
                                    + " 1.1.1.1`";
                    case WEAK ->
                            "ask "
                                    + owner(failure)
                                    + " for a certificate of at least 2048 bits signed with SHA-256";
                    case UNSUPPORTED ->
                            "ask " + owner(failure) + " for certificates without that extension";
                    case OTHER ->
                            "see what `openssl s_client -showcerts -connect "
                                    + host
                                    + ":443` shows, and ask "
                                    + owner(failure)
                                    + " for a new certificate with its whole chain";
                    case DISTRUSTED ->
                            "ask IT why this machine distrusts it (`trust list` shows it on Fedora"
                                    + " and its kin), and tell whoever runs "
                                    + host
                                    + " to get a certificate of another authority";
                    case TOO_LONG ->
                            "tell whoever runs "
                                    + host
                                    + " to send the server's certificate and those between it and the"
                                    + " root, and no others";
                    case NO_AUTHORITY ->
                            "ask "
                                    + owner(failure)
                                    + " to sign with an authority's certificate (basicConstraints CA:TRUE,"
                                    + " keyUsage keyCertSign)";
                    case NAME_FORBIDDEN ->
                            "ask "
                                    + owner(failure)
                                    + " to sign for "
                                    + host
                                    + " with an authority whose name constraints allow it";
                    case WRONG_PURPOSE ->
                            "ask "
                                    + owner(failure)
                                    + " for a certificate for servers (extendedKeyUsage serverAuth,"
                                    + " keyUsage digitalSignature)";
                    case OLD_NAME ->
                            "ask "
                                    + owner(failure)
                                    + " for a certificate with "
                                    + host
                                    + " as subject alternative name";
                }
                + exempt(failure);
    }

    private static String unknown(TransferFailure.Untrusted failure) {
        var who =
                failure.vendor()
                        .map(vendor -> vendor + " inspects TLS on this network")
                        .orElse(
                                "the authority `"
                                        + failure.issuer()
                                        + "` may be your network's own, or your registry's");
        return who
                + ": get its root certificate from IT as PEM, then `--cacert FILE`, or"
                + " SSL_CERT_FILE=FILE; or put it into the system's store, where Tug finds it";
    }

    private static String owner(TransferFailure.Untrusted failure) {
        return failure.vendor()
                .map(vendor -> "IT, who run " + vendor + ",")
                .orElse(
                        failure.issuer().isEmpty()
                                ? "whoever runs " + failure.host()
                                : "whoever issues as `" + failure.issuer() + "`");
    }

    private static String exempt(TransferFailure.Untrusted failure) {
        return failure.vendor().isPresent()
                ? "; or ask for " + failure.host() + " to be exempt from inspection"
                : "";
    }
}
