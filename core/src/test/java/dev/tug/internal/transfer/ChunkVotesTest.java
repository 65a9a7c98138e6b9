package dev.tug.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.Digest;

import org.junit.jupiter.api.Test;

final class ChunkVotesTest {
    private static final Digest A = Digest.of(new byte[] {1});
    private static final Digest B = Digest.of(new byte[] {2});
    private static final Digest C = Digest.of(new byte[] {3});

    private final ChunkVotes votes = new ChunkVotes();

    @Test
    void what_comes_twice_in_the_same_way_is_trusted() {
        votes.before(7, A);

        assertThat(votes.again(7, A)).isTrue();
        assertThat(votes.isUndecided()).isFalse();
        assertThat(votes.differing()).isEmpty();
    }

    @Test
    void what_comes_otherwise_is_open_until_it_comes_once_more_as_ever_before() {
        votes.before(7, A);

        assertThat(votes.again(7, B)).isFalse();
        assertThat(votes.again(7, C)).isFalse();
        assertThat(votes.isUndecided()).isTrue();
        assertThat(votes.again(7, A)).isTrue();
        assertThat(votes.isUndecided()).isFalse();
        assertThat(votes.differing()).containsExactly(7);
    }

    @Test
    void chunks_are_judged_one_by_one() {
        votes.before(2, A);
        votes.before(1, A);
        var _ = votes.again(2, B);
        var _ = votes.again(1, A);

        assertThat(votes.differing()).containsExactly(2);
        assertThat(votes.isCompared(1)).isTrue();
        assertThat(votes.isCompared(3)).isFalse();
    }
}
