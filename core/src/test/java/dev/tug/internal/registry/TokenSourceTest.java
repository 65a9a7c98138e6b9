package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Request;
import dev.tug.internal.registry.ScriptedTransport.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

@Timeout(20)
final class TokenSourceTest {
    private static final Repository REPOSITORY =
            new Repository(URI.create("https://registry.test"), "library/m");
    private static final Credential.Login LOGIN = new Credential.Login("me", "s3cret");
    private static final String BASIC = "Basic bWU6czNjcmV0";
    private static final String CHALLENGE =
            "Bearer realm=\"https://auth.test/token\",service=\"registry.test\","
                    + "scope=\"repository:library/m:pull\"";

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicReference<ScriptedTransport.Script> script = new AtomicReference<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final ScriptedTransport network =
            new ScriptedTransport(request -> script.get().answer(request));
    private final List<String> warnings = new ArrayList<>();

    @AfterEach
    void every_answer_was_closed() {
        assertThat(network.open).hasValue(0);
    }

    @Test
    void gets_a_token_from_the_service_that_the_challenge_names() throws Exception {
        script.set(this::registryWithTokens);

        assertThat(fetch(source(Credentials.NONE))).isEqualTo(200);

        assertThat(network.addresses())
                .containsExactly(
                        blob(REPOSITORY),
                        URI.create(
                                "https://auth.test/token?scope=repository%3Alibrary%2Fm%3Apull"
                                        + "&service=registry.test"),
                        blob(REPOSITORY));
        assertThat(authorization(0)).isEmpty();
        assertThat(authorization(1)).isEmpty();
        assertThat(authorization(2)).contains("Bearer token1");
    }

    @Test
    void shows_the_login_to_the_token_service_and_the_token_to_the_registry() throws Exception {
        script.set(this::registryWithTokens);

        assertThat(fetch(source(Credentials.given("registry.test", LOGIN)))).isEqualTo(200);

        assertThat(authorization(1)).contains(BASIC);
        assertThat(authorization(2)).contains("Bearer token1");
    }

    @Test
    void shows_nothing_to_any_other_host() throws Exception {
        script.set(request ->
                switch (request.uri().getHost()) {
                    case "auth.test" -> Answer.redirect(302, "https://login.test/token?next=1");
                    case "login.test" -> Answer.of(200, "{\"access_token\":\"token1\"}");
                    case "registry.test" ->
                            authorization(request).isEmpty()
                                    ? challenge(CHALLENGE)
                                    : Answer.redirect(307, "https://cdn.test/x");
                    case "cdn.test" -> Answer.redirect(302, "https://cdn2.test/x");
                    default -> bytes();
                });

        assertThat(fetch(source(Credentials.given("registry.test", LOGIN)))).isEqualTo(200);

        assertThat(strangers(Predicate.not(List.of("registry.test", "auth.test")::contains)))
                .hasSize(3)
                .allSatisfy(request -> {
                    assertThat(request.headers().toString().toLowerCase(Locale.ROOT))
                            .doesNotContain("authorization", "bearer", "basic", "token1")
                            .doesNotContain("s3cret");
                    assertThat(request.uri().toString()).doesNotContain("s3cret", "token1");
                    assertThat(request.form()).isEmpty();
                });
    }

    @Test
    void asks_once_for_all_streams() throws Exception {
        var streams = 16;
        var challenged = new CountDownLatch(streams);
        script.set(request -> {
            if (isToken(request)) {
                return token(300);
            }
            if (authorization(request).isPresent()) {
                return bytes();
            }
            challenged.countDown();
            challenged.await();
            return challenge(CHALLENGE);
        });
        var source = source(Credentials.NONE);
        var statuses = new ArrayList<Future<Integer>>();
        for (var i = 0; i < streams; i++) {
            statuses.add(inThread(() -> walk(source, new AbortSignal())));
        }

        for (var status : statuses) {
            assertThat(status.get()).isEqualTo(200);
        }
        assertThat(tokens).hasValue(1);
    }

    @Test
    void renews_a_token_shortly_before_it_ends() throws Exception {
        script.set(request -> isToken(request) ? token(300) : guarded(request));
        var source = source(Credentials.NONE);
        assertThat(fetch(source)).isEqualTo(200);

        now.set(now.get().plusSeconds(269));
        assertThat(fetch(source)).isEqualTo(200);
        assertThat(tokens).hasValue(1);

        now.set(now.get().plusSeconds(1));
        assertThat(fetch(source)).isEqualTo(200);
        assertThat(tokens).hasValue(2);
        assertThat(authorization(network.requests.size() - 1)).contains("Bearer token2");
    }

