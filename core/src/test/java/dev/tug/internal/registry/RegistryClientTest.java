package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.blob.ByteRange;
import dev.tug.blob.ChunkSum;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.NameTrouble;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.registry.ScriptedTransport.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

final class RegistryClientTest {
    private static final Repository REPOSITORY =
            new Repository(URI.create("https://registry.test"), "library/m");
    private static final Reference TAG = new Reference.Tag("latest");
    private static final String MANIFEST =
            """
            {"schemaVersion":2,"config":{"digest":"sha256:%s","size":1},
             "layers":[{"digest":"sha256:%s","size":2}]}\
            """
                    .formatted("a".repeat(64), "b".repeat(64));
    private static final Digest DIGEST = Digest.of(MANIFEST.getBytes(UTF_8));

    private final AtomicReference<ScriptedTransport.Script> script = new AtomicReference<>();
    private final ScriptedTransport network =
            new ScriptedTransport(request -> script.get().answer(request));
    private final List<Duration> slept = new ArrayList<>();
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private final RegistryClient client =
            new RegistryClient(
                    network,
                    new TokenSource(
                            network,
                            Credentials.NONE,
                            Optional.empty(),
                            clock,
                            new SplittableRandom(1),
                            Duration.ofSeconds(30),
                            _ -> {}),
                    "amd64",
                    new Patience(
                            3,
                            Duration.ofSeconds(63),
                            attempt -> Duration.ofSeconds(attempt),
                            slept::add),
                    clock,
                    Duration.ofSeconds(30));

    @AfterEach
    void every_answer_was_closed() {
        assertThat(network.open).hasValue(0);
    }

