package dev.tug.lab;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The head of a request: its request line and headers.
///
/// @param method as sent
/// @param target as sent
record Head(String method, String target, Map<String, List<String>> headers) {
    private static final int BYTES_MAX = 64 * 1024;
    private static final int BODY_BYTES_MAX = 1024 * 1024;

    /// Reads the next request, whose body is skipped.
    ///
    /// @throws EOFException if the client has closed the connection
    static Head read(InputStream in) throws IOException {
        var left = BYTES_MAX;
        var first = line(in, left);
        left -= first.length();
        var words = first.split(" ", -1);
        if (words.length != 3) {
            throw new IOException("not a request line");
        }
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            left -= line.length();
            var colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header line");
            }
            headers.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        var head = new Head(words[0], words[1], Collections.unmodifiableMap(headers));
        in.skipNBytes(head.bodyLength());
        return head;
    }

    LabRequest request(String server, long connection, int number) {
        var mark = target.indexOf('?');
        var path = mark < 0 ? target : target.substring(0, mark);
        var query = mark < 0 ? "" : target.substring(mark + 1);
        return new LabRequest(server, connection, number, method, path, query, headers);
    }

    private long bodyLength() throws IOException {
        var text = headers.getOrDefault("Content-Length", List.of("0")).getFirst();
        try {
            var length = Integer.parseInt(text);
            if (length >= 0 && length <= BODY_BYTES_MAX) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw new IOException("Content-Length is no number", e);
        }
        throw new IOException("request body too long: " + text);
    }

    private static String line(InputStream in, int charsMax) throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (line.length() >= charsMax) {
                throw new IOException("request head longer than " + BYTES_MAX + " bytes");
            }
            line.append((char) c);
        }
        var end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r'
                ? line.substring(0, end - 1)
                : line.toString();
    }
}
