package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.registry.ScriptedTransport.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(20)
final class BlobLocatorTest {
    private static final Repository REPOSITORY =
            new Repository(URI.create("https://registry.test"), "library/m");
    private static final Descriptor BLOB =
            new Descriptor("model", new Digest("a".repeat(64)), 1000);
    private static final ByteRange RANGE = new ByteRange(100, 200);
    private static final String CDN = "https://cdn.test/a?sign=1";

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicReference<ScriptedTransport.Script> script = new AtomicReference<>();
    private final ScriptedTransport network =
            new ScriptedTransport(request -> script.get().answer(request));
    private final BlobLocator locator =
            new BlobLocator(network, tokens(), now::get, Duration.ofSeconds(30));

    @AfterEach
    void every_answer_was_closed() {
        assertThat(network.open).hasValue(0);
    }

    @Test
    void needs_one_request_where_the_registry_serves_bytes_itself() throws Exception {
        script.set(_ -> bytes());

        assertThat(fetch()).isEqualTo(206);
        assertThat(fetch()).isEqualTo(206);

        assertThat(network.addresses())
                .containsExactly(REPOSITORY.blob(BLOB.digest()), REPOSITORY.blob(BLOB.digest()));
        assertThat(network.requests)
                .allMatch(request -> "bytes=100-199".equals(request.headers().get("Range")));
    }