    @Test
    void tells_what_the_pieces_of_a_blob_must_be() throws Exception {
        var blob = new Descriptor("application/vnd.ollama.image.model", DIGEST, 20);
        script.set(_ -> Answer.of(200, "sha256:%s 0-19\n".formatted("c".repeat(64))));

        assertThat(client.chunkSums(REPOSITORY, blob, new AbortSignal()))
                .containsExactly(new ChunkSum(new ByteRange(0, 20), new Digest("c".repeat(64))));
        assertThat(network.addresses())
                .containsExactly(
                        URI.create("https://registry.test/v2/library/m/chunksums/" + DIGEST));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 405, 500})
    void a_registry_that_knows_nothing_of_pieces_is_asked_once(int status) throws Exception {
        var blob = new Descriptor("application/vnd.ollama.image.model", DIGEST, 20);
        script.set(_ -> Answer.of(status, "sha256:%s 0-19\n".formatted("c".repeat(64))));

        assertThat(client.chunkSums(REPOSITORY, blob, new AbortSignal())).isEmpty();
        assertThat(network.asked("chunksums")).isEqualTo(1);
    }

    @Test
    void asks_for_every_type_that_it_reads() throws Exception {
        script.set(_ -> Answer.of(200, MANIFEST));

        assertThat(client.manifest(REPOSITORY, TAG).digest()).isEqualTo(DIGEST);
        assertThat(network.addresses())
                .containsExactly(URI.create("https://registry.test/v2/library/m/manifests/latest"));
        assertThat(network.requests.getFirst().headers().get("Accept"))
                .startsWith(MediaTypes.DOCKER_MANIFEST)
                .contains(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST);
    }

    @Test
    void follows_an_index_to_a_manifest_with_the_very_digest() throws Exception {
        script.set(request ->
                Answer.of(
                        200,
                        request.uri().getPath().endsWith("latest") ? index(DIGEST) : MANIFEST));

        assertThat(client.manifest(REPOSITORY, TAG).digest()).isEqualTo(DIGEST);
        assertThat(network.addresses().getLast().getPath()).endsWith("/manifests/" + DIGEST);
    }

    @Test
    void does_not_follow_indexes_for_ever() {
        var inner = index(DIGEST);
        var middle = index(Digest.of(inner.getBytes(UTF_8)));
        var outer = index(Digest.of(middle.getBytes(UTF_8)));
        script.set(request -> {
            var path = request.uri().getPath();
            return Answer.of(
                    200,
                    path.endsWith("latest")
                            ? outer
                            : path.endsWith(Digest.of(middle.getBytes(UTF_8)).hex())
                                    ? middle
                                    : inner);
        });

        assertThat(failure()).isInstanceOf(PullFailure.BadManifest.class);
        assertThat(network.requests).hasSize(3);
    }

    @Test
    void wants_the_digest_that_the_registry_announces() {
        script.set(_ ->
                Answer.of(200, MANIFEST).with("Docker-Content-Digest", "sha256:" + "0".repeat(64)));

        assertThat(failure())
                .isInstanceOfSatisfying(
                        PullFailure.Network.class,
                        it -> assertThat(it.cause()).isInstanceOf(TransferFailure.Corrupt.class));
        assertThat(network.requests).hasSize(3);
    }

    @Test
    void heals_a_manifest_that_was_damaged_on_its_way() throws Exception {
        var count = new AtomicInteger();
        script.set(_ ->
                Answer.of(200, count.getAndIncrement() == 0 ? "{" : MANIFEST)
                        .with("Docker-Content-Digest", DIGEST.toString()));

        assertThat(client.manifest(REPOSITORY, TAG).digest()).isEqualTo(DIGEST);
        assertThat(slept).containsExactly(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 520, 524})
    void repeats_what_may_pass(int status) throws Exception {
        var count = new AtomicInteger();
        script.set(_ ->
                count.incrementAndGet() < 3
                        ? Answer.of(status, "later")
                        : Answer.of(200, MANIFEST));

        assertThat(client.manifest(REPOSITORY, TAG).digest()).isEqualTo(DIGEST);
        assertThat(slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7|7",
                "0|1",
                "Thu, 01 Jan 2026 00:00:09 GMT|9",
                "Wed, 31 Dec 2025 00:00:00 GMT|1",
                "soon|1",
            })
    void waits_as_long_as_it_is_told(String retryAfter, long seconds) throws Exception {
        var count = new AtomicInteger();
        script.set(_ ->
                count.getAndIncrement() == 0
                        ? Answer.of(429, "").with("Retry-After", retryAfter)
                        : Answer.of(200, MANIFEST));

        assertThat(client.manifest(REPOSITORY, TAG).layers()).hasSize(1);
        assertThat(slept).containsExactly(Duration.ofSeconds(seconds));
    }

    @Test
    void does_not_wait_for_an_hour() {
        script.set(_ -> Answer.of(429, "").with("Retry-After", "3600"));

        assertThat(failure()).isInstanceOf(PullFailure.Network.class);
        assertThat(slept).isEmpty();
    }

    @Test
    void repeats_cut_connections_and_then_gives_up_with_the_last_failure() {
        var cut = new TransferFailure.Cut("registry.test", 0, "reset");
        script.set(_ -> {
            throw new TransferException(cut);
        });

        assertThat(failure())
                .isEqualTo(new PullFailure.Network("manifest of library/m:latest", 3, cut));
    }

    @Test
    void knocks_for_a_minute_while_nobody_answers() {
        var away = new TransferFailure.Unreachable("registry.test", "no route to host");
        script.set(_ -> {
            throw new TransferException(away);
        });

        assertThat(failure()).isInstanceOf(PullFailure.Network.class);
        var total = slept.stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(total).isBetween(Duration.ofSeconds(63), Duration.ofSeconds(67));
        assertThat(slept).allMatch(pause -> pause.toSeconds() <= 4);
    }

    @ParameterizedTest
    @EnumSource(
            value = NameTrouble.class,
            names = {"NO_SUCH_NAME", "NO_ADDRESS", "REFUSED"})
    void a_name_that_a_name_server_denies_is_told_within_seconds(NameTrouble trouble) {
        var told = new ArrayList<TransferFailure>();
        var denied = new TransferFailure.Unresolved("registry.test", trouble);
        script.set(_ -> {
            throw new TransferException(denied);
        });

        assertThat(failure(told::add))
                .isEqualTo(new PullFailure.Network("manifest of library/m:latest", 4, denied));
        assertThat(slept.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
        assertThat(told).isEmpty();
    }

    @Test
    void a_proxy_that_a_name_server_denies_is_told_within_seconds() {
        var denied =
                TransferFailure.ProxyUnreachable.of(
                        "http://proxy.test:3128",
                        "HTTPS_PROXY",
                        new TransferFailure.Unresolved("proxy.test", NameTrouble.NO_SUCH_NAME));
        script.set(_ -> {
            throw new TransferException(denied);
        });

        assertThat(failure())
                .isEqualTo(new PullFailure.Network("manifest of library/m:latest", 4, denied));
        assertThat(slept.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
    }

    @Test
    void a_registry_that_speaks_no_tls_is_asked_twice() {
        var plain =
                new TransferFailure.HandshakeFailed(
                        "registry.test", TransferFailure.HandshakeFailed.PLAIN);
        script.set(_ -> {
            throw new TransferException(plain);
        });

        assertThat(failure())
                .isEqualTo(new PullFailure.Network("manifest of library/m:latest", 2, plain));
    }

    @ParameterizedTest
    @EnumSource(
            value = NameTrouble.class,
            names = {"UNKNOWN", "SERVER_FAILURE", "NO_ANSWER"})
    void a_name_server_that_does_not_know_is_asked_for_a_minute(NameTrouble trouble) {
        var count = new AtomicInteger();
        script.set(_ -> {
            // What it says in between is no answer for good.
            var said = count.getAndIncrement() % 3 == 0 ? trouble : NameTrouble.NO_SUCH_NAME;
            throw new TransferException(new TransferFailure.Unresolved("registry.test", said));
        });

        assertThat(failure()).isInstanceOf(PullFailure.Network.class);
        assertThat(slept.stream().reduce(Duration.ZERO, Duration::plus))
                .isGreaterThan(Duration.ofSeconds(60));
    }

    @Test
    void silence_leaves_the_attempts_to_those_who_answer() throws Exception {
        var told = new ArrayList<TransferFailure>();
        var away = new TransferFailure.Unresolved("registry.test");
        var count = new AtomicInteger();
        script.set(_ -> {
            int number = count.getAndIncrement();
            if (number < 8) {
                throw new TransferException(away);
            }
            return number < 10 ? Answer.of(503, "later") : Answer.of(200, MANIFEST);
        });

        assertThat(client.manifest(REPOSITORY, TAG, new AbortSignal(), told::add).digest())
                .isEqualTo(DIGEST);
        assertThat(told).containsExactly(away);
    }

    @Test
    void does_not_repeat_what_is_not_trusted() {
        var untrusted = new TransferFailure.Untrusted("registry.test", "Proxy CA", "unknown");
        script.set(_ -> {
            throw new TransferException(untrusted);
        });

        assertThat(failure())
                .isEqualTo(new PullFailure.Network("manifest of library/m:latest", 1, untrusted));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|manifest of library/m:latest does not exist on registry.test",
                "401|registry.test denies access: access denied",
                "403|registry.test denies access: access denied",
                "412|manifest from registry.test cannot be pulled: access denied",
                "400|manifest of library/m:latest failed after 1 attempt: registry.test answered HTTP 400: access denied",
                "407|manifest of library/m:latest failed after 1 attempt: registry.test answered HTTP 407: access denied",
                "304|manifest of library/m:latest failed after 1 attempt: registry.test answered HTTP 304: access denied",
            })
    void says_what_a_refusal_means(int status, String summary) {
        script.set(_ ->
                Answer.of(status, "{\"errors\":[{\"code\":\"X\",\"message\":\"access denied\"}]}"));

        assertThat(failure().summary()).isEqualTo(summary);
        assertThat(slept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 403})
    void names_a_block_page_by_its_title(int status) {
        script.set(_ ->
                Answer.of(
                                status,
                                "<!DOCTYPE html><html><head><style>b{}</style>\n<title>Internet"
                                        + " Security\n by Zscaler</title>")
                        .with("Content-Type", "text/html; charset=utf-8"));

        assertThat(failure().summary())
                .isEqualTo(
                        "manifest of library/m:latest failed after 1 attempt: blocked by Zscaler:"
                                + " HTTP "
                                + status
                                + " from registry.test: Internet Security by Zscaler");
        assertThat(network.requests).hasSize(1);
    }

    @Test
    void names_the_portal_that_a_redirect_led_to() {
        script.set(request ->
                request.uri().getHost().equals("registry.test")
                        ? Answer.redirect(307, "https://portal.test/login?token=secret")
                        : Answer.of(200, "<html>Please log in").with("Content-Type", "text/html"));

        assertThat(failure().summary())
                .endsWith("a login page answers for portal.test: HTTP 200: Please log in")
                .doesNotContain("secret");
    }

    @Test
    void reads_no_more_than_a_manifest_may_have() {
        script.set(_ -> Answer.of(200, " ".repeat(ManifestParser.BYTES_MAX + 1_000)));

        assertThat(failure().summary()).contains("longer than");
    }

    @Test
    void says_that_an_answer_is_compressed() {
        script.set(_ -> Answer.of(200, MANIFEST).with("Content-Encoding", "gzip"));

        assertThat(failure().summary()).endsWith("is encoded as gzip");
    }

    @Test
    void reports_an_abort_as_the_callers_wish() throws Exception {
        var abort = new AbortSignal();
        script.set(_ -> {
            abort.abort();
            throw new TransferException(new TransferFailure.Cut("registry.test", 0, "x"));
        });
        try {
            client.manifest(REPOSITORY, TAG, abort, _ -> {});
            throw new AssertionError("there is no manifest");
        } catch (RegistryException e) {
            assertThat(e.failure()).isEqualTo(new PullFailure.Interrupted());
        }
    }

    private static String index(Digest digest) {
        return "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"%s\",\"size\":5}]}"
                .formatted(digest);
    }

    private PullFailure failure() {
        return failure(_ -> {});
    }

    private PullFailure failure(Consumer<TransferFailure> waiting) {
        try {
            return fail(
                    client.manifest(REPOSITORY, TAG, new AbortSignal(), waiting)
                            .digest()
                            .toString());
        } catch (RegistryException e) {
            return e.failure();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static PullFailure fail(String what) {
        throw new AssertionError("there is a manifest: " + what);
    }
}
