package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LearnedStreamsTest {
    @Test
    void a_transfer_starts_where_the_last_one_to_its_host_had_fallen() {
        var learned = new LearnedStreams();
        learned.endedAt("Registry.example", 4);
        learned.endedAt("registry.example", 16);

        assertThat(learned.startingAt("registry.example", 16)).isEqualTo(4);
        assertThat(learned.startingAt("registry.example", 2)).isEqualTo(2);
        assertThat(learned.startingAt("other.example", 16)).isEqualTo(16);
    }
}
