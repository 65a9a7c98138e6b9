package dev.tug;

import dev.tug.internal.doctor.Resolver;
import dev.tug.internal.http.ApacheTransport;
import dev.tug.internal.http.HttpSettings;
import dev.tug.internal.http.HttpsWire;
import dev.tug.internal.name.AddressMemory;
import dev.tug.internal.name.Connector;
import dev.tug.internal.name.Diagnosis;
import dev.tug.internal.name.FallbackLookup;
import dev.tug.internal.name.Lookup;
import dev.tug.internal.name.NameFailure;
import dev.tug.internal.name.Names;
import dev.tug.internal.name.Pins;
import dev.tug.internal.name.WireLookup;
import dev.tug.internal.tls.Tls;

import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Makes what finds addresses of a [NameSource].
final class NameWiring {
    /// What is of no use to one pull is of none to another.
    private static final AddressMemory ADDRESSES = new AddressMemory(Wiring.millis());

    private NameWiring() {}

    /// How servers are reached where no proxy is asked.
    static HttpSettings direct(TugConfig config, Tls tls) {
        var settings =
                new HttpSettings(
                        tls,
                        config.userAgent(),
                        config.stall(),
                        connector(config.names().pins(), system()),
                        Optional.empty(),
                        config.yielding());
        return config.names().https().isEmpty()
                ? settings
                : settings.with(throughHttps(config, settings));
    }

    /// Asks the platform first, unless it is not to be asked at all.
    private static Connector throughHttps(TugConfig config, HttpSettings bootstrap) {
        var server = config.names().https().orElseThrow();
        var wire = new HttpsWire(new ApacheTransport(bootstrap), server);
        var name = server.getHost();
        Lookup lookup = new WireLookup(wire, name, Wiring.millis());
        return connector(
                config.names().pins(),
                config.names().httpsOnly() ? lookup : new FallbackLookup(system(), lookup, name));
    }

    /// Finds addresses as `connector` does, and says who knew them.
    static Resolver resolver(TugConfig config, Connector connector) {
        return (host, port) -> {
            var names = config.names();
            if (connector.isGiven(host, port)) {
                return found(connector, host, port, "as was given");
            }
            if (names.https().isEmpty()) {
                return found(connector, host, port, "");
            }
            var server = "by " + names.https().get().getHost();
            if (names.httpsOnly()) {
                return found(connector, host, port, server);
            }
            try {
                return new Resolver.Found(system().of(host), "");
            } catch (NameFailure e) {
                return found(connector, host, port, server + ": " + e.trouble().words());
            }
        };
    }

    private static Resolver.Found found(Connector connector, String host, int port, String source)
            throws UnknownHostException {
        return new Resolver.Found(
                connector.addresses(host, port, new CompletableFuture<>()), source);
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
