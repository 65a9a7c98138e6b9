package dev.tug.cli;

import dev.tug.failure.NameTrouble;
import dev.tug.failure.TransferFailure;

/// What a user can do about a name that has no address.
final class NameHint {
    private NameHint() {}

    /// Advice by what the name servers say.
    static String of(TransferFailure.Unresolved failure) {
        return failure.also().isEmpty()
                ? of(failure.host(), failure.trouble())
                : "check the server of `--doh`, and whether this machine may reach it; or give the"
                        + " address with "
                        + resolve(failure.host());
    }

    private static String resolve(String host) {
        return "`--resolve "
                + host
                + ":PORT:ADDRESS` (PORT is 443 unless the registry's name has one)";
    }

    private static String of(String host, NameTrouble trouble) {
        return switch (trouble) {
            case UNKNOWN ->
                    "the name server does not know "
                            + host
                            + ": check with `nslookup "
                            + host
                            + "`; try another one (1.1.1.1, 8.8.8.8), or ask for the host to be"
                            + " allowed";
            case HIDDEN ->
                    "a filter hides "
                            + host
                            + " from this network: ask whoever runs it to allow the name; where policy"
                            + " lets you, ask another name server with `--doh"
                            + " https://cloudflare-dns.com/dns-query`, or give the address with "
                            + resolve(host);
            case NO_SUCH_NAME, REFUSED, NO_ADDRESS ->
                    "this network's name server hides "
                            + host
                            + ", or the name is wrong: ask IT to allow it; where policy lets you,"
                            + " ask another one with `--doh https://cloudflare-dns.com/dns-query`,"
                            + " or give the address with "
                            + resolve(host);
            case SERVER_FAILURE ->
                    "the name server has trouble of its own, or the name's owner has: try again"
                            + " later, or another one with `--doh"
                            + " https://cloudflare-dns.com/dns-query`";
            case NO_ANSWER ->
                    "no name server answers: check the network, the VPN and /etc/resolv.conf";
        };
    }
}
