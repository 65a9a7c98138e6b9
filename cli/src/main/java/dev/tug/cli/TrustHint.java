package dev.tug.cli;

import dev.tug.failure.TransferFailure;

/// What a user can do about a certificate that is not believed.
final class TrustHint {
    private TrustHint() {}

    /// Advice by what is wrong.
    static String of(TransferFailure.Untrusted failure) {
        var host = failure.host();
        return switch (failure.fault()) {
                    case UNKNOWN_AUTHORITY, OTHER -> unknown(failure);
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
                .orElse("whoever issues as `" + failure.issuer() + "`");
    }

    private static String exempt(TransferFailure.Untrusted failure) {
        return failure.vendor().isPresent()
                ? "; or ask for " + failure.host() + " to be exempt from inspection"
                : "";
    }
}
