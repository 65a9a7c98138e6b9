package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `tug doctor` with diagnoses that are made up.
final class DoctorCommandTest {
    private static final Check INSPECTED =
            Check.warn("tls", "cdn.example", "TLSv1.3; Zscaler inspects", Cause.INSPECTED);
    private static final Check MANIFEST = Check.ok("manifest", "registry.ollama.ai", "HTTP 200");
    private static final TransferFailure PAGE =
            new TransferFailure.Refused(
                    "cdn.example", 403, Duration.ZERO, "text/html", "Internet Security by Zscaler");
    private static final Check BLOCKED =
            Check.fail(
                    "blobs",
                    "cdn.example",
                    PAGE.summary(),
                    Cause.BLOCKED,
                    new PullFailure.Network("blob dd", 1, PAGE));
    private static final Check BLOBS = Check.ok("blobs", "cdn.example", "sends them");

    @TempDir Path home;
    private World world;

    @BeforeEach
    void world() {
        world = new World(home);
    }

    private int run(List<Check> checks, String... args) {
        world.tug.diagnosis = Diagnoses.of(checks);
        return world.run(args);
    }

    @Test
    void ends_well_where_a_pull_would_whatever_it_warns_of() {
        assertThat(run(List.of(MANIFEST, INSPECTED, BLOBS), "doctor", "llama3.2:3b")).isZero();
        assertThat(world.out())
                .contains("warn       tls             cdn.example: ", "A pull works from here.")
                .doesNotContain("For IT");
    }

    @Test
    void ends_as_the_pull_would() {
        assertThat(run(List.of(MANIFEST, BLOCKED), "doctor", "llama3.2:3b"))
                .isEqualTo(ExitCode.NETWORK.code());
        assertThat(world.out())
                .contains(
                        "fail       blobs",
                        "Internet Security by Zscaler",
                        "A pull fails: cdn.example: a page of a filter or portal",
                        "the registry registry.ollama.ai answers, and this host",
                        "max retries exceeded: EOF",
                        "For IT: tug doctor llama3.2:3b --ticket");
    }

    @Test
    void says_the_verdict_alone_when_quiet() {
        run(List.of(MANIFEST, BLOBS), "doctor", "-q");
        assertThat(world.out()).isEqualTo("A pull works from here.\n");
    }

    @Test
    void prints_one_document() {
        run(List.of(MANIFEST, BLOCKED), "doctor", "--json", "llama3.2:3b");
        assertThat(world.out())
                .startsWith("{")
                .contains(
                        "\"pull_works\" : false",
                        "\"cause\" : \"blocked\"",
                        "\"code\" : \"network\"",
                        "\"remedy\"",
                        "\"host\" : \"cdn.example\"",
                        "\"untested\"");
    }

    @Test
    void writes_a_ticket_to_stdout_alone() {
        run(List.of(MANIFEST, BLOCKED), "doctor", "llama3.2:3b", "--ticket");
        assertThat(world.out())
                .startsWith("Subject: ")
                .contains(
                        "registry.ollama.ai:443",
                        "cdn.example:443",
                        "2026-03-02T09:30:00Z GET https://cdn.example/blob/1: HTTP 403",
                        "issued by CN=Zscaler Intermediate Root CA (inspected: Zscaler)",
                        "curl -vL --range 0-1023 -o /dev/null"
                                + " 'https://registry.ollama.ai/v2/library/llama3.2/blobs/sha256:dd'",
                        "Not tested:")
                .doesNotContain("?", "X-Amz");
    }

    @Test
    void writes_a_ticket_to_a_file() throws Exception {
        var file = home.resolve("ticket.txt");

        run(List.of(MANIFEST, BLOCKED), "doctor", "--ticket=" + file, "llama3.2:3b");

        assertThat(Files.readString(file)).startsWith("Subject: ");
        assertThat(world.out()).contains("A pull fails");
    }