    @Test
    void goes_on_with_a_token_that_still_holds_when_there_is_no_new_one() throws Exception {
        script.set(request -> isToken(request) ? token(300) : guarded(request));
        var source = source(Credentials.NONE);
        assertThat(fetch(source)).isEqualTo(200);
        script.set(request -> isToken(request) ? Answer.of(503, "busy") : bytes());

        now.set(now.get().plusSeconds(280));
        assertThat(fetch(source)).isEqualTo(200);
        now.set(now.get().plusSeconds(30));
        assertThat(failure(source)).isInstanceOf(TransferFailure.Refused.class);
    }

    @Test
    void gets_a_new_token_when_the_registry_rejects_the_old_one() throws Exception {
        script.set(request -> isToken(request) ? token(300) : guarded(request));
        var source = source(Credentials.NONE);
        assertThat(fetch(source)).isEqualTo(200);
        script.set(request ->
                isToken(request)
                        ? token(300)
                        : authorization(request).equals(Optional.of("Bearer token1"))
                                ? challenge(CHALLENGE)
                                : bytes());

        assertThat(fetch(source)).isEqualTo(200);
        assertThat(tokens).hasValue(2);
    }

    @Test
    void hands_up_a_401_that_no_token_helps_against() throws Exception {
        script.set(request -> isToken(request) ? token(300) : challenge(CHALLENGE));

        assertThat(fetch(source(Credentials.NONE))).isEqualTo(401);
        assertThat(tokens).hasValue(2);
    }

    @Test
    void answers_basic_with_the_login_once() throws Exception {
        script.set(request -> challenge("Basic realm=\"x\""));

        assertThat(fetch(source(Credentials.given("registry.test", LOGIN)))).isEqualTo(401);
        assertThat(network.requests).hasSize(2);
        assertThat(authorization(1)).contains(BASIC);
        assertThat(fetch(source(Credentials.given("other.test", LOGIN)))).isEqualTo(401);
        assertThat(network.requests).hasSize(3);
    }

    @Test
    void buys_a_token_with_an_identity_token() throws Exception {
        script.set(this::registryWithTokens);
        Credentials credentials =
                (_, _) -> Credentials.Found.of(new Credential.IdentityToken("id+/token"));

        assertThat(fetch(source(credentials))).isEqualTo(200);

        var request = network.requests.get(1);
        assertThat(request.uri()).isEqualTo(URI.create("https://auth.test/token"));
        assertThat(request.form())
                .contains(
                        "grant_type=refresh_token&service=registry.test&client_id=tug"
                                + "&scope=repository%3Alibrary%2Fm%3Apull"
                                + "&refresh_token=id%2B%2Ftoken");
        assertThat(request.toString()).isEqualTo("POST auth.test/token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer realm=\"http://auth.test/token\"",
                "Bearer realm=\"ftp://auth.test/token\"",
                "Bearer realm=\"https://a:b@auth.test/token\"",
                "Bearer realm=\"nonsense\"",
                "Bearer service=\"x\"",
            })
    void shows_no_login_to_an_odd_token_service(String challenge) {
        script.set(_ -> challenge(challenge));

        assertThat(failure(source(Credentials.given("registry.test", LOGIN))))
                .isInstanceOfSatisfying(
                        TransferFailure.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
        assertThat(network.requests).hasSize(1);
    }

    @Test
    void allows_a_plain_token_service_to_a_plain_registry() throws Exception {
        var plain = new Repository(URI.create("http://localhost:5000"), "library/m");
        script.set(request ->
                request.uri().getPath().equals("/token")
                        ? token(300)
                        : authorization(request).isEmpty()
                                ? challenge("Bearer realm=\"http://localhost:5000/token\"")
                                : bytes());

        assertThat(fetch(source(Credentials.NONE), plain)).isEqualTo(200);
        assertThat(network.addresses().get(1).getRawQuery())
                .isEqualTo("scope=repository%3Alibrary%2Fm%3Apull");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"token\":\"\"}",
                "{\"token\":5}",
                "{\"token\":\"a\\r\\nHost: b\"}",
                "[\"token\"]",
            })
    void refuses_an_answer_without_a_sound_token(String answer) {
        script.set(request -> isToken(request) ? Answer.of(200, answer) : challenge(CHALLENGE));

        assertThat(failure(source(Credentials.NONE))).isInstanceOf(TransferFailure.Refused.class);
    }

