package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A proxy's answer to a CONNECT, with the start of its body.
///
/// @param fields header fields in their order, names in lower case
/// @param body at most 64 KiB
/// @param reusable whether the connection can carry another request
public record ProxyAnswer(
        int status, List<Map.Entry<String, String>> fields, ByteBuffer body, boolean reusable) {
    /// Nobody has a reason for more than one.
    private static final int INTERIM_MAX = 8;

    private static final int TRAILERS_MAX = 64;
    private static final int HEAD_BYTES_MAX = 64 << 10;
    private static final int BODY_BYTES_MAX = 64 << 10;

    /// Below 256 MiB, of which 64 KiB are read.
    private static final int CHUNK_DIGITS_MAX = 7;

    /// For a page whose end nothing tells but the end of the connection, which may never come: its start
    /// is there by then.
    private static final Duration OPEN_BODY_MAX = Duration.ofSeconds(1);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int OK = 200;
    private static final int ERROR = 300;
    private static final int AUTHENTICATION_REQUIRED = 407;

    public ProxyAnswer {
        fields = List.copyOf(fields);
        body = body.asReadOnlyBuffer();
    }

    /// Reads one, and not a byte more than belongs to it; interim answers are passed over.
    static ProxyAnswer read(PatientInput in) throws IOException {
        for (int heads = 0; heads <= INTERIM_MAX; heads++) {
            var lines = head(in);
            var status = status(lines.getFirst());
            if (status < OK) {
                continue;
            }
            var fields = fields(lines);
            // What follows the head of a success is the tunnel's (RFC 9110 9.3.6).
            if (status < ERROR) {
                return new ProxyAnswer(status, fields, NOTHING, true);
            }
            var head = new ProxyAnswer(status, fields, NOTHING, false);
            return head.withBody(in, lines.getFirst().startsWith("HTTP/1.0"));
        }
        throw new IOException("answers that its answer is to come, and no more");
    }

    private static List<String> head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException(
                        head.size() == 0 ? "closed without an answer" : "closed within its answer");
            }
            if (head.size() >= HEAD_BYTES_MAX) {
                throw new IOException("answered with more than 64 KiB of header fields");
            }
            head.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        return head.toString(ISO_8859_1).lines().toList();
    }

    private static int status(String line) throws IOException {
        var words = line.split(" ", 3);
        if (!words[0].startsWith("HTTP/") || words.length < 2 || !words[1].matches("\\d{3}")) {
            throw new IOException("does not speak HTTP");
        }
        return Integer.parseInt(words[1]);
    }

    private static List<Map.Entry<String, String>> fields(List<String> lines) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        for (var line : lines.subList(1, lines.size())) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                fields.add(
                        Map.entry(
                                line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                                line.substring(colon + 1).strip()));
            }
        }
        return fields;
    }

    private ProxyAnswer withBody(PatientInput in, boolean old) throws IOException {
        boolean chunked =
                header("transfer-encoding")
                        .filter(text -> text.toLowerCase(Locale.ROOT).contains("chunked"))
                        .isPresent();
        long length =
                header("content-length")
                        .filter(text -> text.matches("\\d{1,18}"))
                        .map(Long::parseLong)
                        .orElse(-1L);
        if (!chunked && length < 0) {
            // What a challenge says is said by its fields: curl does not wait for a page either.
            var page = status == AUTHENTICATION_REQUIRED ? NOTHING : open(in);
            return new ProxyAnswer(status, fields, page, false);
        }
        var start = chunked ? chunks(in) : in.readNBytes((int) Math.min(length, BODY_BYTES_MAX));
        boolean whole = chunked ? start.length < BODY_BYTES_MAX : start.length == length;
        return new ProxyAnswer(status, fields, ByteBuffer.wrap(start), whole && staysOpen(old));
    }

    private static ByteBuffer open(PatientInput in) throws IOException {
        in.endWithin(OPEN_BODY_MAX);
        var body = new byte[BODY_BYTES_MAX];
        int length = 0;
        try {
            for (int read = 0; read >= 0 && length < body.length; length += Math.max(0, read)) {
                read = in.read(body, length, body.length - length);
            }
        } catch (SocketTimeoutException _) {
            // It is kept open, and what has come is all that there is to see.
        }
        return ByteBuffer.wrap(body, 0, length).slice();
    }

    private boolean staysOpen(boolean old) {
        var words =
                (header("connection").orElse("") + "," + header("proxy-connection").orElse(""))
                        .toLowerCase(Locale.ROOT);
        return !words.contains("close") && (!old || words.contains("keep-alive"));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (body.size() < BODY_BYTES_MAX) {
            var digits = line(in).replaceAll("[^0-9A-Fa-f].*", "");
            if (digits.length() > CHUNK_DIGITS_MAX) {
                throw new IOException("answered with a chunk of nonsense");
            }
            int size = Integer.parseInt("0" + digits, 16);
            if (size == 0) {
                passTrailers(in);
                break;
            }
            body.write(in.readNBytes(Math.min(size, BODY_BYTES_MAX - body.size())));
            line(in);
        }
        return body.toByteArray();
    }

    /// They tell nothing.
    private static void passTrailers(InputStream in) throws IOException {
        for (int lines = 0; !line(in).isEmpty(); lines++) {
            if (lines >= TRAILERS_MAX) {
                throw new IOException("answered with trailers without end");
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (line.length() > HEAD_BYTES_MAX) {
                throw new IOException("answered with a line that does not end");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /// The first value of a field.
    ///
    /// @param name in lower case
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /// All values of a field.
    ///
    /// @param name in lower case
    public List<String> headers(String name) {
        return fields.stream()
                .filter(field -> field.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }
}
