package dev.tug.internal.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;

final class AddressMemoryTest {
    private static final InetSocketAddress ONE =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 443);
    private static final InetSocketAddress OTHER_PORT =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 444);

    private long now;
    private final AddressMemory memory = new AddressMemory(() -> now);

    @Test
    void an_address_that_failed_is_avoided_for_five_minutes() {
        assertThat(memory.isAvoided(ONE)).isFalse();
        memory.failed(ONE);
        now = AddressMemory.AVOIDED_MILLIS - 1;
        assertThat(memory.isAvoided(ONE)).isTrue();
        assertThat(memory.isAvoided(OTHER_PORT)).isFalse();
        now++;
        assertThat(memory.isAvoided(ONE)).isFalse();
    }

    @Test
    void one_that_works_again_is_forgiven() {
        memory.failed(ONE);
        memory.worked(ONE);

        assertThat(memory.isAvoided(ONE)).isFalse();
    }

    @Test
    void each_host_has_its_own_turns() {
        assertThat(memory.turn("a")).isZero();
        assertThat(memory.turn("a")).isEqualTo(1);
        assertThat(memory.turn("b")).isZero();
    }
}
