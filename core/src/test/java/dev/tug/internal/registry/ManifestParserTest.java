package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.blob.Digest;
import dev.tug.model.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

final class ManifestParserTest {
    private static final String A = "sha256:" + "a".repeat(64);
    private static final String B = "sha256:" + "b".repeat(64);
    private static final String C = "sha256:" + "c".repeat(64);
    private static final String GOOD =
            """
            {"schemaVersion":2,
             "mediaType":"application/vnd.docker.distribution.manifest.v2+json",
             "config":{"mediaType":"application/vnd.docker.container.image.v1+json",
                       "digest":"%s","size":10},
             "layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"%s","size":20,
                        "from":"/x","odd":[1,2.5,null,true]}]}
            """
                    .formatted(A, B);

    private final ManifestParser parser = new ManifestParser("amd64");

    @Test
    void reads_what_ollamas_registry_serves() {
        var manifest = chosen(GOOD, "application/vnd.docker.distribution.manifest.v2+json");

        assertThat(manifest.bytes()).isEqualTo(GOOD.getBytes(UTF_8));
        assertThat(manifest.mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
        assertThat(manifest.config().digest()).hasToString(A);
        assertThat(manifest.layers()).singleElement().matches(layer -> layer.size() == 20);
        assertThat(manifest.size()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.manifest.v1+json; charset=utf-8, application/vnd.oci.image.manifest.v1+json",
        "application/json, application/vnd.oci.image.manifest.v1+json",
        "'', application/vnd.oci.image.manifest.v1+json",
        "text/plain, application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.v2+json",
    })
    void takes_the_served_type_where_none_is_declared(String served, String type) {
        var untyped =
                GOOD.replace(
                        "\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\",",
                        "");

        assertThat(chosen(untyped, served).mediaType()).isEqualTo(type);
    }

    @Test
    void wants_the_bytes_to_have_the_digest_that_is_known() {
        assertThat(parse(GOOD, Optional.of(Digest.of(GOOD.getBytes(UTF_8)))))
                .isInstanceOf(ParsedManifest.Chosen.class);
        assertThat(reason(parse(GOOD, Digest.parse(A)))).contains("has the digest").contains(A);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is empty",
                "'  '|is empty",
                "[]|is no JSON object",
                "null|is no JSON object",
                "{|is no sound JSON",
                "{\"schemaVersion\":2|is no sound JSON",
                "nonsense|is no sound JSON",
                "{}|has schema version none, not 2",
                "{\"schemaVersion\":1}|has schema version 1, not 2",
                "{\"schemaVersion\":\"2\"}|has schema version none, not 2",
                "{\"schemaVersion\":2}|names no config",
                "{\"schemaVersion\":2,\"schemaVersion\":2}|is no sound JSON",
                "<!DOCTYPE html><html>|is an HTML page",
                "' <HTML>'|is an HTML page",
            })
    void says_what_is_wrong(String text, String reason) {
        assertThat(reason(parse(text, Optional.empty()))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"size\":20|\"size\":-1|gives no sound size for layer 0",
                "\"size\":20|\"size\":2.5|gives no sound size for layer 0",
                "\"size\":20|\"size\":1e3|gives no sound size for layer 0",
                "\"size\":20|\"size\":\"20\"|gives no sound size for layer 0",
                "\"size\":20|\"size\":99999999999999999999|gives no sound size for layer 0",
                "\"size\":20|\"size\":9223372036854775807|adds up to more than 2^62 bytes",
                "\"size\":20|\"size\":4611686018427387895|adds up to more than 2^62 bytes",
                "\"size\":10|\"size\":null|gives no sound size for config",
                "\"sha256:bbb|\"sha256:BBB|gives no SHA-256 for layer 0",
                "\"sha256:bbb|\"sha256:../|gives no SHA-256 for layer 0",
                "\"sha256:bbb|\"sha512:bbb|gives no SHA-256 for layer 0",
                "\"sha256:aaa|\"aaa|gives no SHA-256 for config",
                "\"layers\":[|\"layers\":[],\"x\":[|lists 0 layers",
                "\"layers\":[|\"layers\":[1,|lists no layers",
                "\"config\":{|\"konfig\":{|names no config",
                "manifest.v2+json|manifest.v1+prettyjws|is of the type application/vnd.docker.distribution.manifest.v1+prettyjws",
                "manifest.v2+json|evil\\u001b[31m|is of the type application/vnd.docker.distribution.evil [31m",
                "\"odd\":[|\"odd\":[},|is no sound JSON",
            })
    void refuses_manifests_that_do_not_add_up(String from, String to, String reason) {
        assertThat(GOOD).contains(from);
        assertThat(reason(parse(GOOD.replace(from, to), Optional.empty()))).isEqualTo(reason);
    }

    @Test
    void takes_the_largest_sum_of_sizes_and_not_one_more() {
        var largest = ManifestParser.TOTAL_MAX - 10;

        assertThat(chosen(GOOD.replace(":20,", ":" + largest + ","), "").size())
                .isEqualTo(ManifestParser.TOTAL_MAX);
    }

