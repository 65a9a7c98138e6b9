package dev.tug.internal.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Shakes hands: offers what gets through, checks who answers, and notes who signed for it.
///
/// Safe for threads.
public final class Tls {
    private static final System.Logger LOG = System.getLogger(Tls.class.getName());

    /// Classical groups only: a post-quantum key makes the greeting longer than a segment, and there
    /// are boxes that read no further than the first.
    private static final String[] GROUPS = {"x25519", "secp256r1", "secp384r1"};

    private static final String[] BOTH = {"TLSv1.3", "TLSv1.2"};
    private static final String[] OLD_ALONE = {"TLSv1.2"};

    /// The first handshakes with a host are not waited for longer, so that a box which swallows
    /// greetings is found out in half of Ollama's 63 s.
    private static final Duration UNPROVEN_MAX = Duration.ofSeconds(15);

    private static final int CAUSES_MAX = 16;

    private final Optional<Provider> provider;
    private final TlsSettings settings;
    private final SSLContext verifying;
    private final SSLContext blind;
    private final Versions versions;
    private final UnionTrustManager trust;
    private final Sightings sightings;

    private Tls(
            Optional<Provider> provider,
            TlsSettings settings,
            UnionTrustManager trust,
            SSLContext blind,
            Versions versions) {
        this.provider = provider;
        this.settings = settings;
        this.verifying = context(provider, trust);
        this.blind = blind;
        this.trust = trust;
        this.versions = versions;
        this.sightings = new Sightings(trust, this::isUnverified, versions::old, settings.memory());
    }

    /// TLS on the fastest provider that this platform loads.
    public static Tls of(TlsSettings settings, InstantSource time, Consumer<String> warnings) {
        return of(Native.provider(), settings, time, warnings);
    }

    /// TLS on `provider`, or on the JDK's own.
    ///
    /// What a server leaves out of its chain is not looked for: see [#fetching].
    public static Tls of(
            Optional<Provider> provider,
            TlsSettings settings,
            InstantSource time,
            Consumer<String> warnings) {
        return of(
                provider,
                new UnionTrustManager(
                        sources(settings.authorities(), warnings),
                        distrust(settings.authorities()),
                        Issuers.NONE,
                        time),
                settings);
    }

    static Tls of(Optional<Provider> provider, UnionTrustManager trust, TlsSettings settings) {
        return new Tls(
                provider,
                settings,
                trust,
                context(provider, new BlindTrustManager()),
                new Versions(settings.memory()));
    }

    /// The same authorities and memory, where a certificate that a server leaves out is got by
    /// `fetch`.
    ///
    /// What `fetch` goes by must not lead back to this: a handshake on its way would wait for itself.
    public Tls fetching(IssuerFetch fetch) {
        return new Tls(provider, settings, trust.with(new HttpIssuers(fetch)), blind, versions);
    }

    /// Reads, ahead of the first handshake, what it will be judged by: that takes as long as the way
    /// there. To be called on a thread of its own.
    public void readAhead() {
        trust.readAhead();
    }

    private static List<Source> sources(List<Path> authorities, Consumer<String> warnings) {
        var files = new AuthorityFiles(warnings);
        var jdk = new Once<>(MachineAuthorities::ofJdk);
        var sources = new ArrayList<Source>();
        sources.add(
                new Source(
                        Origin.PUBLIC,
                        "the JDK's list of public authorities",
                        () -> jdk.get().own()));
        authorities.forEach(place ->
                sources.add(new Source(Origin.ADDED, place.toString(), () -> files.named(place))));
        sources.add(
                new Source(
                        Origin.SYSTEM,
                        "the JDK's list, to which somebody added it",
                        () -> jdk.get().added()));
        sources.add(
                new Source(
                        Origin.SYSTEM,
                        "the system's store",
                        () -> MachineAuthorities.ofSystem(files)));
        return sources;
    }

    private static Distrust distrust(List<Path> authorities) {
        return new Distrust(
                Stream.concat(authorities.stream(), MachineAuthorities.distrust().stream())
                        .toList());
    }

    private static SSLContext context(
            Optional<Provider> provider, X509ExtendedTrustManager manager) {
        try {
            var context =
                    provider.isPresent()
                            ? SSLContext.getInstance("TLS", provider.get())
                            : SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS on this platform", e);
        }
    }

