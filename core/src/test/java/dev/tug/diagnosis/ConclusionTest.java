package dev.tug.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;

/// What findings mean together.
final class ConclusionTest {
    private static final String REGISTRY = "registry.ollama.ai";
    private static final String CDN = "cdn.example";
    private static final Check MANIFEST = Check.ok("manifest", REGISTRY, "HTTP 200");
    private static final Check BLOBS = Check.ok("blobs", CDN, "sends them");

    private static Conclusion of(Check... checks) {
        return Conclusion.of(List.of(checks), REGISTRY);
    }

    private static Check fail(String name, String host, Cause cause) {
        return Check.fail(
                name,
                host,
                "found",
                cause,
                new PullFailure.Network("it", 1, new TransferFailure.Unresolved(host)));
    }

    private static Check full() {
        return Check.fail(
                "space",
                "/models",
                "0 B free",
                Cause.NO_SPACE,
                new PullFailure.NoSpace(Path.of("/models"), 2, 1));
    }

    private static Check inspected(String host) {
        return Check.warn("tls", host, "TLSv1.3; Zscaler inspects TLS on the way", Cause.INSPECTED);
    }

    @Test
    void a_pull_works_where_manifest_and_blobs_come() {
        var conclusion = of(MANIFEST, BLOBS);

        assertThat(conclusion.pullWorks()).isTrue();
        assertThat(conclusion.cause()).isEqualTo(Cause.NONE);
        assertThat(conclusion.sentences()).containsExactly("A pull works from here");
        assertThat(conclusion.failure()).isEmpty();
    }

    @Test
    void nothing_is_promised_of_bytes_that_nobody_looked_at() {
        assertThat(of(MANIFEST).sentences())
                .containsExactly(
                        "The registry answers; where the bytes come from was not looked at");
    }

    @Test
    void a_warning_without_a_cause_hides_none_that_has_one() {
        var odd = Check.warn("registry", REGISTRY, "odd; the manifest decides", Cause.NONE);
        var inspected = Check.warn("tls", REGISTRY, "TLSv1.3; Acme inspects TLS", Cause.INSPECTED);

        assertThat(of(odd, MANIFEST, inspected).cause()).isEqualTo(Cause.INSPECTED);
    }

    @Test
    void what_could_not_be_waited_for_is_neither_a_failure_nor_a_promise() {
        var slow = Check.warn("blobs", REGISTRY, "no byte", Cause.SLOW);

        assertThat(of(MANIFEST, slow).pullWorks()).isTrue();
        assertThat(of(MANIFEST, slow).sentences().getFirst())
                .contains("a pull waits longer, and may work");
    }

    @Test
    void nothing_is_promised_when_the_time_was_over() {
        var late = Check.late("blobs", REGISTRY, "no time");
        assertThat(of(MANIFEST, late).sentences().getFirst()).contains("no time for all");
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {
                "NO_ADDRESS",
                "UNREACHABLE",
                "CLOCK_WRONG",
                "TLS_BROKEN",
                "UNTRUSTED",
                "PROXY_LOGIN",
                "BLOCKED",
                "LED_ASTRAY",
                "DENIED",
                "NOT_FOUND",
                "RATE_LIMITED",
                "SERVER_TROUBLE",
                "BAD_ANSWER",
                "CUT",
                "SILENT",
                "SIZE_CAPPED",
                "COMPRESSED"
            })
    void each_failure_is_named_in_its_own_words(Cause cause) {
        var conclusion = of(MANIFEST, fail("blobs", CDN, cause));

        assertThat(conclusion.pullWorks()).isFalse();
        assertThat(conclusion.cause()).isEqualTo(cause);
        assertThat(conclusion.failure()).isPresent();
        assertThat(conclusion.sentences().getFirst())
                .startsWith("A pull fails: cdn.example: " + cause.meaning())
                .contains("the registry registry.ollama.ai answers, and this host")
                .doesNotContain("EOF", "PKIX");
    }

