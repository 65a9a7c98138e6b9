package dev.tug.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// The proof of a key by which Ollama asks for a token: `<public key>:<signature>`.
public final class SignedRequest {
    /// Base64 of the hexadecimal SHA-256 of nothing, which Ollama signs for an empty body.
    private static final String EMPTY_BODY =
            "ZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5MjQyN2FlNDFlNDY0OWI5MzRjYTQ5NTk5MWI3ODUyYjg1NQ==";

    /// SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410).
    private static final byte[] KEY_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEY_BYTES = 32;

    private SignedRequest() {}

    /// Whether an `Authorization` header proves `key` for a request.
    ///
    /// @param key the base64 field of the OpenSSH line of an Ed25519 public key
    /// @param url as the client wrote it, with its query
    public static boolean verify(String authorization, String key, String method, String url) {
        if (!authorization.startsWith(key + ":")) {
            return false;
        }
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(publicKey(key));
            verifier.update((method + "," + url + "," + EMPTY_BODY).getBytes(US_ASCII));
            return verifier.verify(
                    Base64.getDecoder().decode(authorization.substring(key.length() + 1)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /// The OpenSSH blob ends in the 32 bytes of the key (RFC 8709).
    private static PublicKey publicKey(String key) throws GeneralSecurityException {
        var blob = Base64.getDecoder().decode(key);
        if (blob.length < KEY_BYTES) {
            throw new GeneralSecurityException("key of " + blob.length + " bytes");
        }
        var encoded = Arrays.copyOf(KEY_PREFIX, KEY_PREFIX.length + KEY_BYTES);
        System.arraycopy(blob, blob.length - KEY_BYTES, encoded, KEY_PREFIX.length, KEY_BYTES);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
