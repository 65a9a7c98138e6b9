package dev.tug.internal.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(30)
final class NamesTest {
    private static final List<InetAddress> HERE = List.of(InetAddress.getLoopbackAddress());
    private static final CompletableFuture<Void> NEVER = new CompletableFuture<>();

    private final AtomicReference<Lookup> platform = new AtomicReference<>(_ -> HERE);
    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void asks_the_platform() throws Exception {
        assertThat(names(60).resolve("cdn.example", NEVER)).isEqualTo(HERE);
    }

    @Test
    void a_name_without_address_is_unknown() {
        platform.set(this::fails);

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> names(60).resolve("cdn.example", NEVER))
                .withMessageContaining("cdn.example");
    }

    @Test
    void the_last_answer_serves_while_there_is_no_better_one() throws Exception {
        var names = names(60);
        names.resolve("cdn.example", NEVER);
        platform.set(this::fails);

        assertThat(names.resolve("cdn.example", NEVER)).isEqualTo(HERE);
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> names.resolve("other.example", NEVER));
    }

    @Test
    void a_lookup_that_takes_too_long_is_left_to_itself() {
        platform.set(this::hangs);

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() ->
                        new Names(host -> platform.get().of(host), Duration.ofMillis(20))
                                .resolve("cdn.example", NEVER));
        never.countDown();
    }

    @Test
    void an_abort_ends_the_wait_for_one_that_hangs() {
        platform.set(this::hangs);
        var aborted = new CompletableFuture<Void>();
        aborted.complete(null);

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> names(3_600).resolve("cdn.example", aborted));
        never.countDown();
    }

    @Test
    void addresses_in_digits_are_no_names() throws Exception {
        platform.set(this::fails);

        assertThat(names(60).resolve("127.0.0.1", NEVER)).hasSize(1);
        assertThat(names(60).resolve("::1", NEVER)).hasSize(1);
    }

    private Names names(long patienceSeconds) {
        return new Names(host -> platform.get().of(host), Duration.ofSeconds(patienceSeconds));
    }

    private List<InetAddress> fails(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }

    private List<InetAddress> hangs(String host) throws UnknownHostException {
        try {
            never.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException(host);
    }
}
