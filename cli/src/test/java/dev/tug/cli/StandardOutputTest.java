package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

final class StandardOutputTest {
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    private int judged(OutputStream to, int code) {
        var output = new StandardOutput(to);
        var data = new PrintStream(output, false, UTF_8);
        data.println("data");
        data.flush();
        return output.judge(code, new PrintStream(complaints, true, UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, 0, 6",
        "No space left on device, 5, 5",
        "Broken pipe, 0, 0",
    })
    void counts_data_that_nobody_got_as_a_failure(String reason, int code, int judged) {
        assertThat(judged(failing(reason), code)).isEqualTo(judged);
        assertThat(complaints.toString(UTF_8).contains(reason)).isEqualTo(judged == 6);
    }

    @Test
    void passes_on_what_can_be_written() {
        var data = new ByteArrayOutputStream();

        assertThat(judged(data, 0)).isZero();
        assertThat(data.toString(UTF_8)).isEqualTo("data" + System.lineSeparator());
        assertThat(complaints.size()).isZero();
    }
}
