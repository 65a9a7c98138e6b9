package dev.tug.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.lab.CertificateAuthority;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/// Signs JSON web tokens with ES256, naming its key as the distribution specification says.
final class TokenKey {
    /// The registry accepts a token that ended less than this ago: it does not trust clocks.
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// The specification shortens the key's SHA-256 to 240 bits, 48 letters in groups of four.
    private static final int ID_BYTES = 30;

    private final PrivateKey key;
    private final Path certificate;
    private final String id;

    private TokenKey(PrivateKey key, Path certificate, String id) {
        this.key = key;
        this.certificate = certificate;
        this.id = id;
    }

    /// A fresh key, its files in `directory`.
    static TokenKey create(Path directory, CertificateAuthority authority)
            throws IOException, GeneralSecurityException {
        Files.createDirectories(directory);
        var certificate = directory.resolve("token-chain.pem");
        var keyFile = directory.resolve("token-key.pem");
        authority.writeServerPem(certificate, keyFile, "token");
        var body = Files.readString(keyFile).replaceAll("-----[A-Z ]+-----|\\s", "");
        var key =
                KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
        var leaf =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Files.readAllBytes(certificate)));
        return new TokenKey(key, certificate, id(leaf.getPublicKey().getEncoded()));
    }

    private static String id(byte[] publicKey) throws GeneralSecurityException {
        var hash = MessageDigest.getInstance("SHA-256").digest(publicKey);
        return base32(Arrays.copyOf(hash, ID_BYTES)).replaceAll("(.{4})(?!$)", "$1:");
    }

    private static String base32(byte[] bytes) {
        var text = new StringBuilder();
        var pending = 0;
        var bits = 0;
        for (var next : bytes) {
            pending = (pending << Byte.SIZE) | Byte.toUnsignedInt(next);
            bits += Byte.SIZE;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt((pending >>> bits) & 31));
            }
            pending &= (1 << bits) - 1;
        }
        return text.toString();
    }

    /// The certificate's PEM file.
    Path certificate() {
        return certificate;
    }

    /// A token for `scope`, such as `repository:library/demo:pull`, that the registry honours for
    /// `life` from now on.
    String sign(String scope, Duration life) {
        var header = "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\"%s\"}".formatted(id);
        var now = Instant.now();
        var claims =
                """
                {"iss":"%s","sub":"","aud":"%s","exp":%d,"nbf":%d,"iat":%d,"jti":"%s","access":[%s]}\
                """
                        .formatted(
                                TokenServer.ISSUER,
                                TokenServer.SERVICE,
                                now.plus(life).minus(LEEWAY).getEpochSecond(),
                                now.minus(LEEWAY).getEpochSecond(),
                                now.getEpochSecond(),
                                UUID.randomUUID(),
                                access(scope));
        var signed =
                BASE64.encodeToString(header.getBytes(UTF_8))
                        + "."
                        + BASE64.encodeToString(claims.getBytes(UTF_8));
        return signed + "." + BASE64.encodeToString(signature(signed));
    }

    private static String access(String scope) {
        var fields = scope.split(":", -1);
        if (fields.length != 3) {
            return "";
        }
        var actions = "\"" + fields[2].replace(",", "\",\"") + "\"";
        return "{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[%s]}"
                .formatted(fields[0], fields[1], actions);
    }

    private byte[] signature(String text) {
        try {
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(text.getBytes(UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs with ES256", e);
        }
    }
}
