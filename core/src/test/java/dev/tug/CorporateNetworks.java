package dev.tug;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tug.diagnosis.Cause;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Oddity;
import dev.tug.lab.Certifier.Order;
import dev.tug.lab.Fault;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Networks of companies: certificates, proxies, names and pages (networks T1, T2, T5, T6, T15, T24).
final class CorporateNetworks {
    static final String PASSWORD = "s3cret";

    private static final String LOGIN = "puller:" + PASSWORD;
    private static final Order ROOT = Order.of("CN=Acme Root,O=Acme");
    private static final Order ZSCALER = Order.of("CN=Zscaler Root CA,O=Zscaler Inc.");
    private static final Order SUB = Order.of("CN=Acme Sub,O=Acme");
    private static final Order LEAF = Order.of("CN=localhost");
    private static final Duration DAY = Duration.ofDays(1);

    private CorporateNetworks() {}

    static Stream<Network> all() {
        return Stream.of(certificates(), proxies(), scripts(), names(), pages())
                .flatMap(rows -> rows);
    }

    private static Stream<Network> certificates() {
        var past = LEAF.valid(DAY.multipliedBy(9), DAY.multipliedBy(-7));
        var future = LEAF.valid(DAY.multipliedBy(-7), DAY.multipliedBy(9));
        return Stream.of(
                chain("an unknown authority of Zscaler", Certifier.root(ZSCALER), LEAF, false)
                        .as(Cause.UNTRUSTED)
                        .saying("Zscaler inspects TLS on the way"),
                chain("an intermediate is left out", Certifier.root(ROOT).vouch(SUB), away(), true)
                        .as(Cause.CHAIN_POOR)
                        .saying("leaves out the certificate of"),
                poor("an intermediate that is no authority", new Oddity.NoAuthority())
                        .saying("vouches and is no authority"),
                poor("an intermediate that may not sign", new Oddity.NoCertSign())
                        .saying("may not sign certificates"),
                poor("an intermediate for other names", new Oddity.NamesBelow("corp.example"))
                        .saying("may not vouch for such names"),
                chain(
                                "a certificate for clients",
                                Certifier.root(ROOT),
                                LEAF.with(new Oddity.OnlyFor("1.3.6.1.5.5.7.3.2")),
                                true)
                        .as(Cause.CHAIN_POOR)
                        .saying("not for servers"),
                chain(
                                "a certificate whose key may not sign",
                                Certifier.root(ROOT),
                                LEAF.with(new Oddity.OnlyUsage(8)),
                                true)
                        .as(Cause.CHAIN_POOR)
                        .saying("may not sign a handshake"),
                chain(
                                "a host in the subject alone",
                                Certifier.root(ROOT),
                                LEAF.with(new Oddity.NoAlternativeName()),
                                true)
                        .as(Cause.CHAIN_POOR)
                        .saying("no subject alternative name"),
                chain(
                                "an authority whose name moves the cursor",
                                Certifier.root(
                                        Order.of(
                                                "CN=Evil\u001b]0;x\u0007\u001b[2J\nsecond: ok,O=\u202eB")),
                                LEAF,
                                false)
                        .as(Cause.UNTRUSTED)
                        .saying("CN=Evil ]0;x  [2J second: ok"),
                chain("a certificate of last week", Certifier.root(ROOT), past, true)
                        .as(Cause.OUT_OF_DATE)
                        .saying("expired"),
                chain("a certificate of next week", Certifier.root(ROOT), future, true)
                        .as(Cause.OUT_OF_DATE)
                        .saying("is valid only in"),
                Network.fails(
                                "a box that swallows greetings",
                                CorporateNetworks::silent,
                                Cause.TLS_BROKEN,
                                "tls")
                        .saying("no answer in time"),
                Network.fails(
                                "a registry without TLS",
                                CorporateNetworks::plain,
                                Cause.NO_TLS,
                                "tls")
                        .saying("the other side speaks no TLS"),
                chain("an extension that nobody knows", odd(), LEAF, true)
                        .as(Cause.CHAIN_POOR)
                        .saying("critical extension"));
    }