    @Test
    void names_a_page_in_the_place_of_a_token() {
        script.set(request ->
                isToken(request)
                        ? Answer.of(200, "<html><title>Netskope</title>Please log in</html>")
                        : challenge(CHALLENGE));

        assertThat(failure(source(Credentials.NONE)))
                .isInstanceOfSatisfying(
                        TransferFailure.Blocked.class,
                        blocked -> assertThat(blocked.page().vendor()).isEqualTo("Netskope"));
    }

    @Test
    void signs_with_ollamas_key_where_the_registry_is_its_own_token_service() throws Exception {
        var own = CHALLENGE.replace("auth.test", "registry.test");
        script.set(request ->
                request.uri().getPath().equals("/token")
                        ? token(300)
                        : authorization(request).isEmpty() ? challenge(own) : bytes());

        assertThat(fetch(source(Credentials.NONE, Optional.of(OllamaKeyTest.key()))))
                .isEqualTo(200);

        var request = network.requests.get(1);
        assertThat(request.uri().getRawQuery())
                .matches(
                        "nonce=[A-Za-z0-9_-]{22}&scope=repository%3Alibrary%2Fm%3Apull"
                                + "&service=registry.test&ts=1767225600");
        assertThat(authorization(request))
                .contains(OllamaKeyTest.key().authorization(request.uri().toString()));
    }

    @Test
    void asks_without_a_signature_where_nobody_knows_what_to_make_of_it() throws Exception {
        var own = CHALLENGE.replace("auth.test", "registry.test");
        script.set(request ->
                request.uri().getPath().equals("/token")
                        ? authorization(request).isPresent() ? Answer.of(401, "what?") : token(300)
                        : authorization(request).isEmpty() ? challenge(own) : bytes());

        assertThat(fetch(source(Credentials.NONE, Optional.of(OllamaKeyTest.key()))))
                .isEqualTo(200);
    }

    @Test
    void signs_for_no_other_token_service() throws Exception {
        script.set(this::registryWithTokens);

        assertThat(fetch(source(Credentials.NONE, Optional.of(OllamaKeyTest.key()))))
                .isEqualTo(200);
        assertThat(authorization(1)).isEmpty();
    }

    @Test
    void ends_at_once_when_aborted_while_another_stream_asks() throws Exception {
        var asking = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        script.set(request -> {
            if (isToken(request)) {
                asking.countDown();
                release.await();
                return token(300);
            }
            return guarded(request);
        });
        var source = source(Credentials.NONE);
        var leader = inThread(() -> walk(source, new AbortSignal()));
        asking.await();
        var abort = new AbortSignal();
        var threads = new ArrayList<Thread>();
        var waiting = inThread(() -> failure(source, abort), threads);
        awaitRequests(3);
        awaitAllParked(threads);

        abort.abort();

        assertThat(waiting.get()).isInstanceOf(TransferFailure.Cut.class);
        assertThat(leader.isDone()).isFalse();
        release.countDown();
        assertThat(leader.get()).isEqualTo(200);
        assertThat(tokens).hasValue(1);
    }

    @Test
    void lets_another_stream_ask_when_the_one_that_asked_is_aborted() throws Exception {
        var asking = new CountDownLatch(1);
        script.set(request -> {
            if (isToken(request) && asking.getCount() > 0) {
                asking.countDown();
                return ScriptedTransport.silence();
            }
            return registryWithTokens(request);
        });
        var source = source(Credentials.NONE);
        var abort = new AbortSignal();
        var leader = inThread(() -> failure(source, abort));
        asking.await();
        var threads = new ArrayList<Thread>();
        var waiting = inThread(() -> walk(source, new AbortSignal()), threads);
        awaitRequests(3);
        awaitAllParked(threads);

        abort.abort();

        assertThat(leader.get()).isInstanceOf(TransferFailure.Cut.class);
        assertThat(waiting.get()).isEqualTo(200);
    }

    @Test
    void shares_one_failure_among_all_that_wait() throws Exception {
        var asking = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        script.set(request -> {
            if (isToken(request)) {
                asking.countDown();
                release.await();
                return Answer.of(403, "denied");
            }
            return challenge(CHALLENGE);
        });
        var source = source(Credentials.NONE);
        var threads = new ArrayList<Thread>();
        var failures = new ArrayList<Future<TransferFailure>>();
        for (var i = 0; i < 8; i++) {
            failures.add(inThread(() -> failure(source, new AbortSignal()), threads));
        }
        asking.await();
        awaitAllParked(threads);
        release.countDown();

        for (var failure : failures) {
            assertThat(failure.get()).isInstanceOf(TransferFailure.Refused.class);
        }
        assertThat(network.asked("auth.test")).isEqualTo(1);
    }

