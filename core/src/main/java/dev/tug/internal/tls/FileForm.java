package dev.tug.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;
import java.util.Optional;

/// What a file of authorities may be instead of PEM or DER, as Windows and Java export them.
enum FileForm {
    /// `.p7b`, in DER or PEM.
    PKCS7("PKCS#7, of which `openssl pkcs7 -print_certs` makes PEM (in DER with `-inform DER`)"),
    /// `.pfx` or `.p12`.
    PKCS12("PKCS#12, of which `openssl pkcs12 -nokeys` makes PEM"),
    /// Java's own.
    JKS("a Java keystore, of which `keytool -exportcert -rfc` makes PEM"),
    /// Text of two bytes for each character.
    UTF16("UTF-16 text, of which `iconv -f UTF-16 -t UTF-8` makes PEM");

    private static final String SIGNED_DATA = "06092a864886f70d010702";
    private static final String VERSION_3 = "020103";

    /// What is looked at stands in the first bytes, or in the first block of PEM.
    private static final int HEAD_BYTES = 4096;

    private final String words;

    FileForm(String words) {
        this.words = words;
    }

    /// To follow "it is".
    String words() {
        return words;
    }

    /// Whether it begins as all certificates in DER do, which are longer than 127 bytes: a text may begin
    /// with a zero, and its second byte is a character.
    static boolean isDer(byte[] bytes) {
        return bytes.length > 1
                && bytes[0] == Der.SEQUENCE
                && bytes[1] > (byte) 0x80
                && bytes[1] <= (byte) 0x84;
    }

    /// Empty if it is none of these.
    static Optional<FileForm> of(byte[] bytes) {
        int length = Math.min(HEAD_BYTES, bytes.length);
        var head = new String(bytes, 0, length, ISO_8859_1);
        if (head.startsWith("\u00ff\u00fe")
                || head.startsWith("\u00fe\u00ff")
                || head.startsWith("-\0-\0")
                || head.startsWith("\0-\0-")) {
            return Optional.of(UTF16);
        }
        if (head.startsWith("\u00fe\u00ed\u00fe\u00ed")) {
            return Optional.of(JKS);
        }
        if (head.contains("-----BEGIN PKCS7-----")) {
            return Optional.of(PKCS7);
        }
        return isDer(bytes) ? ofDer(bytes) : Optional.empty();
    }

    private static Optional<FileForm> ofDer(byte[] bytes) {
        int at = 2 + (bytes[1] & 0x7f);
        var inside =
                at >= bytes.length
                        ? ""
                        : HexFormat.of()
                                .formatHex(bytes, at, Math.min(bytes.length, at + HEAD_BYTES));
        if (inside.startsWith(SIGNED_DATA)) {
            return Optional.of(PKCS7);
        }
        return inside.startsWith(VERSION_3) ? Optional.of(PKCS12) : Optional.empty();
    }
}
