package dev.tug.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// One answer that is held until it is scanned; for use by one thread.
final class Hold {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final Rule.ScanAndHold rule;
    private final byte[] head;
    private final byte[] body;
    private final OutputStream out;
    private int here;
    private int delivered;
    private long nextTrickleNanos;

    Hold(Rule.ScanAndHold rule, byte[] head, int length, OutputStream out) {
        this.rule = rule;
        this.head = head;
        this.body = new byte[length];
        this.out = out;
    }

    void begin() throws IOException {
        switch (rule.comfort()) {
            case Rule.Comfort.Silence() -> {}
            case Rule.Comfort.Trickle(var every) -> {
                out.write(head);
                nextTrickleNanos = Ticks.nanos() + every.toNanos();
            }
            case Rule.Comfort.AtEnd _ -> out.write(head);
        }
    }

    void take(byte[] bytes, int from, int count) throws IOException {
        System.arraycopy(bytes, from, body, here, count);
        here += count;
        switch (rule.comfort()) {
            case Rule.Comfort.Silence() -> {}
            case Rule.Comfort.Trickle(var every) -> trickle(every);
            case Rule.Comfort.AtEnd(var percent) ->
                    deliverTo(Math.min(here, (int) (body.length * (long) percent / 100)));
        }
    }

    void deliver() throws IOException, InterruptedException {
        var scanNanos = (long) (rule.perMegabyte().toNanos() * (body.length / BYTES_PER_MEGABYTE));
        var endNanos = Ticks.nanos() + scanNanos;
        if (rule.comfort() instanceof Rule.Comfort.Trickle(var every)) {
            while (nextTrickleNanos < endNanos) {
                Ticks.sleep(Duration.ofNanos(nextTrickleNanos - Ticks.nanos()));
                trickle(every);
            }
        }
        Ticks.sleep(Duration.ofNanos(endNanos - Ticks.nanos()));
        if (rule.comfort() instanceof Rule.Comfort.Silence) {
            out.write(head);
        }
        deliverTo(body.length);
    }

    /// The last byte waits for the verdict.
    private void trickle(Duration every) throws IOException {
        if (Ticks.nanos() >= nextTrickleNanos) {
            nextTrickleNanos = Ticks.nanos() + every.toNanos();
            deliverTo(Math.min(delivered + 1, Math.min(here, body.length - 1)));
        }
    }

    private void deliverTo(int end) throws IOException {
        if (end > delivered) {
            out.write(body, delivered, end - delivered);
            delivered = end;
        }
    }
}
