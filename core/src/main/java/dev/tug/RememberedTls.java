package dev.tug;

import dev.tug.internal.profile.PathMemory;
import dev.tug.internal.tls.TlsMemory;

import java.util.function.Supplier;

/// What pulls on this network found out about TLS, for handshakes to come.
///
/// Which proxy a host is reached by cannot be asked in a handshake, which may be for the script that
/// says so: what was found by any way counts.
///
/// @param network the local network at the moment
record RememberedTls(PathMemory memory, Supplier<String> network) implements TlsMemory {
    @Override
    public boolean inspects(String fingerprint) {
        return memory.inspects(fingerprint);
    }

    @Override
    public boolean isOld(String host) {
        return memory.isOld(network.get(), host);
    }

    @Override
    public boolean isDue(String host) {
        return memory.isOldDue(network.get(), host);
    }
}
