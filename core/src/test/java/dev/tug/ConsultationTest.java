package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.diagnosis.Diagnosis;
import dev.tug.diagnosis.Host;
import dev.tug.diagnosis.Question;
import dev.tug.failure.PullFailure;
import dev.tug.internal.store.ModelStore;
import dev.tug.lab.ApplianceRules;
import dev.tug.lab.ApplianceRules.Overflow;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedModel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A diagnosis as a whole: its time, its probe, what it leaves behind, and what it asks Ollama.
final class ConsultationTest {
    private static final GeneratedModel MODEL = GeneratedModel.simple(5, 6_000_000);
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    @TempDir Path directory;
    private PullRig rig;

    @BeforeEach
    void rig() throws Exception {
        rig = new PullRig(directory, MODEL);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Diagnosis diagnose(Question question) throws PullException {
        try (var tug = rig.tug()) {
            return tug.diagnose(question, _ -> {});
        }
    }

    private Question question() {
        return Question.of(rig.name()).withOllama(NOBODY);
    }

    private static Check check(Diagnosis diagnosis, String name) {
        return diagnosis.checks().stream()
                .filter(check -> check.name().equals(name))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @Test
    void it_fetches_no_model_and_leaves_nothing() throws Exception {
        var diagnosis = diagnose(question());

        assertThat(diagnosis.conclusion().pullWorks()).isTrue();
        assertThat(rig.store).doesNotExist();
        assertThat(rig.lab.cdn().journal().requests()).hasSizeLessThan(10);
    }

    @Test
    void it_names_the_hosts_that_a_pull_needs() throws Exception {
        var hosts = diagnose(question()).hosts();

        assertThat(hosts).extracting(Host::name).containsExactly("localhost", "127.0.0.1");
        assertThat(hosts)
                .extracting(Host::role)
                .containsExactly(Host.Role.REGISTRY, Host.Role.BYTES);
        assertThat(rig.lab.cdn().baseUrl()).endsWith(hosts.getLast().authority());
        assertThat(hosts)
                .allSatisfy(host -> assertThat(host.issuer().orElse("")).contains("Lab Origin"));
    }

    @Test
    void a_registry_alone_can_be_looked_at() throws Exception {
        var diagnosis =
                diagnose(Question.ofRegistry(rig.lab.registry().hostAndPort()).withOllama(NOBODY));

        assertThat(check(diagnosis, "registry").outcome()).isEqualTo(Check.Outcome.OK);
        assertThat(check(diagnosis, "blobs").outcome()).isEqualTo(Check.Outcome.SKIPPED);
        assertThat(diagnosis.untested()).anyMatch(text -> text.contains("no model was named"));
        assertThat(diagnosis.conclusion().pullWorks()).isTrue();
    }

    @Test
    void a_page_at_the_registry_alone_is_a_failure() throws Exception {
        var page = new Fault.Status(200, Map.of(), "text/html", "<title>Log in</title>");
        rig.lab.registry().script(_ -> page);

        var diagnosis =
                diagnose(Question.ofRegistry(rig.lab.registry().hostAndPort()).withOllama(NOBODY));

        assertThat(diagnosis.conclusion().cause()).isEqualTo(Cause.BLOCKED);
        assertThat(check(diagnosis, "registry").found()).contains("Log in");
    }

    @Test
    void a_host_that_is_none_is_refused() {
        assertThatThrownBy(() -> diagnose(Question.ofRegistry("user@host")))
                .isInstanceOfSatisfying(
                        PullException.class,
                        e -> assertThat(e.failure()).isInstanceOf(PullFailure.BadName.class));
    }

    @Test
    void a_wrong_password_at_a_proxy_is_shown_no_more_than_twice() throws Exception {
        try (var proxy = CorporateProxy.start("me:right", _ -> false)) {
            var named = CorporateNetworks.named("http://me:wrong@127.0.0.1:" + proxy.port());
            rig.with(c -> c.proxies(named));

            var diagnosis = diagnose(question().probing());

            assertThat(diagnosis.conclusion().cause()).isEqualTo(Cause.PROXY_LOGIN);
            assertThat(diagnosis.hosts().getFirst().proxy())
                    .contains("http://127.0.0.1:" + proxy.port());
            assertThat(proxy.refused()).isBetween(1, 2);
        }
    }

    /// The clock is past the deadline as soon as the registry has answered.
    @Test
    void what_the_time_does_not_suffice_for_is_left_out_and_told() throws Exception {
        var jump = new AtomicLong();
        rig.lab
                .registry()
                .script(request -> {
                    if (request.path().contains("/manifests/")) {
                        jump.set(Duration.ofMinutes(1).toMillis());
                    }
                    return Fault.none();
                });

        var diagnosis = examine(jump);

        assertThat(check(diagnosis, "manifest").outcome()).isEqualTo(Check.Outcome.OK);
        assertThat(check(diagnosis, "ranges").outcome()).isEqualTo(Check.Outcome.SKIPPED);
        assertThat(diagnosis.conclusion().sentences().getFirst()).doesNotContain("works");
        assertThat(diagnosis.untested()).anyMatch(text -> text.startsWith("ranges of "));
    }

    /// Nobody answers, and the calls are ended when the clock says so.
    @Test
    void what_hangs_is_ended_at_the_deadline() throws Exception {
        var jump = new AtomicLong();
        long start = System.nanoTime();
        rig.lab
                .registry()
                .script(request ->
                        request.path().contains("/manifests/")
                                ? new Fault.Latency(Duration.ofSeconds(20))
                                : Fault.none());

        var diagnosis =
                examine(
                        jump,
                        check -> {
                            if (check.name().equals("registry")) {
                                long passed = (System.nanoTime() - start) / 1_000_000;
                                jump.set(Math.max(0, 12_000 - passed));
                            }
                        });

        assertThat(diagnosis.conclusion().pullWorks()).as(diagnosis.checks().toString()).isFalse();
        assertThat(diagnosis.conclusion().cause()).isEqualTo(Cause.SILENT);
        assertThat(check(diagnosis, "manifest").found())
                .startsWith("had not answered when the time was over; waited for ")
                .endsWith(", and a pull waits 30 s");
    }

    private Diagnosis examine(AtomicLong jump) throws PullException {
        return examine(jump, _ -> {});
    }

    private Diagnosis examine(AtomicLong jump, Consumer<Check> listener) throws PullException {
        var config =
                TugConfig.of(rig.store)
                        .with(c ->
                                c.authorities(List.of(directory.resolve("trust.pem")))
                                        .stall(Duration.ofSeconds(30)));
        var memory = Wiring.memory(config, _ -> {});
        try (var tug = rig.tug()) {
            return new Consultation(
                            config,
                            new ModelStore(rig.store),
                            memory,
                            tug.profiles(),
                            _ -> {},
                            InstantSource.system(),
                            () -> System.nanoTime() / 1_000_000 + jump.get())
                    .run(question(), listener);
        }
    }

    @Test
    void an_interrupt_ends_it() throws Exception {
        var asked = new CountDownLatch(1);
        rig.lab
                .registry()
                .script(_ -> {
                    asked.countDown();
                    return new Fault.StallAfter(0);
                });
        var thrown = new AtomicReference<PullException>();
        var thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                var _ = diagnose(question());
                            } catch (PullException e) {
                                thrown.set(e);
                            }
                        });
        asked.await();

