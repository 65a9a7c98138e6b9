package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.internal.page.Printable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/// The Ed25519 key by which Ollama's token service knows this machine, `~/.ollama/id_ed25519`.
public final class OllamaKey {
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";

    /// Files of `ssh-keygen` have 387 to 500 bytes.
    private static final int LENGTH_MAX = 16 << 10;

    private static final String MAGIC = "openssh-key-v1\0";
    private static final String TYPE = "ssh-ed25519";
    private static final int SEED_LENGTH = 32;

    /// The Base64 of the hexadecimal SHA-256 of nothing: Ollama signs it in the place of a body.
    private static final String NO_BODY =
            "ZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5MjQyN2FlNDFlNDY0OWI5MzRjYTQ5NTk5MWI3ODUyYjg1NQ==";

    private final PrivateKey key;
    private final String publicBlob;

    private OllamaKey(PrivateKey key, String publicBlob) {
        this.key = key;
        this.publicBlob = publicBlob;
    }

    /// What became of reading a key file.
    public sealed interface Parsed {
        /// A key.
        record Usable(OllamaKey key) implements Parsed {}

        /// No key.
        ///
        /// @param reason goes on after "it": `is encrypted`
        record Unusable(String reason) implements Parsed {}
    }

    /// Reads an unencrypted private key as OpenSSH writes it (PROTOCOL.key).
    public static Parsed parse(String pem) {
        try {
            return new Parsed.Usable(read(decode(pem)));
        } catch (Unusable e) {
            return new Parsed.Unusable(String.valueOf(e.getMessage()));
        } catch (BufferUnderflowException | GeneralSecurityException e) {
            return new Parsed.Unusable("is damaged");
        }
    }

    /// The value of the `Authorization` field for a GET of `url`.
    ///
    /// @param url exactly as it is sent
    String authorization(String url) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(("GET," + url + "," + NO_BODY).getBytes(UTF_8));
            return publicBlob + ":" + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs with Ed25519", e);
        }
    }

    /// The public key, which is no secret.
    @Override
    public String toString() {
        return TYPE + " " + publicBlob;
    }

    private static byte[] decode(String pem) throws Unusable {
        var text = pem.strip();
        if (text.length() > LENGTH_MAX || !text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new Unusable("is no OpenSSH private key");
        }
        var body = text.substring(BEGIN.length(), text.length() - END.length());
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new Unusable("is damaged");
        }
    }

    private static OllamaKey read(byte[] bytes) throws Unusable, GeneralSecurityException {
        var file = ByteBuffer.wrap(bytes);
        var magic = new byte[MAGIC.length()];
        file.get(magic);
        if (!new String(magic, US_ASCII).equals(MAGIC)) {
            throw new Unusable("is no OpenSSH private key");
        }
        var cipher = text(file);
        var derivation = text(file);
        field(file);
        if (!cipher.equals("none") || !derivation.equals("none")) {
            throw new Unusable("is encrypted: Ollama and Tug use keys without a passphrase");
        }
        if (file.getInt() != 1) {
            throw new Unusable("holds more than one key");
        }
        var publicBlob = field(file);
        return read(ByteBuffer.wrap(field(file)), publicBlob);
    }

    private static OllamaKey read(ByteBuffer secret, byte[] publicBlob)
            throws Unusable, GeneralSecurityException {
        var check = secret.getInt();
        if (secret.getInt() != check) {
            throw new Unusable("is damaged");
        }
        var type = text(secret);
        if (!type.equals(TYPE)) {
            throw new Unusable("is of the type " + Printable.of(type) + ", not " + TYPE);
        }
        var publicKey = field(secret);
        var pair = field(secret);
        if (publicKey.length != SEED_LENGTH
                || pair.length != 2 * SEED_LENGTH
                || !Arrays.equals(pair, SEED_LENGTH, pair.length, publicKey, 0, SEED_LENGTH)
                || !Arrays.equals(publicBlob, blob(publicKey))) {
            throw new Unusable("is damaged");
        }
        var spec =
                new EdECPrivateKeySpec(
                        NamedParameterSpec.ED25519, Arrays.copyOf(pair, SEED_LENGTH));
        return new OllamaKey(
                KeyFactory.getInstance("Ed25519").generatePrivate(spec),
                Base64.getEncoder().encodeToString(publicBlob));
    }

    private static byte[] blob(byte[] publicKey) {
        return ByteBuffer.allocate(2 * Integer.BYTES + TYPE.length() + publicKey.length)
                .putInt(TYPE.length())
                .put(TYPE.getBytes(US_ASCII))
                .putInt(publicKey.length)
                .put(publicKey)
                .array();
    }

    private static String text(ByteBuffer from) {
        return new String(field(from), US_ASCII);
    }

    /// The next field: its length in 4 bytes, then its bytes.
    private static byte[] field(ByteBuffer from) {
        var length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String reason) {
            super(reason);
        }
    }
}
