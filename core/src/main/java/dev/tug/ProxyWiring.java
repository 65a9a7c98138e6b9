package dev.tug;

import dev.tug.internal.http.HttpSettings;
import dev.tug.internal.proxy.Hop;
import dev.tug.internal.proxy.NoProxy;
import dev.tug.internal.proxy.PacRoutes;
import dev.tug.internal.proxy.PacWorld;
import dev.tug.internal.proxy.Proxies;
import dev.tug.internal.proxy.ProxyServer;
import dev.tug.internal.proxy.Refusals;
import dev.tug.internal.proxy.Routes;
import dev.tug.internal.proxy.ScriptAddress;
import dev.tug.internal.proxy.SystemProxies;
import dev.tug.internal.proxy.SystemTool;
import dev.tug.internal.proxy.Talk;
import dev.tug.internal.proxy.Target;
import dev.tug.internal.proxy.TicketCache;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Makes [Proxies] of [ProxyRules].
final class ProxyWiring {
    /// Passwords are counted over all pulls of the process, whichever [Tug] they belong to.
    private static final Refusals REFUSALS = new Refusals();

    private static final String SYSTEM = "system settings";

    /// A tool that hangs takes seconds each time, of all streams.
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(30);

    private final ProxyRules rules;
    private final HttpSettings direct;
    private final Consumer<String> warnings;

    /// @param direct how a script is fetched: by no proxy, since the script is to name them
    ProxyWiring(ProxyRules rules, HttpSettings direct, Consumer<String> warnings) {
        this.rules = rules;
        this.direct = direct;
        this.warnings = warnings;
    }

    /// The proxies that the rules name; empty if everything is reached directly.
    Optional<Proxies> proxies() {
        return routes().map(routes -> {
            var nanos = Wiring.nanos();
            return new Proxies(
                    routes,
                    new ProxyLogins(rules.logins(), warnings),
                    REFUSALS,
                    new Talk.Tools(Wiring.calendar(), new SecureRandom(), new TicketCache()),
                    () -> TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong()));
        });
    }

    private Optional<Routes> routes() {
        var exceptions = rules.except().stream().map(NoProxy::parse).toList();
        if (rules.script().isPresent()) {
            var script = rules.script().get();
            return Optional.of(
                    script(script.text(), script.source()).except(exceptions, rules.loopback()));
        }
        if (rules.https().isPresent() || rules.http().isPresent()) {
            return Optional.of(
                    Routes.fixed(rules.https().map(this::via), rules.http().map(this::via))
                            .except(exceptions, rules.loopback()));
        }
        return rules.system()
                ? Optional.of(new SystemRoutes().except(exceptions, rules.loopback()))
                : Optional.empty();
    }

    private Hop.Via via(ProxyRules.Named named) {
        return new Hop.Via(ProxyServer.parse(named.text()), named.source());
    }

    private Routes script(String text, String source) {
        var address = new ScriptAddress(text);
        return new PacRoutes(
                new PacRoutes.Script(
                        address.shown(), source, isVouched(address), () -> read(address)),
                new PacWorld(Wiring.calendar()),
                Wiring.nanos(),
                warnings);
    }

    /// Whether nobody on the way can have written the script at `place`; it is fetched by no less
    /// than https then.
    private static boolean isVouched(ScriptAddress address) {
        return !address.scheme().equals("http");
    }

    private String read(ScriptAddress address) throws IOException {
        if (address.isWeb()) {
            return new ScriptFetch(direct).fetch(address);
        }
        if (!address.isFile()) {
            throw new PacRoutes.Unread(
                    "it is fetched by http, https or from a file, not by " + address.scheme(),
                    true);
        }
        var place = address.text();
        try {
            var path = address.scheme().isEmpty() ? Path.of(place) : Path.of(URI.create(place));
            try (var input = Files.newInputStream(path)) {
                return ScriptFetch.text(input.readNBytes(PacRoutes.BYTES_MAX + 1));
            }
        } catch (PacRoutes.Unread e) {
            throw e;
        } catch (IllegalArgumentException | FileSystemNotFoundException _) {
            throw new PacRoutes.Unread("it is no path", true);
        } catch (IOException e) {
            throw unread(e);
        }
    }

    private static PacRoutes.Unread unread(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> unread("there is no such file", true);
            case AccessDeniedException _ -> unread("permission denied", true);
            default -> unread(Objects.requireNonNullElse(e.getMessage(), "the disk fails"), false);
        };
    }

    private static PacRoutes.Unread unread(String why, boolean lasting) {
        return new PacRoutes.Unread("it cannot be read: " + why, lasting);
    }

    /// The system's settings, asked when they are first needed: that takes a process.
    private final class SystemRoutes implements Routes {
        /// Guarded by `this`.
        private @Nullable Routes known;

        private boolean warned;
        private long askedNanos;

        @Override
        public List<Hop> to(Target target, CompletableFuture<?> aborted) throws IOException {
            return known().to(target, aborted);
        }

        private synchronized Routes known() {
            var made = known;
            if (made == null) {
                var now = Wiring.nanos().getAsLong();
                var direct = of(SystemProxies.NONE);
                if (warned && now - askedNanos < ASKED_AGAIN.toNanos()) {
                    return direct;
                }
                var said = SystemTool.ask(System.getProperty("os.name"), Wiring.windows());
                if (said.isEmpty()) {
                    // Not for good: to have asked in vain is not to know that there are none.
                    askedNanos = Wiring.nanos().getAsLong();
                    silent();
                    return direct;
                }
                made = of(said.get());
                known = made;
            }
            return made;
        }

        private void silent() {
            if (!warned) {
                warned = true;
                warnings.accept("the system does not tell its proxies in time; going without any");
            }
        }

        private Routes of(SystemProxies settings) {
            var exceptions = List.of(NoProxy.parse(settings.except()));
            if (settings.script().isPresent()) {
                return script(settings.script().get(), SYSTEM);
            }
            return Routes.fixed(via(settings.https()), via(settings.http()))
                    .except(exceptions, false);
        }

        private Optional<Hop.Via> via(Optional<String> address) {
            try {
                return address.map(text -> new Hop.Via(ProxyServer.parse(text), SYSTEM));
            } catch (IllegalArgumentException e) {
                warnings.accept("the system's settings name no proxy that can be used");
                return Optional.empty();
            }
        }
    }
}
