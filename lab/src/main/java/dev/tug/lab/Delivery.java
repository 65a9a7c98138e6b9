package dev.tug.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/// Sends one response with its fault; for use by the thread of the connection.
final class Delivery {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final Wire wire;
    private final Journal journal;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    Delivery(Wire wire, Journal journal) {
        this.wire = wire;
        this.journal = journal;
    }

    /// Sends the response.
    ///
    /// @return whether the connection can carry another one
    boolean send(LabRequest request, Answer meant, Fault fault)
            throws IOException, InterruptedException {
        var distortion = Distortion.of(fault);
        Ticks.sleep(distortion.latency);
        if (distortion.closeBeforeHeaders().isPresent()) {
            wire.end(distortion.closeBeforeHeaders().get());
            return false;
        }
        var answer = distortion.replacement().orElse(meant);
        var selection = Selection.of(request, answer, distortion);
        var closes = distortion.closeDelimited || asksForClose(request);
        var head = head(answer, selection, distortion, closes);
        if (distortion.cutInHead().isPresent()) {
            wire.out().write(head, 0, head.length / 2);
            wire.end(distortion.cutInHead().get());
            return false;
        }
        wire.out().write(head);
        if (!request.method().equals("HEAD")) {
            sendBody(answer, selection, distortion);
        }
        if (closes) {
            wire.end(Fault.CutKind.FIN_WITH_CLOSE_NOTIFY);
        }
        return !closes;
    }

    private void sendBody(Answer answer, Selection selection, Distortion distortion)
            throws IOException {
        var counts = answer.ranged() && selection.length() > 0;
        var bytes = distortion.gzip ? Long.MAX_VALUE : length(selection, distortion);
        var framing = new BodyStream.Framing(isChunked(distortion), bytes);
        try (var flight = new Flight(journal, counts);
                var body = new BodyStream(wire, distortion, framing, flight)) {
            if (distortion.gzip) {
                var zipped = new GZIPOutputStream(body, BUFFER_BYTES);
                copy(answer.body(), selection, distortion, zipped);
                zipped.finish();
            } else {
                copy(answer.body(), selection, distortion, body);
            }
            body.complete();
        }
    }

    private void copy(
            GeneratedBlob blob, Selection selection, Distortion distortion, OutputStream out)
            throws IOException {
        var offset = selection.first();
        var end = offset + length(selection, distortion);
        while (offset < end) {
            var count = (int) Math.min(buffer.length, end - offset);
            blob.read(offset, buffer, 0, count);
            var corrupt = distortion.corruptOffset - offset;
            if (corrupt >= 0 && corrupt < count) {
                buffer[(int) corrupt] ^= (byte) distortion.corruptMask;
            }
            out.write(buffer, 0, count);
            offset += count;
        }
    }

    private static byte[] head(
            Answer answer, Selection selection, Distortion distortion, boolean closes) {
        var head = new StringBuilder("HTTP/1.1 " + selection.status() + " Lab\r\n");
        answer.headers().forEach((name, value) -> line(head, name, value));
        selection.contentRange().ifPresent(range -> line(head, "Content-Range", range));
        if (distortion.gzip) {
            line(head, "Content-Encoding", "gzip");
        }
        if (isChunked(distortion)) {
            line(head, "Transfer-Encoding", "chunked");
        } else if (!distortion.closeDelimited) {
            line(head, "Content-Length", Long.toString(length(selection, distortion)));
        }
        if (closes) {
            line(head, "Connection", "close");
        }
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    private static long length(Selection selection, Distortion distortion) {
        return Math.min(selection.length(), distortion.lengthMax);
    }

    private static boolean isChunked(Distortion distortion) {
        return (distortion.chunked || distortion.gzip) && !distortion.closeDelimited;
    }

    private static boolean asksForClose(LabRequest request) {
        return request.header("Connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
