package dev.tug.lab;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.lab.RawClient.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

final class LabRegistryTest {
    private static final GeneratedModel MODEL = GeneratedModel.simple(1, 100_000);
    private static final String MANIFEST = "/v2/library/demo/manifests/latest";
    private static final String SCOPE = "scope=repository%3Alibrary%2Fdemo%3Apull";

    private final GeneratedBlob weights = MODEL.layers().getFirst().blob();
    private final String blobPath = "/v2/library/demo/blobs/" + weights.digest();
    private Lab lab;

    @BeforeEach
    void start() {
        lab = Lab.start(MODEL);
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void serves_a_manifest_by_tag_and_by_digest() throws Exception {
        var byTag = get(MANIFEST);
        var byDigest = get("/v2/library/demo/manifests/" + MODEL.manifestDigest());

        assertThat(byTag.status()).isEqualTo(200);
        assertThat(byTag.header("Content-Type")).isEqualTo(GeneratedModel.MANIFEST);
        assertThat(byTag.header("Docker-Content-Digest")).isEqualTo(MODEL.manifestDigest());
        assertThat(byTag.body().toArray()).isEqualTo(MODEL.manifestBytes());
        assertThat(byDigest.body()).isEqualTo(byTag.body());
        assertThat(get("/v2/library/demo/manifests/none").status()).isEqualTo(404);
        assertThat(get("/v2/").status()).isEqualTo(200);
    }

    @Test
    void tells_what_pieces_of_a_blob_hash_to_if_told_so() throws Exception {
        var path = "/v2/library/demo/chunksums/" + weights.digest();
        assertThat(get(path).status()).isEqualTo(404);
        lab.registry().chunkSums(60_000);
        var response = get(path);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Location")).contains(weights.hex());
        assertThat(response.body().latin1())
                .isEqualTo(
                        "sha256:%s 0-59999\nsha256:%s 60000-99999\n"
                                .formatted(
                                        weights.hexOf(0, 60_000), weights.hexOf(60_000, 100_000)));
        assertThat(get("/v2/library/demo/chunksums/sha256:" + "0".repeat(64)).status())
                .isEqualTo(404);
    }

    @Test
    void serves_any_bytes_as_a_manifest() throws Exception {
        lab.registry()
                .manifest("library/demo", "latest", 200, "text/html", "<html>".getBytes(UTF_8));

        var response = get(MANIFEST);

        assertThat(response.header("Content-Type")).isEqualTo("text/html");
        assertThat(response.body().latin1()).isEqualTo("<html>");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirects_to_the_cdn(int status) throws Exception {
        lab.registry().route(BlobRoute.redirect(status));

        var response = get(blobPath);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Location")).startsWith("https://127.0.0.1:").contains("sig=");
        assertThat(follow(response).length()).isEqualTo(100_000);
    }

    @Test
    void redirects_over_hops_of_its_own() throws Exception {
        lab.registry().route(new BlobRoute.Redirect(302, 2));

        var first = get(blobPath);
        var second = follow(first);
        var third = follow(second);

        assertThat(first.header("Location")).startsWith("https://localhost:").contains("/hop/1/");
        assertThat(second.header("Location")).contains("/hop/2/");
        assertThat(follow(third).length()).isEqualTo(100_000);
    }

    @Test
    void redirects_in_all_the_wrong_ways() throws Exception {
        lab.registry().route(new BlobRoute.Loop(307));
        assertThat(follow(follow(get(blobPath))).header("Location")).contains("/hop/3/");

        lab.registry().route(new BlobRoute.Downgrade(307));
        assertThat(get(blobPath).header("Location")).startsWith("http://127.0.0.1:");

        lab.registry().route(new BlobRoute.Nowhere(307));
        assertThat(get(blobPath).headers()).doesNotContainKey("Location");

        lab.registry().route(new BlobRoute.Relative(307));
        var relative = get(blobPath).header("Location");
        assertThat(relative).startsWith("/blob/");
        assertThat(get(relative).length()).isEqualTo(100_000);

        lab.registry().route(new BlobRoute.OkWithLocation());
        var ok = get(blobPath);
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.length()).isZero();
        assertThat(follow(ok).length()).isEqualTo(100_000);
    }

    @Test
    void serves_blobs_itself() throws Exception {
        lab.registry().route(BlobRoute.direct());

        assertThat(get(blobPath, "Range: bytes=5-9").header("Content-Range"))
                .isEqualTo("bytes 5-9/100000");
        assertThat(get("/v2/library/demo/blobs/sha256:00").status()).isEqualTo(404);
    }

    @Test
    void asks_for_a_user_and_password() throws Exception {
        lab.registry().auth(new Auth.Basic("me", "secret"));

        assertThat(get(MANIFEST).header("WWW-Authenticate")).isEqualTo("Basic realm=\"lab\"");
        assertThat(get(MANIFEST, "Authorization: Basic bWU6c2VjcmV0").status()).isEqualTo(200);
        assertThat(get(MANIFEST, "Authorization: Basic bWU6d3Jvbmc=").status()).isEqualTo(401);
    }

    @Test
    void asks_for_a_token_of_its_own() throws Exception {
        var now = new AtomicReference<>(Instant.EPOCH);
        var tokens = TokenService.create().expiresIn(Duration.ofSeconds(60), now::get);
        lab.registry().auth(Auth.bearer(tokens));

        var challenge = get(MANIFEST);
        assertThat(challenge.status()).isEqualTo(401);
        assertThat(challenge.header("WWW-Authenticate"))
                .isEqualTo(
                        "Bearer realm=\"%s/token\",service=\"lab\",scope=\"repository:library/demo:pull\""
                                .formatted(lab.registry().baseUrl()));
        assertThat(get("/token?service=lab&" + SCOPE).body().latin1())
                .isEqualTo("{\"token\":\"lab-token-1\",\"expires_in\":60}");
        assertThat(get(MANIFEST, "Authorization: Bearer lab-token-1").status()).isEqualTo(200);
        now.set(Instant.EPOCH.plusSeconds(60));
        assertThat(get(MANIFEST, "Authorization: Bearer lab-token-1").status()).isEqualTo(401);
        assertThat(tokens.requests()).hasSize(1);
    }

    @Test
    void accepts_tokens_from_another_host_until_they_are_used_up() throws Exception {
        var tokens = TokenService.create().field("access_token").usesMax(1);
        lab.cdn().serve(tokens);
        lab.registry().auth(new Auth.Bearer(tokens, lab.cdn().baseUrl() + "/token"));

        assertThat(get(MANIFEST).header("WWW-Authenticate")).contains("realm=\"https://127.0.0.1:");
        var answer = fetch(lab.cdn().baseUrl() + "/token?" + SCOPE);
        assertThat(answer.body().latin1()).isEqualTo("{\"access_token\":\"lab-token-1\"}");
        assertThat(get(MANIFEST, "Authorization: Bearer lab-token-1").status()).isEqualTo(200);
        assertThat(get(MANIFEST, "Authorization: Bearer lab-token-1").status()).isEqualTo(401);
    }

    @Test
    void refuses_a_token_for_another_repository() throws Exception {
        lab.registry().auth(Auth.bearer(TokenService.create()));

        get("/token?scope=repository%3Alibrary%2Fother%3Apull");

        assertThat(get(MANIFEST, "Authorization: Bearer lab-token-1").status()).isEqualTo(401);
    }

    @Test
    void gives_tokens_to_one_user_only() throws Exception {
        var tokens = TokenService.create().requireBasic("me", "secret");
        lab.registry().auth(Auth.bearer(tokens));

        assertThat(get("/token?" + SCOPE).status()).isEqualTo(401);
        assertThat(get("/token?" + SCOPE, "Authorization: Basic bWU6c2VjcmV0").status())
                .isEqualTo(200);
        assertThat(tokens.requests()).hasSize(2);
    }

    @Test
    void knows_a_request_that_ollama_signed() {
        var key = "AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
        var authorization =
                key
                        + ":gF686svfNhnsUTGLzzD0raxwXOENsyTnUvWjJo/ZntuNWhFz+jBQpev0fjjrk2mjskoxaGoYx7HnKRM4hYChBA==";
        var url =
                "https://ollama.com/token?nonce=AAAAAAAAAAAAAAAAAAAAAA"
                        + "&scope=repository%3Alibrary%2Fm%3Apull&service=ollama&ts=1700000000";

        assertThat(SignedRequest.verify(authorization, key, "GET", url)).isTrue();
        assertThat(SignedRequest.verify(authorization, key, "GET", url + "1")).isFalse();
        assertThat(SignedRequest.verify("Bearer x", key, "GET", url)).isFalse();
    }

    @Test
    void refuses_a_token_to_a_request_without_the_signature() throws Exception {
        lab.registry().auth(Auth.bearer(TokenService.create().requireSignature("AAAA")));

        assertThat(get("/token?" + SCOPE, "Authorization: AAAA:AAAA").status()).isEqualTo(401);
    }

    private Response get(String path, String... headers) throws IOException {
        return RawClient.get(
                lab.authority().clientContext(), lab.registry().baseUrl() + path, headers);
    }

    private Response follow(Response redirect) throws IOException {
        return fetch(redirect.header("Location"));
    }

    private Response fetch(String url) throws IOException {
        return RawClient.get(lab.authority().clientContext(), URI.create(url).toString());
    }
}