    /// Takes connections, and says nothing.
    private static void silent(PullRig rig) {
        try {
            var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            rig.closing(server);
            rig.lab.registry().advertise("localhost:" + server.getLocalPort());
            rig.with(c -> c.stall(Duration.ofSeconds(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers a greeting of TLS as servers of plain http do.
    private static void plain(PullRig rig) {
        try {
            var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            rig.closing(server);
            rig.lab.registry().advertise("localhost:" + server.getLocalPort());
            Thread.ofVirtual().start(() -> refuse(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuse(ServerSocket server) {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                var _ = socket.getInputStream().read(new byte[8 << 10]);
                socket.getOutputStream()
                        .write(
                                "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                                        .getBytes(US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException _) {
                // The client has had enough, or the test is over.
            }
        }
    }

    private static Order away() {
        return LEAF.with(new Oddity.IssuerAt("http://127.0.0.1:1/sub.crt"));
    }

    private static Certifier odd() {
        return Certifier.root(ROOT).vouch(SUB.with(new Oddity.UnknownCritical()));
    }

    private static Network poor(String words, Oddity oddity) {
        return chain(words, Certifier.root(ROOT).vouch(SUB.with(oddity)), LEAF, true)
                .as(Cause.CHAIN_POOR);
    }

    private static Row chain(String words, Certifier signer, Order leaf, boolean isTrusted) {
        return new Row(
                words,
                rig -> {
                    var server =
                            OddServer.start(
                                    signer.server(
                                            leaf, leaf.oddities().isEmpty() ? 9 : 0, "localhost"));
                    rig.closing(server);
                    rig.lab.registry().advertise("localhost:" + server.port());
                    if (isTrusted) {
                        rig.trust(signer.rootPem());
                    }
                });
    }

    private record Row(String words, Consumer<PullRig> make) {
        Network as(Cause cause) {
            return Network.fails(words, make, cause, "tls");
        }
    }

    private static Stream<Network> proxies() {
        Predicate<String> nothing = _ -> false;
        return Stream.of(
                Network.works("a proxy", proxy("", "", nothing), Cause.NONE, "proxy")
                        .saying("(from HTTPS_PROXY)"),
                Network.works(
                                "a proxy with a password",
                                proxy(LOGIN + "@", LOGIN, nothing),
                                Cause.NONE,
                                "proxy")
                        .saying("logged in by Basic as puller"),
                Network.works(
                                "an inspection behind a proxy",
                                rig -> {
                                    rig.lab.withAppliance(ApplianceRules.unlimited());
                                    rig.trust(rig.lab.trustPem());
                                    proxy("", "", nothing).accept(rig);
                                },
                                Cause.INSPECTED,
                                "tls")
                        .saying("inspects TLS on the way"),
                Network.fails(
                                "a proxy with a wrong password",
                                proxy("puller:" + PASSWORD + "-not@", LOGIN, nothing),
                                Cause.PROXY_LOGIN,
                                "proxy")
                        .saying("wants a login by Basic: the password was refused (user puller)"),
                Network.fails(
                                "a proxy without a password",
                                proxy("", LOGIN, nothing),
                                Cause.PROXY_LOGIN,
                                "proxy")
                        .saying("no user and password are known"),
                Network.fails(
                                "a proxy that forbids the registry",
                                proxy("", "", target -> target.startsWith("localhost")),
                                Cause.PROXY_REFUSES,
                                "proxy")
                        .saying("HTTP 403 (text/html): Not for you"),
                Network.fails(
                                "a proxy that forbids the CDN",
                                proxy("", "", target -> target.startsWith("127.0.0.1")),
                                Cause.PROXY_REFUSES,
                                "blobs")
                        .saying("does not connect to 127.0.0.1"),
                Network.fails(
                                "a proxy in TLS whose authority nobody knows",
                                rig -> {
                                    var server =
                                            OddServer.start(
                                                    Certifier.root(ROOT)
                                                            .server(LEAF, 0, "localhost"));
                                    rig.closing(server);
                                    var proxy = named("https://127.0.0.1:" + server.port());
                                    rig.with(c -> c.proxies(proxy));
                                },
                                Cause.UNTRUSTED,
                                "proxy")
                        .saying("A pull fails: 127.0.0.1: its certificate"),
                Network.fails(
                                "a proxy that is away",
                                rig -> rig.with(c -> c.proxies(named("http://127.0.0.1:1"))),
                                Cause.PROXY_DOWN,
                                "connect")
                        .saying("A pull fails: localhost: the proxy before it cannot be connected"),
                Network.fails(
                                "a proxy that nobody knows",
                                rig -> rig.with(c -> c.proxies(named("http://proxy.invalid:8080"))),
                                Cause.PROXY_DOWN,
                                "names")
                        .saying("the proxy before it cannot be connected to"));
    }

    private static Stream<Network> scripts() {
        return Stream.of(
                Network.works(
                                "a script whose first proxy is away",
                                rig -> {
                                    var proxy = CorporateProxy.start("", _ -> false);
                                    rig.closing(proxy);
                                    script(
                                            rig,
                                            "return 'PROXY 127.0.0.1:1; PROXY 127.0.0.1:%d'"
                                                    .formatted(proxy.port()));
                                },
                                Cause.PROXY_DOWN,
                                "connect")
                        .saying("else proxy http://127.0.0.1:"),
                Network.works(
                                "a script that sends nobody to a proxy",
                                rig -> script(rig, "return 'DIRECT'"),
                                Cause.NONE,
                                "route")
                        .saying("direct: no proxy is named for it"),
                Network.fails(
                                "a script that is not there",
                                rig -> scripted(rig, "/nowhere/proxy.pac"),
                                Cause.PROXY_SCRIPT,
                                "route")
                        .saying("(from TUG_PROXY_PAC) fails: it cannot be read: there is no such"),
                Network.fails(
                                "a script whose server is away",
                                rig -> scripted(rig, "http://127.0.0.1:1/proxy.pac"),
                                Cause.PROXY_SCRIPT,
                                "route")
                        .saying("the script that names the proxy before it cannot be had or fails"),
                Network.fails(
                                "a script that is wrong",
                                rig -> script(rig, "return nobody()"),
                                Cause.PROXY_SCRIPT,
                                "route")
                        .saying("fails: line 1"));
    }

    private static void script(PullRig rig, String statement) {
        var file = rig.store.resolveSibling("proxy.pac");
        try {
            var _ =
                    Files.writeString(
                            file, "function FindProxyForURL(u, h) { " + statement + "; }");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scripted(rig, file.toString());
    }

    private static void scripted(PullRig rig, String place) {
        var named = new ProxyRules.Named(place, "TUG_PROXY_PAC");
        rig.with(c -> c.proxies(rules(Optional.empty(), Optional.of(named))));
    }

    static ProxyRules named(String proxy) {
        return rules(Optional.of(new ProxyRules.Named(proxy, "HTTPS_PROXY")), Optional.empty());
    }

    private static ProxyRules rules(
            Optional<ProxyRules.Named> https, Optional<ProxyRules.Named> script) {
        return new ProxyRules(
                https, Optional.empty(), script, List.of(), true, false, ProxyRules.Logins.NONE);
    }

    /// @param shown the login in the proxy's address, with an `@`
    /// @param wanted the right one
    private static Consumer<PullRig> proxy(String shown, String wanted, Predicate<String> forbids) {
        return rig -> {
            var proxy = CorporateProxy.start(wanted, forbids);
            rig.closing(proxy);
            rig.with(c -> c.proxies(named("http://" + shown + "127.0.0.1:" + proxy.port())));
        };
    }

    private static Stream<Network> names() {
        return Stream.of(
                Network.fails(
                                "a name that leads to somebody else",
                                rig -> {
                                    var port = port(rig.lab.cdn().baseUrl());
                                    rig.lab.cdn().advertise("cdn.tug.invalid:" + port);
                                    given(rig, "cdn.tug.invalid:" + port + ":127.0.0.1");
                                },
                                Cause.FORGED,
                                "tls")
                        .saying("something else answers in its place, by a forged DNS answer"),
                Network.works(
                                "an address that was given",
                                rig -> given(rig, rig.lab.registry().hostAndPort() + ":127.0.0.1"),
                                Cause.NONE,
                                "names")
                        .saying("127.0.0.1, as was given"),
                Network.fails(
                                "a name without an address",
                                rig -> {
                                    rig.lab.registry().advertise("localhost:1");
                                    given(rig, "localhost:1:0.0.0.0");
                                },
                                Cause.NAME_HIDDEN,
                                "names")
                        .saying("0.0.0.0, which is nobody's"));
    }

    private static String port(String url) {
        return url.substring(url.lastIndexOf(':') + 1);
    }

    private static void given(PullRig rig, String pin) {
        rig.with(c ->
                c.names(
                        new NameSource(
                                List.of(NameSource.Pin.parse(pin)), Optional.empty(), false)));
    }

    private static Stream<Network> pages() {
        var forti = "<!DOCTYPE html><title>Application Control Violation</title>";
        var palo =
                "<html><title>Web Page Blocked</title>has been blocked in accordance with company"
                        + " policy";
        var virus =
                "<html><title>McAfee Web Gateway - Notification</title><b>Virus Name: </b>Artemis";
        var hotel = "<html><title>Guest Wi-Fi</title>Accept the terms";
        return Stream.of(
                page("Fortinet's page", 200, forti, Cause.BLOCKED).saying("by Fortinet"),
                page("Palo Alto's page", 503, palo, Cause.BLOCKED).saying("by Palo Alto"),
                page("a virus at Skyhigh", 403, virus, Cause.MALWARE).saying("by Skyhigh"),
                page("a portal's page", 200, hotel, Cause.PORTAL).saying("Guest Wi-Fi"),
                led("a portal", "http://captive.hotel.test/login?mac=00", Cause.PORTAL),
                led(
                                "a block at Sophos",
                                "https://192.0.2.1:8090/ips/block/webcat?cat=68",
                                Cause.BLOCKED)
                        .saying("by Sophos"),
                led(
                        "a login at Microsoft",
                        "https://login.microsoftonline.com/t/saml2?SAMLRequest=s",
                        Cause.LOGIN_PAGE));
    }

    private static Network page(String words, int status, String body, Cause cause) {
        return Network.fails(
                words,
                at(new Fault.Status(status, Map.of(), "text/html; charset=utf-8", body)),
                cause,
                "blobs");
    }

    private static Network led(String words, String to, Cause cause) {
        return Network.fails(
                words,
                at(new Fault.Status(302, Map.of("Location", to), "text/html", "")),
                cause,
                "blobs");
    }

    private static Consumer<PullRig> at(Fault fault) {
        return rig -> rig.lab.cdn().script(_ -> fault);
    }
}
