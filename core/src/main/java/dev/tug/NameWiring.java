package dev.tug;

import dev.tug.internal.doctor.Resolver;
import dev.tug.internal.http.ApacheTransport;
import dev.tug.internal.http.HttpSettings;
import dev.tug.internal.http.HttpsWire;
import dev.tug.internal.http.Transport;
import dev.tug.internal.name.AddressMemory;
import dev.tug.internal.name.Connector;
import dev.tug.internal.name.Diagnosis;
import dev.tug.internal.name.FallbackLookup;
import dev.tug.internal.name.Lookup;
import dev.tug.internal.name.Names;
import dev.tug.internal.name.Pins;
import dev.tug.internal.name.WireLookup;
import dev.tug.internal.tls.Tls;

import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What finds the addresses of hosts, as a [NameSource] says.
final class NameWiring implements AutoCloseable {
    /// What is of no use to one pull is of none to another.
    private static final AddressMemory ADDRESSES = new AddressMemory(Wiring.millis());

    private final NameSource names;
    private final HttpSettings direct;

    /// To the server over HTTPS, if there is one.
    private final Optional<Transport> transport;

    /// Empty unless both the platform and that server are asked.
    private final Optional<FallbackLookup> both;

    NameWiring(TugConfig config, Tls tls) {
        this(config, tls, system());
    }

    /// @param system asks the platform
    NameWiring(TugConfig config, Tls tls, Lookup system) {
        names = config.names();
        var bootstrap =
                new HttpSettings(
                        tls,
                        config.userAgent(),
                        config.stall(),
                        connector(names.pins(), system),
                        Optional.empty(),
                        config.yielding());
        transport = names.https().map(_ -> new ApacheTransport(bootstrap));
        var https = transport.map(way -> https(way, names.https().orElseThrow()));
        // The platform first, unless it is not to be asked at all.
        both =
                https.filter(_ -> !names.httpsOnly())
                        .map(second -> new FallbackLookup(system, second, server()));
        direct =
                both.<Lookup>map(lookup -> lookup)
                        .or(() -> https)
                        .map(lookup -> bootstrap.with(connector(names.pins(), lookup)))
                        .orElse(bootstrap);
    }

    private static Lookup https(Transport transport, URI server) {
        return new WireLookup(new HttpsWire(transport, server), server.getHost(), Wiring.millis());
    }

    private String server() {
        return names.https().orElseThrow().getHost();
    }

    /// How servers are reached where no proxy is asked.
    HttpSettings direct() {
        return direct;
    }

    /// Finds addresses as pulls do, and says who knew them.
    Resolver resolver() {
        var connector = direct.connector();
        return (host, port) -> {
            var found = connector.addresses(host, port, new CompletableFuture<>());
            return new Resolver.Found(found, source(host, port));
        };
    }

    private String source(String host, int port) {
        if (direct.connector().isGiven(host, port)) {
            return "as was given";
        }
        if (names.httpsOnly()) {
            return "by " + server();
        }
        return both.flatMap(lookup -> lookup.passedOver(host))
                .map(trouble -> "by " + server() + ": " + trouble.words())
                .orElse("");
    }

    @Override
    public void close() {
        transport.ifPresent(Transport::close);
    }

    private static Lookup system() {
        return new Diagnosis(Lookup.ofPlatform(), new SecureRandom()::nextInt);
    }

    private static Connector connector(List<NameSource.Pin> pins, Lookup lookup) {
        var given =
                pins.stream()
                        .map(pin -> new Pins.Pin(pin.host(), pin.port(), pin.addresses()))
                        .toList();
        return new Connector(new Pins(given), new Names(lookup), ADDRESSES, Wiring.millis());
    }
}
