package dev.tug.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Ollama says in the same network, by the table of its errors and the words of Go.
final class OllamaWordsTest {
    private static String words(String name, Cause cause, TransferFailure failure) {
        return OllamaWords.of(
                Check.fail(
                        name, "host", "found", cause, new PullFailure.Network("it", 1, failure)));
    }

    @ParameterizedTest
    @CsvSource({
        "Connection refused, dial tcp ...: connect: connection refused",
        "No route to host, dial tcp ...: connect: no route to host",
        "Network is unreachable, dial tcp ...: connect: network is unreachable",
        "no answer within 10 s, dial tcp ...: i/o timeout",
    })
    void says_why_there_is_no_connection(String detail, String words) {
        var failure = new TransferFailure.Unreachable("host", detail);

        assertThat(words("connect", Cause.UNREACHABLE, failure)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"0, 'Get \"...\": EOF'", "7, max retries exceeded: unexpected EOF"})
    void tells_an_end_before_an_answer_from_one_within(long received, String words) {
        var failure = new TransferFailure.Cut("host", received, "FIN");

        assertThat(words("blobs", Cause.CUT, failure)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "blobs, RATE_LIMITED, max retries exceeded: EOF",
        "blobs, DENIED, max retries exceeded: EOF",
        "blobs, NOT_FOUND, max retries exceeded: EOF",
        "manifest, RATE_LIMITED, 429: Too Many Requests",
        "manifest, DENIED, unauthorized: access denied",
    })
    void never_names_the_status_of_a_blob(String name, Cause cause, String words) {
        assertThat(words(name, cause, new TransferFailure.Unresolved("host"))).isEqualTo(words);
    }

    @Test
    void is_silent_where_ollama_is() {
        assertThat(OllamaWords.of(Check.warn("tls", "host", "found", Cause.INSPECTED))).isEmpty();
    }
}
