package dev.tug.internal.tls;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One value in ASN.1's distinguished encoding, as certificates are written (X.690 §8.1).
final class Der {
    static final int OCTETS = 0x04;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;

    /// Four bytes of length are more than anything that is read.
    private static final int LENGTH_BYTES_MAX = 3;

    private final int tag;
    private final byte[] content;

    private Der(int tag, byte[] content) {
        this.tag = tag;
        this.content = content;
    }

    /// The first byte, 0..255; tags of more bytes are in no certificate.
    int tag() {
        return tag;
    }

    /// The bytes of the value, which are the caller's to leave alone.
    byte[] content() {
        return content;
    }

    /// What is no such encoding, or ends too soon.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /// The values that stand one after the other in `bytes`.
    static List<Der> all(byte[] bytes) throws Malformed {
        var values = new ArrayList<Der>();
        int at = 0;
        while (at < bytes.length) {
            int head = head(bytes, at);
            int end = end(bytes, at);
            values.add(new Der(bytes[at] & 0xff, Arrays.copyOfRange(bytes, at + head, end)));
            at = end;
        }
        return values;
    }

    /// Where the value that begins at `at` ends.
    static int end(byte[] bytes, int at) throws Malformed {
        int head = head(bytes, at);
        int length = bytes[at + 1] & 0xff;
        if (length > 0x7f) {
            length =
                    new BigInteger(1, Arrays.copyOfRange(bytes, at + 2, at + head)).intValueExact();
        }
        if (length > bytes.length - at - head) {
            throw new Malformed();
        }
        return at + head + length;
    }

    /// Bytes of tag and length.
    private static int head(byte[] bytes, int at) throws Malformed {
        if (at + 2 > bytes.length) {
            throw new Malformed();
        }
        int more = bytes[at + 1] < 0 ? bytes[at + 1] & 0x7f : 0;
        if (more > LENGTH_BYTES_MAX
                || bytes[at + 1] == (byte) 0x80
                || at + 2 + more > bytes.length) {
            throw new Malformed();
        }
        return 2 + more;
    }

    /// The one value in `bytes`, which is of `tag`.
    static byte[] only(int tag, byte[] bytes) throws Malformed {
        var values = all(bytes);
        if (values.size() != 1 || values.getFirst().tag() != tag) {
            throw new Malformed();
        }
        return values.getFirst().content();
    }
}
