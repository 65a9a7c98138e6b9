package dev.tug.internal.tls;

import dev.tug.failure.ChainFault;

import org.conscrypt.Conscrypt;

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
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;
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
    private static final int HOSTS_MAX = 256;
    private static final int NAMES_SHOWN_MAX = 3;

    /// The types of alternative names that are hosts (RFC 5280 §4.2.1.6).
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    private final SSLContext verifying;
    private final SSLContext blind;
    private final UnionTrustManager trust;
    private final List<HostPort> unverified;
    private final TlsMemory memory;
    private final Versions versions;

    /// What the last connection to a host showed, the oldest forgotten; guarded by itself.
    private final Map<String, Judged> last =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Judged> eldest) {
                    return size() > HOSTS_MAX;
                }
            };

    /// Authorities that were found to inspect, by fingerprint.
    private final Set<String> inspectors = ConcurrentHashMap.newKeySet();

    private Tls(Optional<Provider> provider, UnionTrustManager trust, TlsSettings settings) {
        this.verifying = context(provider, trust);
        this.blind = context(provider, new BlindTrustManager());
        this.trust = trust;
        this.unverified = settings.unverified();
        this.memory = settings.memory();
        this.versions = new Versions(settings.memory()::isOld);
    }

    /// TLS on the fastest provider that this platform loads.
    public static Tls of(TlsSettings settings, InstantSource time, Consumer<String> warnings) {
        return of(conscrypt(), settings, time, warnings);
    }

    /// TLS on `provider`, or on the JDK's own.
    public static Tls of(
            Optional<Provider> provider,
            TlsSettings settings,
            InstantSource time,
            Consumer<String> warnings) {
        return new Tls(
                provider,
                new UnionTrustManager(
                        sources(settings.authorities(), warnings), new HttpIssuers(), time),
                settings);
    }

    static Tls of(Optional<Provider> provider, UnionTrustManager trust, TlsSettings settings) {
        return new Tls(provider, trust, settings);
    }

    private static List<Source> sources(List<Path> authorities, Consumer<String> warnings) {
        var files = new AuthorityFiles(warnings);
        var jdk = new Once<>(MachineAuthorities::ofJdk);
        var sources = new ArrayList<Source>();
        sources.add(new Source(Origin.PUBLIC, () -> jdk.get().own()));
        authorities.forEach(
                place -> sources.add(new Source(Origin.ADDED, () -> files.named(place))));
        sources.add(new Source(Origin.SYSTEM, () -> jdk.get().added()));
        sources.add(new Source(Origin.SYSTEM, () -> MachineAuthorities.ofSystem(files)));
        return sources;
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

    /// Conscrypt where its native library loads: it takes two thirds of JSSE's CPU time per byte.
    public static Optional<Provider> conscrypt() {
        try {
            return Optional.of(Conscrypt.newProvider());
        } catch (LinkageError | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "no native TLS here, using the JDK's", e);
            return Optional.empty();
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
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        var key = key(host, port);
        boolean oldAlone = versions.offersOldAlone(key);
        offer(socket, oldAlone);
        var limit = versions.isPatient(key) || isShorter(patience) ? patience : UNPROVEN_MAX;
        int before = plain.getSoTimeout();
        try {
            socket.setSoTimeout(Math.toIntExact(Math.max(1, limit.toMillis())));
            socket.startHandshake();
            if (!isBlind) {
                check(socket, host, names);
            }
            socket.setSoTimeout(before);
        } catch (IOException e) {
            if (isSilent(e)) {
                versions.died(key, oldAlone);
            } else {
                versions.refused(key);
            }
            throw e;
        }
        if (versions.succeeded(key, oldAlone)) {
            LOG.log(System.Logger.Level.INFO, "only TLS 1.2 gets through to {0}", key);
        }
        return socket;
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
        try {
            names.check(host, leaf);
        } catch (SSLException e) {
            var wrong = new SSLHandshakeException("certificate of another host");
            wrong.initCause(wrongName(leaf, e));
            throw wrong;
        }
    }

    private static UntrustedChain wrongName(X509Certificate leaf, SSLException e) {
        var issuer = DistinguishedName.of(leaf.getIssuerX500Principal());
        return new UntrustedChain(
                issuer.words(),
                Vendors.of(issuer),
                ChainFault.WRONG_NAME,
                "it is for " + hosts(leaf) + " and not for this host",
                e);
    }

    private static String hosts(X509Certificate leaf) {
        var names = names(leaf);
        return names.isEmpty()
                ? "nobody"
                : names.stream().limit(NAMES_SHOWN_MAX).collect(Collectors.joining(", "))
                        + (names.size() > NAMES_SHOWN_MAX ? " and others" : "");
    }

    private static List<String> names(X509Certificate leaf) {
        try {
            var entries = Optional.ofNullable(leaf.getSubjectAlternativeNames()).stream();
            return entries.flatMap(Collection::stream)
                    .filter(entry ->
                            entry.get(0) instanceof Integer type
                                    && (type == DNS_NAME || type == IP_ADDRESS))
                    .map(entry -> DistinguishedName.printable(String.valueOf(entry.get(1))))
                    .toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
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
        return unverified.stream().anyMatch(exempt -> exempt.means(host, port));
    }

    /// What the handshake of a connection showed that is in use.
    ///
    /// @param peer the server's address; empty if it is a proxy's
    /// @param chain as the session has it, leaf first
    public Seen seen(
            String host, int port, Optional<InetAddress> peer, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return Seen.NOTHING;
        }
        var key = key(host, port);
        int known = inspectors.size();
        synchronized (last) {
            var before = last.get(key);
            if (before != null && before.holds(chain.getFirst(), known)) {
                return before.seen();
            }
        }
        var seen = judge(host, port, peer, chain);
        synchronized (last) {
            last.put(key, new Judged(chain.getFirst(), known, seen));
        }
        return seen;
    }

    /// A judgement; it holds for other connections with the same certificate, unless more is known.
    private record Judged(X509Certificate leaf, int inspectors, Seen seen) {
        boolean holds(X509Certificate other, int known) {
            return known == inspectors && leaf.equals(other);
        }
    }

    /// What the last answer of a host showed; empty if it has not answered.
    public Optional<Seen> last(String host, int port) {
        synchronized (last) {
            return Optional.ofNullable(last.get(key(host, port))).map(Judged::seen);
        }
    }

    private Seen judge(
            String host, int port, Optional<InetAddress> peer, List<X509Certificate> chain) {
        boolean isOld = versions.offersOldAlone(key(host, port));
        if (isUnverified(host, port)) {
            return new Seen(false, isOld, Optional.empty());
        }
        var inspector =
                trust.voucher(chain.getFirst())
                        .flatMap(anchor ->
                                InspectionRule.judge(
                                        new InspectionRule.Case(host, peer, chain, anchor),
                                        this::inspects));
        inspector.ifPresent(found -> inspectors.add(found.fingerprint()));
        return new Seen(true, isOld, inspector);
    }

    private boolean inspects(String fingerprint) {
        return inspectors.contains(fingerprint) || memory.inspects(fingerprint);
    }

    /// A host with its port, as memory names it.
    public static String key(String host, int port) {
        var name = Hosts.normal(host);
        return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
    }
}