    /// Puts TLS over `plain`.
    ///
    /// @param patience the longest silence in the handshake
    /// @throws SSLException if the server is not who it should be; an [UntrustedChain] is then among
    ///     the causes
    /// @throws IOException if the handshake fails otherwise
    public SSLSocket over(Socket plain, String host, int port, Duration patience, NameCheck names)
            throws IOException {
        boolean isBlind = isUnverified(host, port);
        var context = isBlind ? blind : verifying;
        var name = greeted(host);
        var socket = new EngineSocket(plain, engine(context, name, port), provider.isPresent());
        var key = key(host, port);
        boolean oldAlone = versions.offersOldAlone(key);
        offer(socket, oldAlone);
        var limit = versions.isPatient(key) || isShorter(patience) ? patience : UNPROVEN_MAX;
        int before = plain.getSoTimeout();
        try {
            socket.setSoTimeout(Math.toIntExact(Math.max(1, limit.toMillis())));
            socket.startHandshake();
            if (!isBlind) {
                check(socket, name, names);
            }
            socket.setSoTimeout(before);
        } catch (IOException e) {
            if (isSilent(e)) {
                versions.died(key, oldAlone);
            } else {
                versions.refused(key);
            }
            throw e instanceof SSLException tls ? named(tls) : e;
        }
        if (versions.succeeded(key, oldAlone)) {
            LOG.log(System.Logger.Level.INFO, "only TLS 1.2 gets through to {0}", key);
        }
        return socket;
    }

    private static SSLEngine engine(SSLContext context, String host, int port) {
        var engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        return engine;
    }

    private static boolean isShorter(Duration patience) {
        return patience.compareTo(UNPROVEN_MAX) < 0;
    }

    private static void offer(SSLSocket socket, boolean oldAlone) {
        var parameters = socket.getSSLParameters();
        parameters.setProtocols(oldAlone ? OLD_ALONE : BOTH);
        parameters.setNamedGroups(GROUPS);
        socket.setSSLParameters(parameters);
    }

    private void check(SSLSocket socket, String host, NameCheck names) throws SSLException {
        var chain = socket.getSession().getPeerCertificates();
        if (chain.length == 0 || !(chain[0] instanceof X509Certificate leaf)) {
            throw new SSLHandshakeException("the server shows no certificate");
        }
        var nameless = WrongName.ofNameless(leaf);
        if (nameless.isPresent()) {
            throw refused(nameless.get());
        }
        try {
            names.check(host, leaf);
        } catch (SSLException _) {
            throw refused(WrongName.of(leaf));
        }
    }

    /// The same, or what is said of the certificate that it is about.
    private static SSLException named(SSLException e) {
        return EarlyRefusal.of(e).<SSLException>map(Tls::refused).orElse(e);
    }

    private static SSLHandshakeException refused(UntrustedChain why) {
        var refused = new SSLHandshakeException("certificate refused");
        refused.initCause(why);
        return refused;
    }

    /// Whether a handshake ended without a word: closed, reset, or never answered.
    static boolean isSilent(IOException e) {
        Throwable cause = e;
        for (int depth = 0; depth < CAUSES_MAX && cause != null; depth++) {
            switch (cause) {
                case CertificateException _ -> {
                    return false;
                }
                case EOFException _, SocketTimeoutException _ -> {
                    return true;
                }
                case SocketException broken -> {
                    // Who aborts a call closes its socket, and is not the network.
                    return !Objects.requireNonNullElse(broken.getMessage(), "")
                            .toLowerCase(Locale.ROOT)
                            .contains("closed");
                }
                default -> cause = cause.getCause();
            }
        }
        return false;
    }

    /// Whether the user wants no proof of who this host is.
    public boolean isUnverified(String host, int port) {
        return settings.unverified().stream().anyMatch(exempt -> exempt.means(host, port));
    }

    /// What the handshake of a connection showed that is in use.
    ///
    /// @param peer the server's address; empty if it is a proxy's
    /// @param chain as the session has it, leaf first
    public Seen seen(
            String host, int port, Optional<InetAddress> peer, List<X509Certificate> chain) {
        return chain.isEmpty() ? Seen.NOTHING : sightings.seen(host, port, peer, chain);
    }

    /// The authority that vouched for a server's certificate; empty if none has, in this process.
    public Optional<Anchor> voucher(X509Certificate leaf) {
        return trust.voucher(leaf);
    }

    /// The product that issued one of the certificates of `chain`, whoever believes it.
    public static Optional<String> vendor(List<X509Certificate> chain) {
        return InspectionRule.vendor(chain);
    }

    /// What a host is called in a greeting and in certificates: without the dot that ends a name.
    public static String greeted(String host) {
        return Hosts.withoutDot(host);
    }

    /// Who signed a certificate, fit for a terminal.
    public static String issuer(X509Certificate certificate) {
        return DistinguishedName.of(certificate.getIssuerX500Principal()).text();
    }

    /// What the last answer of a host showed; empty if it has not answered.
    public Optional<Seen> last(String host, int port) {
        return sightings.last(key(host, port));
    }

    /// A host with its port, as memory names it.
    public static String key(String host, int port) {
        var name = Hosts.normal(host);
        return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
    }
}
