package dev.tug.lab;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The host `127.0.0.1` that serves blobs behind signed locations, as object stores do.
///
/// It grants single ranges, keeps connections alive and gives strong entity tags. All switches may
/// be turned at any time, by any thread.
public final class LabCdn implements AutoCloseable {
    private static final LabServer.Host LOCAL = LabServer.Host.local("127.0.0.1");

    private final Map<String, GeneratedBlob> blobs = new ConcurrentHashMap<>();
    private final Locations locations = new Locations();
    private final @Nullable CertificateAuthority authority;
    private final LabServer server;
    private volatile Optional<TokenService> tokens = Optional.empty();
    private volatile int expiredStatus = 403;
    private volatile String etagSuffix = "";

    private LabCdn(LabServer.Host host, @Nullable CertificateAuthority authority) {
        this.authority = authority;
        this.server = LabServer.start("cdn", host, authority, this::answer);
    }

    /// Starts an empty CDN over TLS.
    public static LabCdn start(CertificateAuthority authority) {
        return start(LOCAL, authority);
    }

    static LabCdn start(LabServer.Host host, CertificateAuthority authority) {
        return new LabCdn(host, authority);
    }

    /// Starts an empty CDN without TLS.
    public static LabCdn startPlain() {
        return new LabCdn(LOCAL, null);
    }

    /// The same for clients on other machines.
    ///
    /// @param host the name and the address that it listens on
    public static LabCdn startPlain(InetAddress host) {
        return new LabCdn(new LabServer.Host(host.getHostName(), host), null);
    }

    /// Serves one more blob.
    public void add(GeneratedBlob blob) {
        blobs.put(blob.hex(), blob);
    }

    /// Makes a location where the blob can be fetched now.
    ///
    /// @param hex the 64 digits of its digest
    /// @return an absolute URL of the advertised host
    public String locationOf(String hex) {
        return baseUrl() + pathOf(hex);
    }

    /// Has all locations made so far refused.
    public void expireLocations() {
        locations.expireAll();
    }

    /// Has each location made from now on work for `uses` requests.
    public void locationUsesMax(int uses) {
        locations.usesMax(uses);
    }

    /// Has each location made from now on work for `lifetime`, as `clock` tells it.
    public void locationLifetime(Duration lifetime, InstantSource clock) {
        locations.lifetime(lifetime, clock);
    }

    /// The status for an expired location; 403 as S3 does, unless set.
    public void expiredStatus(int status) {
        expiredStatus = status;
    }

    /// Changes the entity tags of all blobs; the content stays.
    public void etagSuffix(String suffix) {
        etagSuffix = suffix;
    }

    /// Answers `/token` with this token service, so that the realm is another host.
    public void serve(TokenService service) {
        tokens = Optional.of(service);
    }

    /// Chooses the fault of each request from now on.
    public void script(Function<LabRequest, Fault> script) {
        server.script(script);
    }

    /// What this server has seen.
    public Journal journal() {
        return server.journal();
    }

    /// Scheme, advertised host and port, without a slash at the end.
    public String baseUrl() {
        return server.baseUrl();
    }

    /// Names this host and port in locations made from now on.
    public void advertise(String hostAndPort) {
        server.advertise(hostAndPort);
    }

    @Override
    public void close() {
        server.close();
    }

    LabServer server() {
        return server;
    }

    Optional<CertificateAuthority> authority() {
        return Optional.ofNullable(authority);
    }

    String pathOf(String hex) {
        return "/blob/" + hex + "?" + locations.issue();
    }

    /// The answer to `GET /blob/<hex>?<signature>`.
    Answer blobAnswer(LabRequest request) {
        var hex = request.path().substring("/blob/".length());
        var blob = blobs.get(hex);
        if (!locations.isValid(request.query())) {
            return Answer.of(expiredStatus, "application/xml", xml("AccessDenied"));
        }
        if (blob == null) {
            return Answer.of(404, "application/xml", xml("NoSuchKey"));
        }
        return Answer.blob(blob).with("ETag", '"' + hex + etagSuffix + '"');
    }

    private Answer answer(LabRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Answer.empty(405);
        }
        if (request.path().equals("/token") && tokens.isPresent()) {
            return tokens.get().answer(request, baseUrl());
        }
        return request.path().startsWith("/blob/")
                ? blobAnswer(request)
                : Answer.of(404, "application/xml", xml("NoSuchKey"));
    }

    /// An error as S3 words it.
    private static String xml(String code) {
        var message = code.equals("AccessDenied") ? "Request has expired" : "No such key";
        return "<?xml version=\"1.0\"?>\n<Error><Code>%s</Code><Message>%s</Message></Error>"
                .formatted(code, message);
    }
}
