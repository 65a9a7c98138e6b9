package dev.tug.internal.name;

import dev.tug.failure.NameTrouble;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// What a name server says.
///
/// @param code 0 for success (RFC 1035 4.1.1)
/// @param addresses may be empty
/// @param lifetime how long they may be believed; zero if there are none
record DnsAnswer(int code, List<InetAddress> addresses, Duration lifetime) {
    private static final int SUCCESS = 0;

    /// None that can be read.
    static final DnsAnswer FAILED = new DnsAnswer(2, List.of(), Duration.ZERO);

    private static final int SERVER_FAILURE = 2;
    private static final int NO_SUCH_NAME = 3;
    private static final int REFUSED = 5;

    DnsAnswer {
        addresses = List.copyOf(addresses);
    }

    /// Why there is no address, if there is none.
    NameTrouble trouble() {
        return switch (code) {
            case SUCCESS -> addresses.isEmpty() ? NameTrouble.NO_ADDRESS : NameTrouble.UNKNOWN;
            case SERVER_FAILURE -> NameTrouble.SERVER_FAILURE;
            case NO_SUCH_NAME -> NameTrouble.NO_SUCH_NAME;
            case REFUSED -> NameTrouble.REFUSED;
            default -> NameTrouble.UNKNOWN;
        };
    }
}
