package dev.tug.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tug.blob.Digest;
import dev.tug.model.InvalidModelName.Part;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.SplittableRandom;

final class ModelNameTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "llama3, https, registry.ollama.ai, library, llama3, latest, llama3:latest",
        "Llama3:8B, https, registry.ollama.ai, library, Llama3, 8B, Llama3:8B",
        "ns/m, https, registry.ollama.ai, ns, m, latest, ns/m:latest",
        "hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M, https, hf.co, bartowski,"
                + " Llama-3.2-1B-Instruct-GGUF, Q4_K_M,"
                + " hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M",
        "https://hf.co/u/m:t, https, hf.co, u, m, t, hf.co/u/m:t",
        "http://localhost:5000/library/m, http, localhost:5000, library, m, latest,"
                + " localhost:5000/library/m:latest",
        "_m, https, registry.ollama.ai, library, _m, latest, _m:latest",
        "m..x, https, registry.ollama.ai, library, m..x, latest, m..x:latest",
        "REGISTRY.OLLAMA.AI/Library/m, https, REGISTRY.OLLAMA.AI, Library, m, latest, m:latest",
    })
    void reads_what_ollama_reads(
            String text,
            String scheme,
            String host,
            String namespace,
            String model,
            String tag,
            String shortest) {
        var name = ModelName.parse(text);

        assertThat(name.scheme()).isEqualTo(scheme);
        assertThat(name.host()).isEqualTo(host);
        assertThat(name.namespace()).isEqualTo(namespace);
        assertThat(name.model()).isEqualTo(model);
        assertThat(name.tag()).isEqualTo(tag);
        assertThat(name.digest()).isEmpty();
        assertThat(name.shortest()).isEqualTo(shortest);
        assertThat(name).hasToString(host + "/" + namespace + "/" + model + ":" + tag);
        assertThat(ModelName.parse(name.toString()))
                .as("the scheme is not in the string form")
                .isEqualTo(new ModelName("https", host, namespace, model, tag, name.digest()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "localhost:5000/m,NAMESPACE,contains ':'",
                "a/b/c/d,HOST,contains '/'",
                "m:,TAG,is missing",
                ":t,MODEL,is missing",
                "/m,NAMESPACE,is missing",
                "n/,MODEL,is missing",
                "m@sha256:abc,MODEL,contains '@'",
                "my.ns/m,NAMESPACE,contains '.'",
                "..,MODEL,starts with '.'",
                "-m,MODEL,starts with '-'",
                "m:t:u,MODEL,contains ':'",
                "ns:x/m,NAMESPACE,contains ':'",
                "[::1]:5000/a/b,HOST,starts with '['",
                "  m  ,MODEL,starts with U+0020",
                "http://m,NAMESPACE,is missing",
                "https://hf.co/m,HOST,contains '/'",
                "``,MODEL,is missing",
                "http:///ns/m,HOST,is missing",
                "://h/ns/m,SCHEME,is missing",
                "h/ns/m\u00e9,MODEL,contains U+00E9",
                "m\\n:t,MODEL,contains '\\'",
            })
    void says_which_part_is_bad_and_why(String text, Part part, String reason) {
        assertThatExceptionOfType(InvalidModelName.class)
                .isThrownBy(() -> ModelName.parse(text))
                .satisfies(invalid -> {
                    assertThat(invalid.part()).isEqualTo(part);
                    assertThat(invalid.reason()).isEqualTo(reason);
                });
    }

    @Test
    void a_host_in_letters_of_any_language_is_written_as_name_servers_have_it() {
        assertThat(ModelName.parse("b\u00fccher.test:5000/a/b").host())
                .isEqualTo("xn--bcher-kva.test:5000");
        assertThat(ModelName.parse("https://b\u00fccher.test/a/b").host())
                .isEqualTo("xn--bcher-kva.test");
        assertThat(ModelName.parse("my_registry:5000/a/b").host()).isEqualTo("my_registry:5000");
    }

    @Test
    void bounds_each_part_exactly() {
        assertThat(ModelName.parse("h".repeat(350) + "/" + "n".repeat(80) + "/m:t")).isNotNull();
        assertThat(ModelName.parse("m".repeat(80) + ":" + "t".repeat(80))).isNotNull();
        for (var tooLong :
                new String[] {
                    "h".repeat(351) + "/n/m",
                    "n".repeat(81) + "/m",
                    "m".repeat(81),
                    "m:" + "t".repeat(81)
                }) {
            assertThatExceptionOfType(InvalidModelName.class)
                    .isThrownBy(() -> ModelName.parse(tooLong))
                    .withMessageContaining("characters, at most ");
        }
    }

    @Test
    void never_repeats_a_password_in_the_message() {
        assertThatExceptionOfType(InvalidModelName.class)
                .isThrownBy(() -> ModelName.parse("https://user:secret@host/ns/m"))
                .satisfies(invalid -> assertThat(invalid.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "ns/m:t", "localhost:5000/ns/m", "http://h/ns/m:t"})
    void a_reference_may_pin_a_digest(String text) {
        var pinned = ModelName.parseReference(text + "@sha256:" + HEX);

        assertThat(pinned.digest()).contains(new Digest(HEX));
        assertThat(pinned.shortest()).endsWith("@sha256:" + HEX);
        assertThat(ModelName.parseReference(text)).isEqualTo(ModelName.parse(text));
        assertThatExceptionOfType(InvalidModelName.class)
                .isThrownBy(() -> ModelName.parse(text + "@sha256:" + HEX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m@", "m@sha256:abc", "m@sha512:" + "00", "m@x@sha256:0"})
    void a_reference_with_a_bad_digest_is_refused(String text) {
        assertThatExceptionOfType(InvalidModelName.class)
                .isThrownBy(() -> ModelName.parseReference(text))
                .satisfies(invalid -> assertThat(invalid.part()).isEqualTo(Part.DIGEST));
    }

    @Test
    void no_short_text_leads_out_of_the_manifests() {
        var letters = "a./:-\\@\0".toCharArray();
        var accepted = 0;
        for (var length = 0; length <= 6; length++) {
            var count = (int) Math.pow(letters.length, length);
            for (var number = 0; number < count; number++) {
                accepted += staysInside(spell(letters, number, length)) ? 1 : 0;
            }
        }
        assertThat(accepted).isGreaterThan(100);
    }

    @Test
    void no_random_text_leads_out_of_the_manifests() {
        var seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        var pieces =
                new String[] {
                    "..", ".", "/", ":", "://", "a", "B_", "-", "\\", "C:", "~", "%2e", " "
                };
        for (var i = 0; i < 200_000; i++) {
            var text = new StringBuilder();
            for (var n = random.nextInt(12); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(text).as("seed %d", seed).satisfies(it -> staysInside(it.toString()));
        }
    }

    private static String spell(char[] letters, int number, int length) {
        var text = new char[length];
        for (int i = 0, rest = number; i < length; i++, rest /= letters.length) {
            text[i] = letters[rest % letters.length];
        }
        return new String(text);
    }

    /// Whether `text` is a name; if so it must be a path of four components below the manifests.
    private static boolean staysInside(String text) {
        ModelName name;
        try {
            name = ModelName.parse(text);
        } catch (InvalidModelName e) {
            return false;
        }
        var root = Path.of("/store/manifests");
        var path =
                root.resolve(name.host())
                        .resolve(name.namespace())
                        .resolve(name.model())
                        .resolve(name.tag());
        assertThat(path.normalize()).as(text).isEqualTo(path);
        assertThat(path.startsWith(root)).as(text).isTrue();
        assertThat(path.getNameCount()).as(text).isEqualTo(root.getNameCount() + 4);
        return true;
    }
}
