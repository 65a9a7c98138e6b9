package dev.tug.internal.doctor;

import dev.tug.diagnosis.Host;
import dev.tug.failure.TransferFailure;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The hosts that were looked at, and what the requests to each were for. Safe for threads.
final class SeenHosts {
    /// Registries send to one host for tokens and one for bytes; more are looked at by request alone.
    private static final int HOSTS_MAX = 4;

    private final Witness witness;
    private final List<HostLook.Seen> hosts = new CopyOnWriteArrayList<>();

    SeenHosts(Witness witness) {
        this.witness = witness;
    }

    /// The registry first.
    List<HostLook.Seen> all() {
        return hosts;
    }

    void add(HostLook.Seen host) {
        hosts.add(host);
    }

    /// More is known of the registry.
    void replaceFirst(HostLook.Seen registry) {
        hosts.set(0, registry);
    }

    /// Those that requests were sent to and that nobody has looked at.
    List<URI> unseen() {
        return witness.sightings().stream()
                .map(Sighting::uri)
                .filter(uri -> hosts.stream().noneMatch(known -> known.isAt(uri)))
                .map(uri -> URI.create(uri.getScheme() + "://" + uri.getRawAuthority()))
                .distinct()
                .limit(HOSTS_MAX)
                .toList();
    }

    Optional<TransferFailure> failureOf(URI address) {
        return witness.sightings().stream()
                .filter(sighting -> sighting.isAt(address))
                .flatMap(sighting -> sighting.failure().stream())
                .findFirst();
    }

    /// The host that the bytes came from, or where the way to them ended.
    HostLook.Seen sender(BlobLook.Found found) {
        var from = found.fetch().from();
        return hosts.stream()
                .filter(host -> from.map(host::isAt).orElseGet(() -> isOf(host, found)))
                .findFirst()
                .orElse(hosts.getLast());
    }

    private static boolean isOf(HostLook.Seen host, BlobLook.Found found) {
        return found.failure()
                .filter(failure -> Failures.host(failure, "").equals(host.host()))
                .isPresent();
    }

    /// What a pull needs `host` for.
    Host.Role role(HostLook.Seen host) {
        if (host.equals(hosts.getFirst())) {
            return Host.Role.REGISTRY;
        }
        return witness.sightings().stream().filter(host::isAt).allMatch(Sighting::forToken)
                ? Host.Role.TOKENS
                : Host.Role.BYTES;
    }
}
