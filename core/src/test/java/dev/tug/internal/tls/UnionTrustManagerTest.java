package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

final class UnionTrustManagerTest {
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void the_first_source_is_read_ahead_and_only_once() {
        var first =
                source(() -> {
                    reads.incrementAndGet();
                    return List.of();
                });
        var second =
                source(() -> {
                    throw new IllegalStateException("the second is read when the first is no help");
                });
        var trust = trusting(first, second);
        trust.readAhead();
        trust.readAhead();

        assertThat(first.certificates()).isEmpty();
        assertThat(reads).hasValue(1);
    }

    @Test
    void what_cannot_be_read_ahead_is_left_to_the_handshake() {
        var trust =
                trusting(
                        source(() -> {
                            throw new IllegalStateException("broken");
                        }));

        assertThatCode(trust::readAhead).doesNotThrowAnyException();
    }

    private static Source source(Supplier<List<X509Certificate>> read) {
        return new Source(Origin.SYSTEM, "", read);
    }

    private static UnionTrustManager trusting(Source... sources) {
        return new UnionTrustManager(
                List.of(sources), Distrust.NONE, Issuers.NONE, InstantSource.system());
    }
}
