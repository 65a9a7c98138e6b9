package dev.tug.internal.name;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/// Questions for addresses, and their answers, as bytes (RFC 1035 4).
///
/// A question about one name is all that is asked, so that this is less than a library would be.
final class DnsMessage {
    /// The largest message that TCP and HTTPS carry.
    static final int BYTES_MAX = 65_535;

    private static final int HEAD_BYTES = 12;
    private static final int FLAGS_AT = 3;
    private static final int QUESTIONS_AT = 4;
    private static final int LABEL_MAX = 63;
    private static final int INTERNET = 1;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int CODE = 0xf;
    private static final int POINTER = 0xc0;
    private static final int RECORDS_MAX = 64;

    private DnsMessage() {}

    /// A kind of record (RFC 1035 3.2.2, RFC 3596 2.1).
    enum Type {
        A(1, 4),
        AAAA(28, 16);

        private final int code;
        private final int bytes;

        Type(int code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }
    }

    /// @param id 0..65535; 0 over HTTPS (RFC 8484 4.1)
    /// @throws IOException if `host` can be no name
    static byte[] question(int id, String host, Type type) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (int field : new int[] {id, RECURSION_DESIRED, 1, 0, 0, 0}) {
            out.writeShort(field);
        }
        for (var label : ascii(host).split("\\.", -1)) {
            if (label.isEmpty() || label.length() > LABEL_MAX) {
                throw new IOException("no name: " + host);
            }
            out.writeByte(label.length());
            out.write(label.getBytes(US_ASCII));
        }
        out.writeByte(0);
        out.writeShort(type.code);
        out.writeShort(INTERNET);
        return bytes.toByteArray();
    }

    private static String ascii(String host) throws IOException {
        try {
            var name = IDN.toASCII(host);
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        } catch (IllegalArgumentException e) {
            throw new IOException("no name: " + host, e);
        }
    }

    /// Empty if `message` is no answer to `question`.
    static Optional<DnsAnswer> answer(byte[] question, byte[] message, Type type) {
        try {
            return isOf(question, message)
                    ? read(ByteBuffer.wrap(message), type)
                    : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException | IOException _) {
            return Optional.empty();
        }
    }

    /// Whether the message has the question's number, and repeats the question; who fails need not.
    private static boolean isOf(byte[] question, byte[] message) {
        if (message.length < HEAD_BYTES
                || message[0] != question[0]
                || message[1] != question[1]
                || (message[2] << Byte.SIZE & RESPONSE) == 0) {
            return false;
        }
        var head = ByteBuffer.wrap(message, QUESTIONS_AT, 2 * Short.BYTES);
        int questions = head.getShort();
        int records = head.getShort();
        return questions == 0
                ? records == 0 && (message[FLAGS_AT] & CODE) != 0
                : questions == 1 && repeats(question, message);
    }

    /// Letters may come back in the other case.
    private static boolean repeats(byte[] question, byte[] message) {
        return message.length >= question.length
                && text(question).equalsIgnoreCase(text(Arrays.copyOf(message, question.length)));
    }

    private static String text(byte[] message) {
        return new String(message, HEAD_BYTES, message.length - HEAD_BYTES, ISO_8859_1);
    }

    private static Optional<DnsAnswer> read(ByteBuffer message, Type type) throws IOException {
        message.position(Short.BYTES);
        int flags = Short.toUnsignedInt(message.getShort());
        int questions = Short.toUnsignedInt(message.getShort());
        int records = Math.min(RECORDS_MAX, Short.toUnsignedInt(message.getShort()));
        message.position(message.position() + 2 * Short.BYTES);
        for (int i = 0; i < questions; i++) {
            skipName(message);
            message.position(message.position() + 2 * Short.BYTES);
        }
        var addresses = new ArrayList<InetAddress>();
        long seconds = Long.MAX_VALUE;
        for (int i = 0; i < records; i++) {
            skipName(message);
            int kind = Short.toUnsignedInt(message.getShort());
            int space = Short.toUnsignedInt(message.getShort());
            long lifetime = Integer.toUnsignedLong(message.getInt());
            var value = new byte[Short.toUnsignedInt(message.getShort())];
            message.get(value);
            if (kind == type.code && space == INTERNET && value.length == type.bytes) {
                addresses.add(InetAddress.getByAddress(value));
                seconds = Math.min(seconds, lifetime);
            }
        }
        var lifetime = addresses.isEmpty() ? Duration.ZERO : Duration.ofSeconds(seconds);
        return Optional.of(new DnsAnswer(flags & CODE, addresses, lifetime));
    }

    /// A name is labels up to an empty one, or up to a pointer to the rest of it.
    private static void skipName(ByteBuffer message) {
        for (int length = message.get() & 0xff; length != 0; length = message.get() & 0xff) {
            if ((length & POINTER) == POINTER) {
                message.position(message.position() + 1);
                return;
            }
            message.position(message.position() + length);
        }
    }
}
