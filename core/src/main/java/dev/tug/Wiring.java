package dev.tug;

import dev.tug.internal.http.ApacheTransport;
import dev.tug.internal.http.HttpSettings;
import dev.tug.internal.http.Transport;
import dev.tug.internal.http.WebIssuers;
import dev.tug.internal.profile.Egress;
import dev.tug.internal.profile.KeptPaths;
import dev.tug.internal.profile.LocalNetwork;
import dev.tug.internal.profile.PathMemory;
import dev.tug.internal.proxy.Proxies;
import dev.tug.internal.proxy.Target;
import dev.tug.internal.registry.BlobLocator;
import dev.tug.internal.registry.Credentials;
import dev.tug.internal.registry.DockerCredentials;
import dev.tug.internal.registry.HelperProgram;
import dev.tug.internal.registry.OllamaKey;
import dev.tug.internal.registry.Patience;
import dev.tug.internal.registry.RegistryClient;
import dev.tug.internal.registry.TokenSource;
import dev.tug.internal.tls.HostPort;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;
import dev.tug.internal.transfer.StreamGate;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/// Puts the parts together: the one place that reads clock, randomness and the machine.
final class Wiring {
    /// Streams are counted over all pulls of the process, whichever [Tug] they belong to.
    private static final StreamGate GATE = new StreamGate();

    private static final long KEY_BYTES_MAX = 64 * 1024;
    private static final long BACKOFF_STEP_MILLIS = 10;
    private static final long BACKOFF_MILLIS_MAX = 10_000;

    private Wiring() {}

    static Engine engine(TugConfig config, KeptPaths memory, Consumer<String> warnings) {
        return engine(config, memory, warnings, UnaryOperator.identity());
    }

    /// The same with something around all that goes to the network.
    static Engine engine(
            TugConfig config,
            KeptPaths memory,
            Consumer<String> warnings,
            UnaryOperator<Transport> around) {
        var time = calendar();
        // What finds names, scripts and missing certificates looks for no missing certificate by
        // itself: it would wait for itself.
        var plain = Tls.of(tlsSettings(config, memory), time, warnings);
        var direct = NameWiring.direct(config, plain);
        var proxies =
                new ProxyWiring(config.proxies(), fetching(plain, direct), warnings).proxies();
        var ways = fetching(plain, direct.with(proxies));
        var tls = ways.tls();
        var transport = around.apply(new ApacheTransport(ways));
        var login = new BoundLogin(config.login());
        var tokens =
                new TokenSource(
                        transport,
                        credentials(login, config.dockerConfig()),
                        key(config.ollamaKey(), warnings),
                        time,
                        new SecureRandom(),
                        config.stall(),
                        warnings);
        var patience =
                new Patience(
                        config.attempts(), config.firstAnswer(), Wiring::backoff, Thread::sleep);
        return new Engine(
                tls,
                direct.connector(),
                proxies,
                transport,
                login,
                new RegistryClient(
                        transport, tokens, architecture(), patience, time, config.stall()),
                new BlobLocator(transport, tokens, time, config.stall()),
                GATE,
                memory,
                server -> egress(config, proxies, server),
                millis(),
                Wiring::randomBits);
    }

    /// The same ways, where certificates that servers leave out are got by them.
    private static HttpSettings fetching(Tls plain, HttpSettings ways) {
        var unattended = ways.with(ways.proxies().map(Proxies::unattended));
        return ways.with(plain.fetching(new WebIssuers(unattended)));
    }

    /// What is remembered of paths.
    static KeptPaths memory(TugConfig config, Consumer<String> warnings) {
        return new KeptPaths(config.profiles(), calendar(), warnings);
    }

    /// The calendar's clock, which ages are counted by.
    static InstantSource calendar() {
        return InstantSource.system();
    }

    /// How this machine gets out at the moment, where it asks no proxy.
    static Egress egress(TugConfig config) {
        return new Egress(Egress.DIRECT, inspector(config), LocalNetwork.current());
    }

    /// How it gets to `server`.
    private static Egress egress(TugConfig config, Optional<Proxies> proxies, URI server) {
        var way = proxies.map(it -> it.way(Target.of(server))).orElse(Egress.DIRECT);
        return new Egress(way, inspector(config), LocalNetwork.current());
    }

    private static TlsSettings tlsSettings(TugConfig config, PathMemory memory) {
        return new TlsSettings(
                config.authorities(),
                config.unverified().stream()
                        .flatMap(text -> HostPort.parse(text).stream())
                        .toList(),
                new RememberedTls(memory, LocalNetwork::current));
    }

    /// Who reads along on the pulls of `engine`.
    static Onlookers onlookers(TugConfig config, Engine engine) {
        return new Onlookers(
                config.inspected(),
                engine.memory(),
                host -> engine.egress().apply(URI.create("https://" + host)),
                calendar());
    }

    /// Who reads along, as far as is known before the first connection.
    private static Optional<String> inspector(TugConfig config) {
        return config.inspected().filter(yes -> yes).map(_ -> Egress.ASSUMED);
    }

    private static Credentials credentials(BoundLogin login, Optional<Path> dockerConfig) {
        var sources = new ArrayList<Credentials>();
        sources.add(login);
        dockerConfig.ifPresent(
                file -> sources.add(new DockerCredentials(file, new HelperProgram())));
        return Credentials.first(sources);
    }

    private static Optional<OllamaKey> key(Optional<Path> file, Consumer<String> warnings) {
        if (file.isEmpty() || !Files.isRegularFile(file.get())) {
            return Optional.empty();
        }
        try {
            if (Files.size(file.get()) > KEY_BYTES_MAX) {
                warnings.accept(file.get() + " is too large to be a key");
                return Optional.empty();
            }
            return switch (OllamaKey.parse(Files.readString(file.get()))) {
                case OllamaKey.Parsed.Usable(var key) -> Optional.of(key);
                case OllamaKey.Parsed.Unusable(var reason) -> {
                    warnings.accept(file.get() + ": " + reason);
                    yield Optional.empty();
                }
            };
        } catch (IOException e) {
            warnings.accept("cannot read " + file.get() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Ollama's rule for asking again, with its jitter.
    private static Duration backoff(int failures) {
        double millis = Math.min(BACKOFF_STEP_MILLIS * failures * failures, BACKOFF_MILLIS_MAX);
        return Duration.ofMillis(
                Math.round(millis * ThreadLocalRandom.current().nextDouble(0.5, 1.5)));
    }

    /// Where Windows is, on Windows.
    static String windows() {
        return Objects.requireNonNullElse(System.getenv("SystemRoot"), "C:\\Windows");
    }

    /// A monotonic clock in nanoseconds.
    static LongSupplier nanos() {
        return System::nanoTime;
    }

    /// A monotonic clock in milliseconds.
    static LongSupplier millis() {
        return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static long randomBits() {
        return ThreadLocalRandom.current().nextLong();
    }

    /// This machine's architecture in the words of OCI.
    private static String architecture() {
        var name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }
}
