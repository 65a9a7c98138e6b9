package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConnectionsTest {
    private final Connections connections = new Connections();

    private void open(int stream, long now) {
        connections.opening(stream, now);
        connections.opened(stream, now + 20);
        connections.answered(stream, 4_000_000, now + 40);
    }

    @Test
    void counts_those_that_are_there() {
        open(0, 0);
        open(1, 100);
        connections.opening(2, 200);
        assertThat(connections.alive()).isEqualTo(2);

        connections.remove(0, 300);
        assertThat(connections.alive()).isEqualTo(1);
        assertThat(connections.lately(400)).isEqualTo(2);
        assertThat(connections.lately(2_000)).isEqualTo(1);
    }

    @Test
    void one_that_is_taken_over_from_an_idle_stream_is_no_second_one() {
        open(0, 0);
        connections.received(0, 5_000, 100);
        connections.completed(0, 200);
        connections.answered(1, 4_000_000, 300);

        assertThat(connections.alive()).isEqualTo(1);
        assertThat(connections.of(1).orElseThrow().bytes()).isEqualTo(5_000);
        assertThat(connections.of(0)).isEmpty();
    }

    @Test
    void knows_since_when_there_were_more_than_a_number() {
        for (int i = 0; i < 5; i++) {
            open(i, 1_000L * i);
        }

        assertThat(connections.millisAbove(2, 10_000)).isEqualTo(7_980);
        assertThat(connections.millisAbove(5, 10_000)).isZero();
        for (int i = 0; i < 5; i++) {
            connections.remove(i, 10_000);
        }
        assertThat(connections.millisAbove(2, 10_500)).isEqualTo(7_980);
        assertThat(connections.millisAbove(2, 20_000)).isZero();
    }

    @Test
    void one_that_is_gone_breaks_the_lasting_of_as_many() {
        for (int i = 0; i < 5; i++) {
            open(i, 1_000L * i);
        }
        assertThat(connections.lasting(5_000, 10_000)).isEqualTo(5);
        assertThat(connections.lasting(8_500, 10_000)).isEqualTo(2);

        connections.remove(1, 10_000);
        open(5, 10_100);
        assertThat(connections.lasting(5_000, 11_000)).isEqualTo(4);
    }

    @Test
    void tells_those_that_move() {
        open(0, 0);
        open(1, 0);
        connections.received(0, 1, 100);
        connections.received(1, 1, 9_000);

        assertThat(connections.moving(3_000, 10_000)).isEqualTo(1);
    }

    @Test
    void one_that_ends_in_peace_is_one_fewer_and_its_stream_may_open_another() {
        open(0, 0);
        open(1, 100);

        connections.remove(0, 5_000);
        assertThat(connections.alive()).isEqualTo(1);
        connections.remove(0, 5_100);
        assertThat(connections.alive()).isEqualTo(1);

        open(0, 6_000);
        assertThat(connections.alive()).isEqualTo(2);
        assertThat(connections.of(0).orElseThrow().bytes()).isZero();
    }
}
