package dev.tug.lab;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The host `localhost` that serves manifests, and blobs itself or through a [LabCdn].
///
/// It speaks the read half of the OCI distribution API. All switches may be turned at any time, by
/// any thread.
public final class LabRegistry implements AutoCloseable {
    private static final Pattern RESOURCE =
            Pattern.compile(
                    "/v2/(?<name>.+)/(?<kind>manifests|blobs|chunksums)/(?<reference>[^/]+)");
    private static final Pattern HOP = Pattern.compile("/hop/(\\d{1,9})/([0-9a-f]{64})");

    private static final LabServer.Host LOCAL = LabServer.Host.local("localhost");

    private final Map<String, Answer> manifests = new ConcurrentHashMap<>();
    private final Map<String, GeneratedBlob> blobs = new ConcurrentHashMap<>();
    private final LabCdn cdn;
    private final @Nullable CertificateAuthority authority;
    private final LabServer server;
    private volatile BlobRoute route = BlobRoute.redirect(307);
    private volatile Auth auth = Auth.none();
    private volatile long sumBytes;

    private LabRegistry(LabServer.Host host, LabCdn cdn, @Nullable CertificateAuthority authority) {
        this.cdn = cdn;
        this.authority = authority;
        this.server = LabServer.start("registry", host, authority, this::answer);
    }

    /// Starts an empty registry over TLS, which sends clients to `cdn` by 307 unless told otherwise.
    public static LabRegistry start(CertificateAuthority authority, LabCdn cdn) {
        return start(LOCAL, authority, cdn);
    }

    static LabRegistry start(LabServer.Host host, CertificateAuthority authority, LabCdn cdn) {
        return new LabRegistry(host, cdn, authority);
    }

    /// Starts an empty registry without TLS.
    public static LabRegistry startPlain(LabCdn cdn) {
        return new LabRegistry(LOCAL, cdn, null);
    }

    /// The same for clients on other machines.
    ///
    /// @param host the name and the address that it listens on
    public static LabRegistry startPlain(InetAddress host, LabCdn cdn) {
        return new LabRegistry(new LabServer.Host(host.getHostName(), host), cdn, null);
    }

    /// Serves one more model, by tag and by digest, and puts its blobs on the CDN too.
    public void add(GeneratedModel model) {
        model.blobs()
                .forEach((digest, blob) -> {
                    blobs.put(digest, blob);
                    cdn.add(blob);
                });
        var digest = model.manifestDigest();
        var answer =
                Answer.of(200, GeneratedModel.MANIFEST, model.manifestBytes())
                        .with("Docker-Content-Digest", digest);
        manifests.put(model.name() + ":" + model.tag(), answer);
        manifests.put(model.name() + ":" + digest, answer);
    }

    /// Answers for one manifest with anything at all; replaces a model's own.
    ///
    /// @param reference tag or digest
    public void manifest(
            String name, String reference, int status, String contentType, byte[] body) {
        manifests.put(name + ":" + reference, Answer.of(status, contentType, body));
    }

    /// Chooses how blobs are answered.
    public void route(BlobRoute next) {
        route = next;
    }

    /// From now on tells what the pieces of `bytes` of each blob hash to, as Ollama's registry does; 0,
    /// as at first, tells nothing.
    public void chunkSums(long bytes) {
        sumBytes = bytes;
    }

    /// Chooses what is asked for under `/v2/`.
    public void auth(Auth next) {
        auth = next;
    }

    /// Chooses the fault of each request from now on.
    public void script(Function<LabRequest, Fault> script) {
        server.script(script);
    }

    /// What this server has seen.
    public Journal journal() {
        return server.journal();
    }

    /// Advertised host and port, as a model's name begins with them.
    public String hostAndPort() {
        return server.advertised();
    }

    /// Scheme, advertised host and port, without a slash at the end.
    public String baseUrl() {
        return server.baseUrl();
    }

    /// Names this host and port to clients from now on.
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

