package dev.tug;

import dev.tug.internal.profile.Egress;
import dev.tug.internal.profile.KnownHost;
import dev.tug.internal.profile.PathMemory;
import dev.tug.internal.tls.TlsMemory;

import java.time.InstantSource;
import java.util.function.Supplier;

/// What pulls on this network found out about TLS, for handshakes to come.
///
/// @param egress how this machine gets out at the moment, where it asks no proxy: which proxy it would
///     ask cannot be found out in a handshake, which may be for the script that says so
record RememberedTls(PathMemory memory, Supplier<Egress> egress, InstantSource time)
        implements TlsMemory {
    @Override
    public boolean inspects(String fingerprint) {
        return memory.inspects(fingerprint);
    }

    @Override
    public boolean isOld(String host) {
        var from = egress.get();
        return memory.host(from.way(), from.network(), host)
                .filter(known -> isOld(known))
                .isPresent();
    }

    private boolean isOld(KnownHost known) {
        return known.isOldAt(time.instant());
    }
}
