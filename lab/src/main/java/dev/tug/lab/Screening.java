package dev.tug.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// Reads the answers on their way to one client, and passes on, holds or blocks each.
///
/// For use by one thread. Once an answer comes without a `Content-Length`, all else on its
/// connection passes.
final class Screening {
    private static final int HEAD_BYTES_MAX = 64 * 1024;
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *(\\d{1,18})\r\n", Pattern.CASE_INSENSITIVE);
    private static final String TOO_LARGE = "The file is too large to be inspected.";

    private final Optional<Rule.AnswerMax> max;
    private final Optional<Rule.ScanAndHold> scan;
    private final OutputStream out;
    private final Counts counts;
    private final BooleanSupplier bodiless;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private Optional<Hold> hold = Optional.empty();
    private long bodyLeft;
    private boolean transparent;

    /// What the appliance wants to know.
    interface Counts {
        void held();

        void blocked();
    }

    /// The answer does not come through; its connection must end.
    static final class Blocked extends IOException {
        private static final long serialVersionUID = 1;
    }

    /// @param bodiless whether the answer that begins has no body whatever its head says
    Screening(ApplianceRules rules, OutputStream out, Counts counts, BooleanSupplier bodiless) {
        this.bodiless = bodiless;
        this.max = rules.find(Rule.AnswerMax.class);
        this.scan = rules.find(Rule.ScanAndHold.class);
        this.out = out;
        this.counts = counts;
        this.transparent = max.isEmpty() && scan.isEmpty();
    }

    /// Takes bytes from the origin.
    ///
    /// @throws Blocked if the client has got all that it will get
    void take(byte[] bytes, int count) throws IOException, InterruptedException {
        for (var done = 0; done < count; ) {
            if (transparent) {
                out.write(bytes, done, count - done);
                return;
            }
            done += bodyLeft > 0 ? takeBody(bytes, done, count) : takeHead(bytes, done, count);
        }
    }

    private int takeHead(byte[] bytes, int from, int to) throws IOException, InterruptedException {
        for (var at = from; at < to; at++) {
            head.write(bytes[at]);
            if (endsHead(bytes[at])) {
                decide(head.toByteArray());
                head.reset();
                return at + 1 - from;
            }
        }
        if (head.size() > HEAD_BYTES_MAX) {
            throw new IOException("an answer without end to its head");
        }
        return to - from;
    }

    private boolean endsHead(byte last) {
        return last == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n");
    }

    private void decide(byte[] answer) throws IOException, InterruptedException {
        var length = length(new String(answer, ISO_8859_1));
        transparent = length.isEmpty();
        bodyLeft = bodiless.getAsBoolean() ? 0 : length.orElse(0);
        if (max.isPresent() && bodyLeft > max.get().bytes()) {
            counts.blocked();
            block(max.get().what(), answer);
            throw new Blocked();
        }
        hold =
                scan.filter(rule -> bodyLeft > 0 && bodyLeft <= rule.bytesMax())
                        .map(rule -> new Hold(rule, answer, (int) bodyLeft, out));
        if (hold.isPresent()) {
            counts.held();
            hold.get().begin();
        } else {
            out.write(answer);
        }
    }

    private int takeBody(byte[] bytes, int from, int to) throws IOException, InterruptedException {
        var count = (int) Math.min(bodyLeft, to - from);
        bodyLeft -= count;
        if (hold.isPresent()) {
            hold.get().take(bytes, from, count);
            if (bodyLeft == 0) {
                hold.get().deliver();
                hold = Optional.empty();
            }
        } else {
            out.write(bytes, from, count);
        }
        return count;
    }

    private void block(Rule.Refusal what, byte[] answer) throws IOException {
        switch (what) {
            case CLOSE -> {}
            case CLOSE_AFTER_HEAD -> out.write(answer);
            case PAGE -> out.write(page(403, TOO_LARGE));
        }
    }

    /// A page in place of an answer, which ends the connection.
    static byte[] page(int status, String why) {
        var page = "<html><title>Blocked</title>" + why + "</html>";
        return ("HTTP/1.1 %d Blocked\r\nContent-Type: text/html\r\nContent-Length: %d\r\n"
                        + "Connection: close\r\n\r\n%s")
                .formatted(status, page.length(), page)
                .getBytes(ISO_8859_1);
    }

    /// Bytes of the body; empty if the head does not say.
    private static OptionalLong length(String head) {
        var match = LENGTH.matcher(head);
        return match.find()
                ? OptionalLong.of(Long.parseLong(match.group(1)))
                : OptionalLong.empty();
    }
}
