package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

final class OllamaKeyTest {
    private static final String PUBLIC =
            "AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

    @Test
    void signs_as_ollama_does() {
        var request =
                new TokenRequest(
                        URI.create("https://ollama.com/token"),
                        "ollama",
                        List.of("repository:library/m:pull"));
        var url = request.signable("AAAAAAAAAAAAAAAAAAAAAA", 1_700_000_000).toString();

        assertThat(url)
                .isEqualTo(
                        "https://ollama.com/token?nonce=AAAAAAAAAAAAAAAAAAAAAA"
                                + "&scope=repository%3Alibrary%2Fm%3Apull&service=ollama&ts=1700000000");
        assertThat(key().authorization(url))
                .isEqualTo(
                        PUBLIC
                                + ":gF686svfNhnsUTGLzzD0raxwXOENsyTnUvWjJo/ZntuNWhFz+jBQpev0fjjrk2mj"
                                + "skoxaGoYx7HnKRM4hYChBA==");
    }

    @Test
    void keeps_the_realms_query_and_sorts_it_in() {
        var request =
                new TokenRequest(
                        URI.create("https://r.test/v2/token?x=1"),
                        "ollama registry",
                        List.of("repository:library/m:pull", "repository:b/c:push,pull"));

        assertThat(request.signable("n", 5))
                .hasToString(
                        "https://r.test/v2/token?nonce=n&scope=repository%3Alibrary%2Fm%3Apull"
                                + "&scope=repository%3Ab%2Fc%3Apush%2Cpull"
                                + "&service=ollama+registry&ts=5&x=1");
    }

    @Test
    void prints_nothing_but_the_public_key() {
        assertThat(key()).hasToString("ssh-ed25519 " + PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN OPENSSH PRIVATE KEY-----",
                "-----BEGIN OPENSSH PRIVATE KEY----------END OPENSSH PRIVATE KEY-----",
                "-----BEGIN OPENSSH PRIVATE KEY-----\n!!!\n-----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
            })
    void refuses_what_is_no_key(String pem) {
        assertThat(OllamaKey.parse(pem)).isInstanceOf(OllamaKey.Parsed.Unusable.class);
    }

    @Test
    void says_that_a_key_is_encrypted_or_of_another_type() {
        assertThat(OllamaKey.parse(pem("aes256-ctr", "bcrypt", "ssh-ed25519", seed())))
                .hasToString(
                        "Unusable[reason=is encrypted: Ollama and Tug use keys without a passphrase]");
        assertThat(OllamaKey.parse(pem("none", "none", "ssh-rsa", seed())))
                .hasToString("Unusable[reason=is of the type ssh-rsa, not ssh-ed25519]");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void never_falls_over_a_damaged_file(long seed) {
        var random = new SplittableRandom(seed);
        var good = file("none", "none", "ssh-ed25519", seed());
        for (var i = 0; i < 3_000; i++) {
            var bytes = java.util.Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (var j = random.nextInt(4); j > 0 && bytes.length > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(OllamaKey.parse(armour(bytes))).as("seed " + seed).isNotNull();
        }
    }

    static LongStream seeds() {
        return new SplittableRandom(Long.getLong("seed", 3)).longs(3);
    }

    /// The key of the test vector: the seed is the bytes 00 to 1f.
    static OllamaKey key() {
        var parsed = OllamaKey.parse(pem("none", "none", "ssh-ed25519", seed()));
        assertThat(parsed).isInstanceOf(OllamaKey.Parsed.Usable.class);
        return ((OllamaKey.Parsed.Usable) parsed).key();
    }

    private static byte[] seed() {
        return HexFormat.of()
                .parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    }

    private static String pem(String cipher, String kdf, String type, byte[] seed) {
        return armour(file(cipher, kdf, type, seed));
    }

    private static String armour(byte[] file) {
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(file)
                + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    private static byte[] file(String cipher, String kdf, String type, byte[] seed) {
        var blob = Base64.getDecoder().decode(PUBLIC);
        var publicKey = java.util.Arrays.copyOfRange(blob, blob.length - 32, blob.length);
        var secret = new ByteArrayOutputStream();
        var bytes = new ByteArrayOutputStream();
        try (var in = new DataOutputStream(secret);
                var out = new DataOutputStream(bytes)) {
            in.writeInt(42);
            in.writeInt(42);
            field(in, type.getBytes(US_ASCII));
            field(in, publicKey);
            in.writeInt(64);
            in.write(seed);
            in.write(publicKey);
            field(in, new byte[0]);
            in.write(new byte[] {1, 2, 3, 4, 5});
            out.write("openssh-key-v1\0".getBytes(US_ASCII));
            field(out, cipher.getBytes(US_ASCII));
            field(out, kdf.getBytes(US_ASCII));
            field(out, new byte[0]);
            out.writeInt(1);
            field(out, blob);
            field(out, secret.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void field(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