    @Test
    void serves_a_200_with_a_location_as_it_is() throws Exception {
        script.set(_ -> Answer.of(200, "x".repeat(1000)).with("Location", CDN));

        assertThat(fetch()).isEqualTo(200);
        assertThat(network.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void follows_a_redirect_once_and_goes_straight_from_then_on(int status) throws Exception {
        script.set(request -> isRegistry(request) ? Answer.redirect(status, CDN) : bytes());

        assertThat(fetch()).isEqualTo(206);
        assertThat(fetch()).isEqualTo(206);

        assertThat(network.asked("registry.test")).isEqualTo(1);
        assertThat(network.asked("cdn.test")).isEqualTo(2);
    }

    @Test
    void resolves_relative_addresses_and_escapes_what_servers_forget_to() throws Exception {
        script.set(request ->
                isRegistry(request) && request.uri().getRawQuery() == null
                        ? Answer.redirect(307, "/store/a b?x={1}#part")
                        : bytes());

        assertThat(fetch()).isEqualTo(206);
        assertThat(network.addresses().getLast())
                .hasToString("https://registry.test/store/a%20b?x=%7B1%7D");
    }

    @Test
    void has_one_stream_look_while_all_others_wait() throws Exception {
        var streams = 16;
        var searching = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        script.set(request -> {
            if (isRegistry(request)) {
                searching.countDown();
                release.await();
                return Answer.redirect(307, CDN);
            }
            return bytes();
        });
        var started = new ArrayList<Thread>();
        var statuses = fetchInThreads(streams, started);
        searching.await();
        awaitAllParked(started);
        release.countDown();

        for (var status : statuses) {
            assertThat(status.get()).isEqualTo(206);
        }
        assertThat(network.asked("registry.test")).isEqualTo(1);
        assertThat(network.asked("cdn.test")).isEqualTo(streams);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410})
    void looks_anew_when_an_address_has_ended(int status) throws Exception {
        var round = new AtomicInteger();
        script.set(request -> {
            if (isRegistry(request)) {
                return Answer.redirect(307, CDN + round.incrementAndGet());
            }
            return request.uri().toString().endsWith("1" + round.get())
                            && round.get() < 2
                            && network.asked("cdn.test") > 1
                    ? Answer.of(status, "<Error>expired</Error>")
                    : bytes();
        });

        assertThat(fetch()).isEqualTo(206);
        assertThat(fetch()).isEqualTo(206);
        assertThat(fetch()).isEqualTo(206);

        assertThat(network.asked("registry.test")).isEqualTo(2);
        assertThat(network.asked("cdn.test")).isEqualTo(4);
    }

    @Test
    void hands_up_the_refusal_of_an_address_that_is_new() throws Exception {
        script.set(
                request -> isRegistry(request) ? Answer.redirect(307, CDN) : Answer.of(403, "no"));

        assertThat(fetch()).isEqualTo(403);
        assertThat(network.requests).hasSize(2);
    }

    @Test
    void looks_once_for_all_streams_whose_address_has_ended() throws Exception {
        var streams = 16;
        script.set(request -> isRegistry(request) ? Answer.redirect(307, CDN) : bytes());
        assertThat(fetch()).isEqualTo(206);
        var refused = new CountDownLatch(streams);
        script.set(request -> {
            if (isRegistry(request)) {
                refused.await();
                return Answer.redirect(307, "https://cdn.test/new");
            }
            if (request.uri().getPath().equals("/new")) {
                return bytes();
            }
            refused.countDown();
            refused.await();
            return Answer.of(403, "ended");
        });

        for (var status : fetchInThreads(streams, new ArrayList<>())) {
            assertThat(status.get()).isEqualTo(206);
        }
        assertThat(network.asked("registry.test")).isEqualTo(2);
    }

    @Test
    void leaves_a_presigned_address_before_it_ends() throws Exception {
        script.set(request ->
                isRegistry(request)
                        ? Answer.redirect(
                                307,
                                "https://cdn.test/a?X-Amz-Date=20260101T000000Z&X-Amz-Expires=600")
                        : bytes());
        assertThat(fetch()).isEqualTo(206);
        now.set(now.get().plusSeconds(569));
        assertThat(fetch()).isEqualTo(206);
        assertThat(network.asked("registry.test")).isEqualTo(1);

        now.set(now.get().plusSeconds(1));
        assertThat(fetch()).isEqualTo(206);
        assertThat(network.asked("registry.test")).isEqualTo(2);
    }

    @Test
    void does_not_go_where_a_filter_shows_its_page() {
        script.set(_ -> Answer.redirect(307, "https://fw.test:8090/ips/block/webcat?cat=68&url=x"));

        assertThat(failure(call()).summary())
                .isEqualTo(
                        "blocked by Sophos (category 68): HTTP 307 from registry.test: leads to"
                                + " fw.test");
        assertThat(network.asked("fw.test")).isZero();
    }

    @Test
    void takes_no_page_for_people_and_does_not_remember_it() {
        script.set(request ->
                isRegistry(request)
                        ? Answer.redirect(307, CDN)
                        : Answer.of(200, "<html>").with("Content-Type", "text/html"));

        assertThat(failure(call())).isInstanceOf(TransferFailure.Blocked.class);
        assertThat(failure(call())).isInstanceOf(TransferFailure.Blocked.class);
        assertThat(network.asked("registry.test")).isEqualTo(2);
    }

    @Test
    void looks_at_the_start_of_a_body_that_nothing_vouches_for() throws Exception {
        var body = new AtomicReference<>("  <!DOCTYPE html><title>Zscaler</title>");
        script.set(_ ->
                new Answer(
                        200,
                        Map.of("content-type", List.of("application/octet-stream")),
                        body.get()));

        assertThat(failure(whole()).summary()).contains("a web page").contains("Zscaler");
        assertThat(network.open).hasValue(0);
        body.set("GGUF" + "x".repeat(1_000));
        try (var response = whole().send()) {
            var bytes = ByteBuffer.allocate(2_000);
            int count;
            do {
                count = response.read(bytes);
            } while (count >= 0);
            assertThat(new String(bytes.array(), 0, bytes.position(), UTF_8)).isEqualTo(body.get());
        }
    }

    private Call whole() {
        return locator.open(REPOSITORY, BLOB, Optional.empty(), false);
    }

    @Test
    void asks_for_no_other_address_because_of_a_filter() throws Exception {
        var open = new AtomicBoolean(true);
        script.set(request ->
                isRegistry(request)
                        ? Answer.redirect(307, CDN)
                        : open.get()
                                ? bytes()
                                : Answer.of(403, "<html>Zscaler")
                                        .with("Server", "Zscaler/6.2")
                                        .with("Content-Type", "text/html"));
        assertThat(fetch()).isEqualTo(206);
        open.set(false);

        assertThat(failure(call())).isInstanceOf(TransferFailure.Blocked.class);
        assertThat(network.asked("registry.test")).isEqualTo(1);
        open.set(true);
        assertThat(fetch()).isEqualTo(206);
        assertThat(network.asked("registry.test")).isEqualTo(1);
    }

    @Test
    void tells_when_a_blob_has_another_size_than_the_manifest_says() {
        script.set(_ -> Answer.of(206, "x").with("Content-Range", "bytes 100-199/999"));

        assertThat(failure(call())).isInstanceOf(TransferFailure.WrongRange.class);
    }

    @Test
    void looks_anew_within_the_call_when_the_content_behind_an_address_changes() throws Exception {
        var etag = new AtomicReference<>("\"1\"");
        script.set(request ->
                isRegistry(request) ? Answer.redirect(307, CDN) : bytes().with("ETag", etag.get()));
        assertThat(fetch()).isEqualTo(206);

        etag.set("\"2\"");
        assertThat(fetch()).isEqualTo(206);
        assertThat(network.asked("registry.test")).isEqualTo(2);
        assertThat(fetch()).isEqualTo(206);
        assertThat(network.asked("registry.test")).isEqualTo(2);
    }

    @Test
    void stops_believing_validators_that_change_all_the_time() throws Exception {
        var count = new AtomicInteger();
        script.set(request ->
                isRegistry(request)
                        ? Answer.redirect(307, CDN)
                        : bytes().with("ETag", "\"" + count.incrementAndGet() + "\""));
        for (var i = 0; i < 20; i++) {
            assertThat(fetch()).isEqualTo(206);
        }

        assertThat(network.asked("registry.test")).isEqualTo(1 + Place.ETAG_CHANGES_MAX);
    }

    @Test
    void says_in_the_words_of_a_refusal_what_was_refused() {
        script.set(_ ->
                Answer.of(403, "<html><title>Blocked by policy</title></html>")
                        .with("Content-Type", "text/html"));

        assertThat(failure(call()).summary()).contains("403").contains("Blocked by policy");
    }

    @Test
    void ignores_weak_validators() throws Exception {
        var count = new AtomicInteger();
        script.set(_ -> bytes().with("ETag", "W/\"" + count.incrementAndGet() + "\""));

        assertThat(fetch()).isEqualTo(206);
        assertThat(fetch()).isEqualTo(206);
    }

    @Test
    void looks_anew_when_nobody_is_at_the_address_any_more() throws Exception {
        script.set(request -> isRegistry(request) ? Answer.redirect(307, CDN) : bytes());
        assertThat(fetch()).isEqualTo(206);
        script.set(request -> {
            if (request.uri().getHost().equals("cdn.test")) {
                throw new TransferException(new TransferFailure.Unreachable("cdn.test", "refused"));
            }
            return isRegistry(request) ? Answer.redirect(307, "https://cdn2.test/") : bytes();
        });

        assertThat(failure(call())).isInstanceOf(TransferFailure.Unreachable.class);
        assertThat(fetch()).isEqualTo(206);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://cdn.test/a",
                "ftp://cdn.test/a",
                "https://",
                "https:///a",
                "https://user:pass@cdn.test/",
                "https://cdn.test:99999/",
                "javascript:alert(1)",
                "https://[::1/",
                "%",
                "\r\nX: y",
            })
    void refuses_to_be_led_astray(String location) {
        script.set(request -> isRegistry(request) ? Answer.redirect(302, location) : bytes());

        assertThat(failure(call())).isInstanceOf(TransferFailure.BadRedirect.class);
        assertThat(network.requests).hasSize(1);
    }