    @ParameterizedTest
    @CsvSource({"--ticket llama3.2:3b", "llama3.2:3b --ticket", "--ticket=- llama3.2:3b"})
    void takes_no_model_for_the_ticket_s_file(String typed) {
        run(
                List.of(MANIFEST, BLOCKED),
                Stream.concat(Stream.of("doctor"), Arrays.stream(typed.split(" ")))
                        .toArray(String[]::new));

        assertThat(world.out()).startsWith("Subject: ");
        assertThat(world.tug.questions.getFirst().model()).contains(ModelName.parse("llama3.2:3b"));
    }

    @Test
    void says_the_verdict_though_the_ticket_cannot_be_written() {
        var code = run(List.of(MANIFEST, BLOCKED), "doctor", "--ticket=/nowhere/x");

        assertThat(code).isEqualTo(ExitCode.USAGE.code());
        assertThat(world.out()).contains("A pull fails");
        assertThat(world.err())
                .contains("cannot write /nowhere/x: there is no such folder")
                .doesNotContain("Exception");
    }

    @Test
    void asks_for_a_small_model_when_none_is_named() {
        run(List.of(MANIFEST, BLOBS), "doctor", "--probe");

        var question = world.tug.questions.getFirst();
        assertThat(question.model()).contains(ModelName.parse("all-minilm:latest"));
        assertThat(question.probe()).isTrue();
        assertThat(question.ollama()).isEqualTo(URI.create("http://127.0.0.1:11434"));
    }

    @Test
    void obeys_ollama_host() {
        world.variables.put("OLLAMA_HOST", "0.0.0.0:1234");

        run(List.of(MANIFEST, BLOBS), "doctor");

        assertThat(world.tug.questions.getFirst().ollama())
                .isEqualTo(URI.create("http://127.0.0.1:1234"));
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example:5000, registry.example:5000",
        "registry.ollama.ai, registry.ollama.ai",
        "https://registry.example/, registry.example",
        "http://registry.example:5000/v2/, registry.example:5000",
        "localhost:5000, localhost:5000",
        "10.0.0.1, 10.0.0.1",
        "hf.co, hf.co",
    })
    void takes_a_host_for_a_host(String typed, String host) {
        assertThat(Patient.of(Optional.of(typed))).isEqualTo(new Patient.Registry(host));
    }

    @ParameterizedTest
    @CsvSource({
        "llama3.2",
        "llama3.2:3b",
        "qwen2.5-coder",
        "user/model",
        "hf.co/u/m:Q4_K_M",
        "phi"
    })
    void takes_a_model_for_a_model(String typed) {
        assertThat(Patient.of(Optional.of(typed)))
                .isEqualTo(new Patient.Model(ModelName.parse(typed)));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:11434, http://127.0.0.1:11434",
        "1.2.3.4, http://1.2.3.4:11434",
        ":1234, http://127.0.0.1:1234",
        "example.com, http://example.com:11434",
        "http://1.2.3.4, http://1.2.3.4:80",
        "https://1.2.3.4, https://1.2.3.4:443",
        ":66000, http://127.0.0.1:11434",
        "[::1], http://[::1]:11434",
        "::1, http://[::1]:11434",
        "0.0.0.0, http://127.0.0.1:11434",
        "https://example.com/ollama, https://example.com:443",
        "a b, http://127.0.0.1:11434",
    })
    void reads_ollama_host_as_ollama_does(String setting, URI address) {
        assertThat(OllamaAddress.of(setting)).isEqualTo(address);
    }

    @Test
    void has_a_remedy_for_whatever_it_warns_of() {
        for (var cause : Cause.values()) {
            var check = Check.warn("x", "host", "found", cause);
            if (isWarning(cause)) {
                assertThat(Remedy.of(check, "m")).as(cause.name()).isPresent();
            }
        }
    }

    /// The others end a pull, and have its hint.
    private static boolean isWarning(Cause cause) {
        return cause.compareTo(Cause.CUT) >= 0 && cause != Cause.COMPRESSED;
    }
}
