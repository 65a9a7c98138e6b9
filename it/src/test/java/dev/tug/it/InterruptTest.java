package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/// Ctrl-C, and a second command beside the first.
final class InterruptTest {
    /// The shell's number for a program that SIGINT ended.
    private static final int INTERRUPTED = 130;

    private static final long SIZE = 96_000_000;
    private static final int INTERRUPTS = 3;

    /// The aim is 200 ms, which is printed; the start of `kill`, the end of a JVM and machines with
    /// other work to do are part of what is measured here.
    private static final Duration END_MAX = Duration.ofSeconds(1);

    @TempDir Path directory;

    @Test
    void ends_at_once_on_ctrl_c_and_goes_on_later() throws Exception {
        try (var lab = CommandLab.start(directory, SIZE, "limit_rate 2m;")) {
            var losses = new Losses(lab.nginx());
            for (var round = 1; round <= INTERRUPTS; round++) {
                var before = lab.nginx().servedInAll().blobBytes();
                var running = lab.pull();
                lab.awaitServed(before + SIZE / 20, running);

                var pressed = System.currentTimeMillis();
                var took = running.interrupt(round % 2 + 1);

                System.out.printf("round %d ended %d ms after Ctrl-C%n", round, took.toMillis());
                assertThat(running.awaitEnd()).as(running.errors()).isEqualTo(INTERRUPTED);
                assertThat(running.output() + running.errors()).contains("interrupted");
                assertThat(took).isLessThan(END_MAX);
                losses.ended(pressed);
                PulledModel.assertNothingHalfDone(lab.command().models(), lab.name(), lab.model());
            }
            var last = lab.pull();

            assertThat(last.awaitEnd()).as(last.errors()).isZero();
            PulledModel.assertStored(lab.command().models(), lab.name(), lab.model());
            losses.assertSmall();
        }
    }

    @Test
    void two_at_once_fetch_each_byte_once() throws Exception {
        try (var lab = CommandLab.start(directory, SIZE, "limit_rate 2m;")) {
            var first = lab.pull();
            var second = lab.pull();

            assertThat(first.awaitEnd()).as(first.errors()).isZero();
            assertThat(second.awaitEnd()).as(second.errors()).isZero();
            PulledModel.assertStored(lab.command().models(), lab.name(), lab.model());
            assertThat(lab.nginx().servedInAll().blobBytes())
                    .isBetween(lab.size(), lab.size() + SIZE / 20);
        }
    }

    @Test
    void the_second_takes_over_when_the_first_dies() throws Exception {
        try (var lab = CommandLab.start(directory, SIZE, "limit_rate 512k;")) {
            var first = lab.pull();
            // A small layer is there, and the large one takes far longer than a start.
            lab.awaitServed(1, first);
            var second = lab.command().start("pull", "--json", lab.name().toString());
            second.awaitOutput("\"waiting\"");

            first.kill();

            assertThat(second.awaitEnd()).as(second.errors()).isZero();
            PulledModel.assertStored(lab.command().models(), lab.name(), lab.model());
            // How little that costs is what the crash test asserts.
            System.out.printf(
                    "taken over: %d bytes served again%n",
                    lab.nginx().servedInAll().blobBytes() - lab.size());
        }
    }
}