    private Answer answer(LabRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Answer.error(405, "UNSUPPORTED");
        }
        var path = request.path();
        if (path.equals("/token") && auth instanceof Auth.Bearer(var tokens, _)) {
            return tokens.answer(request, baseUrl());
        }
        if (path.startsWith("/blob/")) {
            return cdn.blobAnswer(request);
        }
        var hop = HOP.matcher(path);
        if (hop.matches()) {
            return routed(Integer.parseInt(hop.group(1)), hop.group(2), request);
        }
        var resource = RESOURCE.matcher(path);
        var found = resource.matches();
        var scope =
                found
                        ? Optional.of("repository:" + resource.group("name") + ":pull")
                        : Optional.<String>empty();
        var challenge = challenge(request, scope);
        if (challenge.isPresent()) {
            return Answer.error(401, "UNAUTHORIZED").with("WWW-Authenticate", challenge.get());
        }
        if (!found) {
            return path.equals("/v2/")
                    ? Answer.of(200, "application/json", "{}")
                    : Answer.error(404, "NOT_FOUND");
        }
        var reference = resource.group("reference");
        return switch (resource.group("kind")) {
            case "blobs" -> blob(reference, request);
            case "chunksums" -> chunkSums(reference);
            default ->
                    manifests.getOrDefault(
                            resource.group("name") + ":" + reference,
                            Answer.error(404, "MANIFEST_UNKNOWN"));
        };
    }

    private Answer chunkSums(String digest) {
        var blob = blobs.get(digest);
        long bytes = sumBytes;
        if (blob == null || bytes == 0) {
            return Answer.error(404, "NOT_FOUND");
        }
        var text = new StringBuilder();
        for (long start = 0; start < blob.size(); start += bytes) {
            long end = Math.min(blob.size(), start + bytes);
            text.append("sha256:%s %d-%d\n".formatted(blob.hexOf(start, end), start, end - 1));
        }
        var hex = digest.substring("sha256:".length());
        return Answer.of(200, "text/plain", text.toString())
                .with("Content-Location", cdn.locationOf(hex));
    }

    private Answer blob(String digest, LabRequest request) {
        if (!blobs.containsKey(digest)) {
            return Answer.error(404, "BLOB_UNKNOWN");
        }
        return routed(0, digest.substring("sha256:".length()), request);
    }

    /// @param hopsTaken redirects that led here
    private Answer routed(int hopsTaken, String hex, LabRequest request) {
        return switch (route) {
            case BlobRoute.Direct() -> direct(hex);
            case BlobRoute.Redirect(var status, var hops) ->
                    Answer.redirect(
                            status,
                            hopsTaken < hops ? hop(hopsTaken + 1, hex) : cdn.locationOf(hex));
            case BlobRoute.Loop(var status) -> Answer.redirect(status, hop(hopsTaken + 1, hex));
            case BlobRoute.Downgrade(var status) ->
                    Answer.redirect(status, cdn.locationOf(hex).replaceFirst("^https:", "http:"));
            case BlobRoute.Relative(var status) -> Answer.redirect(status, cdn.pathOf(hex));
            case BlobRoute.Nowhere(var status) -> Answer.empty(status);
            case BlobRoute.OkWithLocation() ->
                    (request.method().equals("HEAD") ? direct(hex) : Answer.empty(200))
                            .with("Location", cdn.locationOf(hex));
        };
    }

    private Answer direct(String hex) {
        var blob = blobs.get("sha256:" + hex);
        if (blob == null) {
            return Answer.error(404, "BLOB_UNKNOWN");
        }
        return Answer.blob(blob)
                .with("ETag", '"' + hex + '"')
                .with("Docker-Content-Digest", blob.digest());
    }

    private String hop(int number, String hex) {
        return baseUrl() + "/hop/" + number + "/" + hex;
    }

    /// The challenge for a request that shows no right to `scope`; empty if it does.
    private Optional<String> challenge(LabRequest request, Optional<String> scope) {
        var shown = request.header("Authorization");
        return switch (auth) {
            case Auth.Anonymous() -> Optional.empty();
            case Auth.Basic(var user, var password) ->
                    shown.filter(TokenService.basicHeader(user, password)::equals).isPresent()
                            ? Optional.empty()
                            : Optional.of("Basic realm=\"lab\"");
            case Auth.Bearer(var tokens, var realm) ->
                    tokens.accepts(shown, scope)
                            ? Optional.empty()
                            : Optional.of(
                                    "Bearer realm=\"%s\",service=\"lab\"%s"
                                            .formatted(
                                                    realm.isEmpty() ? baseUrl() + "/token" : realm,
                                                    scope.map(s -> ",scope=\"" + s + "\"")
                                                            .orElse("")));
        };
    }
}