    @Test
    void no_two_causes_have_the_same_words() {
        assertThat(List.of(Cause.values())).extracting(Cause::meaning).doesNotHaveDuplicates();
    }

    @Test
    void the_registry_is_not_said_to_answer_when_it_is_what_fails() {
        assertThat(of(fail("names", REGISTRY, Cause.NO_ADDRESS)).sentences().getFirst())
                .isEqualTo("A pull fails: registry.ollama.ai: its name has no address here");
    }

    @Test
    void what_a_pull_meets_first_leads_and_the_rest_follows() {
        var conclusion = of(MANIFEST, full(), fail("blobs", CDN, Cause.BLOCKED));

        assertThat(conclusion.cause()).isEqualTo(Cause.NO_SPACE);
        assertThat(conclusion.sentences().getLast()).startsWith("Besides, cdn.example: a page");
        assertThat(conclusion.failure().orElseThrow()).isInstanceOf(PullFailure.NoSpace.class);
    }

    @Test
    void the_cause_is_named_and_not_what_follows_from_it() {
        var conclusion =
                of(fail("names", CDN, Cause.NO_ADDRESS), fail("blobs", CDN, Cause.NO_ADDRESS));

        assertThat(conclusion.sentences()).noneMatch(sentence -> sentence.startsWith("Besides"));
    }

    @Test
    void an_inspector_is_named_with_all_that_it_reads() {
        assertThat(of(MANIFEST, inspected(REGISTRY), inspected(CDN), BLOBS).sentences())
                .contains("Zscaler inspects TLS on the way to registry.ollama.ai and cdn.example");
        assertThat(of(MANIFEST, inspected(CDN), BLOBS).sentences())
                .contains("Zscaler inspects TLS on the way to cdn.example");
    }

    @Test
    void an_inspector_alone_is_nothing_to_get_around() {
        assertThat(of(MANIFEST, inspected(CDN), BLOBS).sentences()).hasSize(2);
    }

    @Test
    void what_matters_more_than_the_inspection_is_the_cause() {
        var stripped = Check.warn("ranges", CDN, "HTTP 200", Cause.RANGES_STRIPPED);

        var conclusion = of(MANIFEST, inspected(CDN), BLOBS, stripped);

        assertThat(conclusion.pullWorks()).isTrue();
        assertThat(conclusion.cause()).isEqualTo(Cause.RANGES_STRIPPED);
        assertThat(conclusion.sentences())
                .contains(
                        "Tug gets around this by itself: the `Range` of requests is dropped on the"
                                + " way",
                        "Ollama ends here with words like `digest mismatch, file must be"
                                + " downloaded again`");
    }

    @Test
    void several_things_to_get_around_are_one_sentence() {
        var sentences =
                of(
                                MANIFEST,
                                BLOBS,
                                Check.warn("ranges", CDN, "x", Cause.RANGES_STRIPPED),
                                Check.warn("length", CDN, "x", Cause.LENGTH_STRIPPED),
                                Check.warn("streams", CDN, "x", Cause.STREAMS_CAPPED))
                        .sentences();

        assertThat(sentences.get(1)).contains(", ", " and only so many connections at once");
    }

    @Test
    void a_page_in_the_place_of_a_manifest_is_something_else_for_ollama() {
        assertThat(of(fail("manifest", REGISTRY, Cause.BLOCKED)).sentences())
                .anyMatch(sentence -> sentence.contains("invalid character '<'"));
        assertThat(of(MANIFEST, fail("blobs", CDN, Cause.BLOCKED)).sentences())
                .anyMatch(sentence -> sentence.contains("max retries exceeded: EOF"));
    }

    @Test
    void another_store_of_ollama_is_no_obstacle() {
        var other = Check.warn("ollama", "127.0.0.1:11434", "has `x`", Cause.OTHER_STORE);

        assertThat(of(MANIFEST, BLOBS, other).sentences())
                .containsExactly("A pull works from here");
    }
}