    @Test
    void refuses_a_redirect_to_nowhere_in_circles_and_without_end() {
        script.set(_ -> Answer.of(307, ""));
        assertThat(failure(call()).summary()).contains("names no address");

        script.set(request ->
                request.uri().getPath().equals("/x")
                        ? Answer.redirect(302, "/y")
                        : Answer.redirect(302, "/x"));
        assertThat(failure(call()).summary()).contains("circle");

        var count = new AtomicInteger();
        script.set(_ -> Answer.redirect(302, "/hop" + count.incrementAndGet()));
        assertThat(failure(call()).summary()).contains("more than 10");
        assertThat(count).hasValue(Hops.MAX + 1);
    }

    @Test
    void shows_credentials_to_the_registry_alone() throws Exception {
        script.set(request -> {
            if (!isRegistry(request)) {
                return bytes();
            }
            return request.headers().containsKey("Authorization")
                    ? Answer.redirect(307, "https://registry.test:8443/a")
                    : Answer.of(401, "").with("WWW-Authenticate", "Basic realm=x");
        });

        assertThat(fetch()).isEqualTo(206);
        assertThat(fetch()).isEqualTo(206);

        assertThat(network.requests.stream().filter(it -> !isRegistry(it)))
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.headers()).containsOnlyKeys("Accept-Encoding", "Range"));
    }

    @Test
    void asks_every_address_on_a_connection_of_its_own_if_told_so() throws Exception {
        script.set(request -> isRegistry(request) ? Answer.redirect(307, CDN) : bytes());

        try (var response = locator.open(REPOSITORY, BLOB, Optional.empty(), true).send()) {
            assertThat(response.status()).isEqualTo(206);
        }
        assertThat(network.requests)
                .hasSize(2)
                .allMatch(Request::fresh)
                .noneMatch(request -> request.headers().containsKey("Range"));
    }

    @Test
    void ends_at_once_when_aborted_during_a_request() throws Exception {
        script.set(_ -> ScriptedTransport.silence());
        var call = call();
        var threads = new ArrayList<Thread>();
        var status = inThread(() -> status(call), threads);
        awaitAllParked(threads);

        call.abort();

        assertThatExceptionOfType(ExecutionException.class).isThrownBy(status::get);
    }

    @Test
    void ends_at_once_when_aborted_while_another_stream_looks() throws Exception {
        var searching = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        script.set(request -> {
            searching.countDown();
            release.await();
            return bytes();
        });
        var threads = new ArrayList<Thread>();
        var leader = inThread(this::fetch, threads);
        searching.await();
        var call = call();
        var waiting = inThread(() -> status(call), threads);
        awaitAllParked(threads);

        call.abort();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
                .withMessageContaining("aborted");
        assertThat(leader.isDone()).isFalse();
        release.countDown();
        assertThat(leader.get()).isEqualTo(206);
        assertThat(network.requests).hasSize(1);
    }

    @Test
    void lets_another_stream_look_when_the_one_that_looked_is_aborted() throws Exception {
        var first = new CountDownLatch(1);
        script.set(_ -> {
            if (first.getCount() > 0) {
                first.countDown();
                return ScriptedTransport.silence();
            }
            return bytes();
        });
        var threads = new ArrayList<Thread>();
        var leader = call();
        var leading = inThread(() -> status(leader), threads);
        first.await();
        var waiting = inThread(this::fetch, threads);
        awaitAllParked(threads);

        leader.abort();

        assertThatExceptionOfType(ExecutionException.class).isThrownBy(leading::get);
        assertThat(waiting.get()).isEqualTo(206);
    }

    @Test
    void does_not_take_another_streams_cut_for_its_own() throws Exception {
        var looking = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var first = new AtomicInteger();
        script.set(_ -> {
            if (first.getAndIncrement() > 0) {
                return bytes();
            }
            looking.countDown();
            release.await();
            throw new TransferException(new TransferFailure.Cut("registry.test", 0, "reset"));
        });
        var threads = new ArrayList<Thread>();
        var leader = inThread(this::fetch, threads);
        looking.await();
        var others = fetchInThreads(4, threads);
        awaitAllParked(threads);
        release.countDown();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(leader::get)
                .withMessageContaining("reset");
        for (var other : others) {
            assertThat(other.get()).isEqualTo(206);
        }
    }

    @Test
    void looks_itself_when_another_stream_takes_too_long() throws Exception {
        var hasty =
                new BlobLocator(
                        network, tokens(), now::get, Duration.ofSeconds(30), Duration.ofMillis(1));
        var looking = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var first = new AtomicInteger();
        script.set(_ -> {
            if (first.getAndIncrement() == 0) {
                looking.countDown();
                release.await();
            }
            return bytes();
        });
        var call = hasty.open(REPOSITORY, BLOB, Optional.of(RANGE), false);
        var leader = inThread(() -> status(call), new ArrayList<>());
        looking.await();

        assertThat(status(hasty.open(REPOSITORY, BLOB, Optional.of(RANGE), false))).isEqualTo(206);
        assertThat(leader.isDone()).isFalse();
        release.countDown();
        assertThat(leader.get()).isEqualTo(206);
    }

    @Test
    void sends_nothing_when_aborted_before() {
        script.set(_ -> bytes());
        var call = call();
        call.abort();
        call.abort();

        assertThat(failure(call)).isInstanceOf(TransferFailure.Cut.class);
        assertThat(network.requests).isEmpty();
    }

    private TokenSource tokens() {
        return new TokenSource(
                network,
                Credentials.given("registry.test", new Credential.Login("me", "secret")),
                Optional.empty(),
                now::get,
                new SplittableRandom(1),
                Duration.ofSeconds(30),
                _ -> {});
    }

    private static boolean isRegistry(Request request) {
        return request.uri().getAuthority().equals("registry.test");
    }

    private static Answer bytes() {
        return Answer.of(206, "x".repeat(100)).with("Content-Range", "bytes 100-199/1000");
    }

    private Call call() {
        return locator.open(REPOSITORY, BLOB, Optional.of(RANGE), false);
    }

    private int fetch() throws TransferException {
        return status(call());
    }

    private static int status(Call call) throws TransferException {
        try (Response response = call.send()) {
            return response.status();
        } catch (TransferException e) {
            if (e.failure() instanceof TransferFailure.Refused refused) {
                return refused.status();
            }
            throw e;
        }
    }

    private static TransferFailure failure(Call call) {
        try (var response = call.send()) {
            throw new AssertionError("answered " + response.status());
        } catch (TransferException e) {
            return e.failure();
        }
    }

    private List<Future<Integer>> fetchInThreads(int count, List<Thread> threads) {
        var statuses = new ArrayList<Future<Integer>>();
        for (var i = 0; i < count; i++) {
            statuses.add(inThread(this::fetch, threads));
        }
        return statuses;
    }

    private static Future<Integer> inThread(Callable<Integer> work, List<Thread> threads) {
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

    /// Returns when every thread waits for something.
    private static void awaitAllParked(List<Thread> threads) {
        while (threads.stream()
                .anyMatch(thread ->
                        thread.getState() != Thread.State.WAITING
                                && thread.getState() != Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
    }
}
