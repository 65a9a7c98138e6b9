package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

final class DoubtsTest {
    @Test
    void what_broke_comes_before_what_two_requests_brought_and_that_before_the_rest() {
        var doubts = new Doubts();
        doubts.shared(1);
        doubts.shared(4);
        doubts.broken(4, 6);

        assertThat(doubts.batches(7))
                .containsExactly(List.of(4, 5), List.of(1), List.of(0, 2, 3, 6));
    }

    @Test
    void batches_grow_and_hold_every_chunk_once() {
        var batches = new Doubts().batches(100);

        assertThat(batches).extracting(List::size).containsExactly(16, 32, 52);
        assertThat(batches.stream().flatMap(List::stream))
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void a_large_blob_takes_few() {
        assertThat(new Doubts().batches(1 << 18)).hasSizeLessThan(16);
    }

    @Test
    void of_an_empty_blob_there_are_none() {
        assertThat(new Doubts().batches(0)).isEmpty();
    }

    @Test
    void a_copy_goes_its_own_way() {
        var doubts = new Doubts();
        var copy = doubts.copy();
        doubts.broken(1, 2);

        assertThat(copy.batches(2)).containsExactly(List.of(0, 1));
    }
}