    @Test
    void refuses_one_blob_with_two_sizes() {
        var text =
                "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s,%s]}"
                        .formatted(blob(A, 1), blob(B, 2), blob(B, 3));

        assertThat(reason(parse(text, Optional.empty())))
                .isEqualTo("gives two sizes for blob bbbbbbbbbbbb");
    }

    @Test
    void allows_one_blob_in_two_layers_and_empty_blobs() {
        var text =
                "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s,%s]}"
                        .formatted(blob(A, 0), blob(B, 2), blob(B, 2));

        assertThat(chosen(text, "").layers()).hasSize(2);
    }

    @Test
    void bears_bytes_behind_the_end_nesting_and_length_without_falling_over() {
        assertThat(reason(parse(GOOD + "{}", Optional.empty())))
                .isEqualTo("goes on after its JSON object");
        assertThat(reason(parse("{\"x\":" + "[".repeat(100_000), Optional.empty())))
                .isEqualTo("is no sound JSON");
        assertThat(reason(parse(" ".repeat(ManifestParser.BYTES_MAX + 1), Optional.empty())))
                .contains("longer than");
        assertThat(reason(parse("{\"x\":[" + "{},".repeat(1_200_000), Optional.empty())))
                .isEqualTo("holds more than 1000000 values");
    }

    @Test
    void reads_thousands_of_layers() {
        var layers =
                String.join(
                        ",",
                        IntStream.range(0, 20_000)
                                .mapToObj(i -> blob("sha256:%064x".formatted(i), i))
                                .toList());

        assertThat(
                        chosen(
                                        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
                                                .formatted(blob(A, 1), layers),
                                        "")
                                .layers())
                .hasSize(20_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void never_falls_over_damaged_bytes(long seed) {
        var random = new SplittableRandom(seed);
        for (var i = 0; i < 2_000; i++) {
            var bytes = GOOD.getBytes(UTF_8);
            for (var j = random.nextInt(1, 6); j > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(parser.parse(bytes, "", Optional.empty())).as("seed " + seed).isNotNull();
        }
    }

    static LongStream seeds() {
        return new SplittableRandom(Long.getLong("seed", 12)).longs(4);
    }

    @Test
    void takes_the_only_manifest_of_an_index_whatever_its_platform() {
        assertThat(pointer(index(entry(A, "windows", "arm64"), entry(B, "unknown", "unknown"))))
                .isEqualTo(A);
        assertThat(pointer(index("{\"digest\":\"%s\",\"size\":1}".formatted(C)))).isEqualTo(C);
    }

    @Test
    void prefers_linux_on_this_architecture() {
        assertThat(
                        pointer(
                                index(
                                        entry(A, "linux", "arm64"),
                                        entry(B, "linux", "amd64"),
                                        entry(C, "windows", "amd64"))))
                .isEqualTo(B);
    }

    @Test
    void tells_what_an_unsuitable_index_has() {
        assertThat(
                        reason(
                                parse(
                                        index(entry(A, "linux", "s390x"), entry(B, "windows", "x")),
                                        Optional.empty())))
                .isEqualTo(
                        "is an index of 2 manifests, none of them for linux/amd64: linux/s390x,"
                                + " windows/x");
        assertThat(reason(parse(index(entry(A, "unknown", "unknown")), Optional.empty())))
                .isEqualTo("is an index without a manifest that can be pulled");
        assertThat(reason(parse(index("5"), Optional.empty()))).isEqualTo("lists no manifests");
    }

    private static String index(String... entries) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(MediaTypes.OCI_INDEX, String.join(",", entries));
    }

    private static String entry(String digest, String os, String architecture) {
        return """
        {"mediaType":"%s","digest":"%s","size":5,"platform":{"os":"%s","architecture":"%s"}}\
        """
                .formatted(MediaTypes.OCI_MANIFEST, digest, os, architecture);
    }

    private static String blob(String digest, long size) {
        return "{\"mediaType\":\"m\",\"digest\":\"%s\",\"size\":%d}".formatted(digest, size);
    }

    private ParsedManifest parse(String text, Optional<Digest> digest) {
        return parser.parse(text.getBytes(UTF_8), "", digest);
    }

    private Manifest chosen(String text, String contentType) {
        var parsed = parser.parse(text.getBytes(UTF_8), contentType, Optional.empty());
        assertThat(parsed).isInstanceOf(ParsedManifest.Chosen.class);
        return ((ParsedManifest.Chosen) parsed).manifest();
    }

    private String pointer(String text) {
        var parsed = parse(text, Optional.empty());
        assertThat(parsed).isInstanceOf(ParsedManifest.Index.class);
        return ((ParsedManifest.Index) parsed).entry().digest().toString();
    }

    private static String reason(ParsedManifest parsed) {
        assertThat(parsed).isInstanceOf(ParsedManifest.Bad.class);
        return ((ParsedManifest.Bad) parsed).reason();
    }
}