    @Test
    void passes_warnings_on() throws Exception {
        script.set(this::registryWithTokens);

        assertThat(fetch(source((_, _) -> Credentials.Found.warning("config.json is empty"))))
                .isEqualTo(200);
        assertThat(warnings).containsExactly("config.json is empty");
    }

    @Test
    void prints_no_secret() {
        assertThat(LOGIN).hasToString("login of me");
        assertThat(new Credential.IdentityToken("s3cret")).hasToString("identity token");
        assertThat(Grant.lasting("Bearer s3cret").toString()).doesNotContain("s3cret");
        assertThat(Credentials.Found.of(LOGIN).toString()).doesNotContain("s3cret");
    }

    private Answer registryWithTokens(Request request) {
        return isToken(request) ? token(300) : guarded(request);
    }

    private static Answer guarded(Request request) {
        return authorization(request).isEmpty() ? challenge(CHALLENGE) : bytes();
    }

    private Answer token(int seconds) {
        return Answer.of(
                200,
                "{\"token\":\"token%d\",\"expires_in\":%d}"
                        .formatted(tokens.incrementAndGet(), seconds));
    }

    private static Answer challenge(String challenge) {
        return Answer.of(401, "{}").with("WWW-Authenticate", challenge);
    }

    private static Answer bytes() {
        return Answer.of(200, "x");
    }

    private static boolean isToken(Request request) {
        return request.uri().getHost().equals("auth.test");
    }

    private TokenSource source(Credentials credentials) {
        return source(credentials, Optional.empty());
    }

    private TokenSource source(Credentials credentials, Optional<OllamaKey> key) {
        return new TokenSource(
                network,
                credentials,
                key,
                now::get,
                new SplittableRandom(1),
                Duration.ofSeconds(30),
                warnings::add);
    }

    private static URI blob(Repository repository) {
        return repository.blob(new Digest("a".repeat(64)));
    }

    /// Opens a blob of one byte, with a locator that knows nothing yet.
    private int fetch(TokenSource source) throws TransferException {
        return fetch(source, REPOSITORY);
    }

    private int fetch(TokenSource source, Repository repository) throws TransferException {
        var locator = new BlobLocator(network, source, now::get, Duration.ofSeconds(30));
        var blob = new Descriptor("model", new Digest("a".repeat(64)), 1);
        try (var response = locator.open(repository, blob, Optional.empty(), false).send()) {
            return response.status();
        } catch (TransferException e) {
            if (e.failure() instanceof TransferFailure.Refused refused) {
                return refused.status();
            }
            throw e;
        }
    }

    private int walk(TokenSource source, AbortSignal abort) throws TransferException {
        var request = Request.get(blob(REPOSITORY), Duration.ofSeconds(30));
        try (var response =
                new Walker(network, source).walk(REPOSITORY, request, abort).response()) {
            return response.status();
        }
    }

    private TransferFailure failure(TokenSource source) {
        return failure(source, new AbortSignal());
    }

    private TransferFailure failure(TokenSource source, AbortSignal abort) {
        try {
            throw new AssertionError("answered " + walk(source, abort));
        } catch (TransferException e) {
            return e.failure();
        }
    }

    private Optional<String> authorization(int request) {
        return authorization(network.requests.get(request));
    }

    private static Optional<String> authorization(Request request) {
        return Optional.ofNullable(request.headers().get("Authorization"));
    }

    private List<Request> strangers(Predicate<String> isStranger) {
        return network.requests.stream()
                .filter(request -> isStranger.test(request.uri().getHost()))
                .toList();
    }

    private void awaitRequests(int count) {
        while (network.addresses().size() < count) {
            Thread.onSpinWait();
        }
    }

    private static void awaitAllParked(List<Thread> threads) {
        while (!threads.stream().allMatch(TokenSourceTest::isParked)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static <T> Future<T> inThread(Callable<T> work) {
        return inThread(work, new ArrayList<>());
    }

    private static <T> Future<T> inThread(Callable<T> work, List<Thread> threads) {
        var executor =
                Executors.newSingleThreadExecutor(task -> {
                    var thread = new Thread(task);
                    thread.setDaemon(true);
                    threads.add(thread);
                    return thread;
                });
        try {
            return executor.submit(work);
        } finally {
            executor.shutdown();
        }
    }
}