        thread.interrupt();
        thread.join();

        assertThat(thrown.get().failure()).isInstanceOf(PullFailure.Interrupted.class);
    }

    static Stream<Overflow> overflows() {
        return Stream.of(
                new Overflow.RefuseNew(),
                new Overflow.AnswerNew(403),
                new Overflow.KillAll(
                        Fault.CutKind.RST, Duration.ofMillis(100), Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("overflows")
    void a_probe_finds_how_many_streams_hold(Overflow overflow) throws Exception {
        var box = rig.lab.withAppliance(ApplianceRules.unlimited().withOpenMax(4, overflow));
        rig.trust(rig.lab.trustPem());

        var diagnosis = diagnose(question().probing());

        var streams = check(diagnosis, "streams");
        assertThat(streams.cause()).as(streams.found()).isEqualTo(Cause.STREAMS_CAPPED);
        assertThat(streams.found()).containsPattern("number [56]|[68] were let in");
        assertThat(diagnosis.conclusion().pullWorks()).isTrue();
        assertThat(diagnosis.conclusion().sentences())
                .anyMatch(sentence -> sentence.contains("max retries exceeded: EOF"));
        box.close();
    }

    @Test
    void a_probe_opens_no_more_than_sixteen_at_once() throws Exception {
        var diagnosis = diagnose(question().probing());

        assertThat(check(diagnosis, "streams").found()).isEqualTo("16 at once are let through");
        assertThat(rig.lab.cdn().journal().connectionsOpenMax()).isLessThanOrEqualTo(17);
    }

    @Test
    void without_a_probe_no_streams_are_tried() throws Exception {
        assertThat(diagnose(question()).checks())
                .noneMatch(check -> check.name().equals("streams"));
    }

    @Test
    void an_ollama_with_another_store_is_told_of() throws Exception {
        try (var server = ollama("{\"models\":[{\"name\":\"llama3.2:3b\",\"size\":1}]}")) {
            var diagnosis = diagnose(question().withOllama(address(server)));

            var ollama = check(diagnosis, "ollama");
            assertThat(ollama.cause()).isEqualTo(Cause.OTHER_STORE);
            assertThat(ollama.found()).contains("version 0.32.15", "`llama3.2:3b`");
        }
    }

    @Test
    void an_ollama_with_this_store_is_fine() throws Exception {
        var manifest =
                rig.store.resolve(Path.of("manifests/registry.ollama.ai/library/llama3.2/3b"));
        Files.createDirectories(manifest.getParent());
        Files.write(manifest, MODEL.manifestBytes());
        var tags = "{\"models\":[{\"name\":\"llama3.2:3b\"},{\"name\":\"big-cloud\"}]}";
        try (var server = ollama(tags)) {
            var ollama = check(diagnose(question().withOllama(address(server))), "ollama");

            assertThat(ollama.outcome()).as(ollama.found()).isEqualTo(Check.Outcome.OK);
            assertThat(ollama.found()).isEqualTo("version 0.32.15 runs");
        }
    }

    private static URI address(ServerSocket server) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /// Answers two questions a connection at a time, until it is closed.
    private static ServerSocket ollama(String tags) throws IOException {
        var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    while (!server.isClosed()) {
                        try (var client = server.accept()) {
                            answer(client, tags);
                        } catch (IOException _) {
                            // The next one, or the end.
                        }
                    }
                });
        return server;
    }

    private static void answer(Socket client, String tags) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        var first = in.readLine();
        for (var line = first; line != null && !line.isEmpty(); ) {
            line = in.readLine();
        }
        var body = first.contains("/api/version") ? "{\"version\":\"0.32.15\"}" : tags;
        client.getOutputStream()
                .write(
                        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                                .formatted(body.length(), body)
                                .getBytes(US_ASCII));
    }
}
