package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.Inspector;
import dev.tug.internal.profile.Egress;
import dev.tug.internal.profile.KeptPaths;
import dev.tug.internal.profile.PathKey;
import dev.tug.internal.tls.Seen;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

final class OnlookersTest {
    private static final Inspector ZSCALER =
            new Inspector(Optional.of("Zscaler"), "CN=Zscaler Root CA", "aa".repeat(32));
    private static final Inspector ACME =
            new Inspector(Optional.empty(), "CN=Acme Root", "bb".repeat(32));
    private static final String HOST = "cdn.example:443";
    private static final Egress HERE =
            new Egress(Egress.DIRECT, Optional.empty(), "192.168.7.0/24");
    private static final PathKey PATH = HERE.to("registry.example");

    private final InstantSource time = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private final KeptPaths memory = new KeptPaths(Optional.empty(), time, _ -> {});

    private Onlookers pull(Optional<Boolean> assumed) {
        return new Onlookers(assumed, memory, _ -> HERE, time);
    }

    private Onlookers pull() {
        return pull(Optional.empty());
    }

    private static Seen by(Inspector inspector) {
        return new Seen(true, Seen.Old.NO, Optional.of(inspector));
    }

    @Test
    void tells_of_an_inspector_once_for_each_host() {
        var pull = pull();

        assertThat(pull.met(HOST, by(ZSCALER)))
                .containsExactly(new PullEvent.Inspected("cdn.example", Optional.of(ZSCALER), ""));
        assertThat(pull.met(HOST, by(ZSCALER))).isEmpty();
        assertThat(pull.proved()).contains(ZSCALER.fingerprint());
    }

    @Test
    void has_nothing_to_tell_of_a_host_without() {
        var pull = pull();

        assertThat(pull.met(HOST, Seen.NOTHING)).isEmpty();
        assertThat(pull.proved()).isEmpty();
    }

    @Test
    void tells_what_changed_since_the_last_pull() {
        var first = pull();
        first.met(HOST, Seen.NOTHING);
        first.keep();
        var second = pull();
        assertThat(second.met(HOST, by(ZSCALER)))
                .extracting(event -> ((PullEvent.Inspected) event).words())
                .containsExactly(
                        "cdn.example: inspected by Zscaler (CN=Zscaler Root CA); nobody read along at"
                                + " the last pull");
        second.keep();
        var third = pull();
        assertThat(third.met(HOST, by(ACME)))
                .extracting(event -> ((PullEvent.Inspected) event).change())
                .containsExactly("at the last pull that was Zscaler (CN=Zscaler Root CA)");
        third.keep();
        assertThat(pull().met(HOST, Seen.NOTHING))
                .extracting(event -> ((PullEvent.Inspected) event).words())
                .containsExactly(
                        "cdn.example: not inspected; at the last pull that was an unknown authority"
                                + " (CN=Acme Root)");
    }

    @Test
    void expects_who_read_along_at_the_last_pull_over_this_path() {
        memory.learn(
                HERE.inspectedBy(Optional.of(ZSCALER.fingerprint())).to("registry.example"),
                RememberedPathTest.TWO);

        assertThat(pull().expected(PATH)).contains(ZSCALER.fingerprint());
        assertThat(pull().expected(HERE.to("other.example"))).isEmpty();
        assertThat(pull().proved()).isEmpty();
    }

    @Test
    void who_knows_better_is_obeyed() {
        var denied = pull(Optional.of(false));
        assertThat(denied.met(HOST, by(ZSCALER))).isEmpty();
        assertThat(denied.expected(PATH)).isEmpty();
        assertThat(denied.proved()).isEmpty();

        var assumed = pull(Optional.of(true));
        assertThat(assumed.expected(PATH)).contains(Egress.ASSUMED);
        assertThat(assumed.met(HOST, by(ZSCALER))).hasSize(1);
        assertThat(assumed.proved()).contains(ZSCALER.fingerprint());
    }

    @Test
    void what_only_1_2_gets_through_to_is_not_believed_for_longer_because_it_is_believed() {
        var proved = new Seen(true, Seen.Old.PROVED, Optional.empty());
        var remembered = new Seen(true, Seen.Old.REMEMBERED, Optional.empty());
        var longAgo = Instant.parse("2026-02-25T12:00:00Z");
        var first =
                new Onlookers(Optional.empty(), memory, _ -> HERE, InstantSource.fixed(longAgo));
        first.met(HOST, proved);
        first.keep();

        var later = pull();
        later.met(HOST, remembered);
        later.keep();

        assertThat(memory.host(HERE.way(), HERE.network(), HOST))
                .hasValueSatisfying(known -> assertThat(known.learned()).isEqualTo(longAgo));
    }

    @Test
    void what_was_seen_once_is_not_told_and_is_tried_again_by_the_next_pull() {
        var first = pull();
        assertThat(first.met(HOST, new Seen(true, Seen.Old.SUSPECTED, Optional.empty()))).isEmpty();
        first.keep();

        assertThat(memory.isOld(HERE.network(), HOST)).isTrue();
        assertThat(memory.isOldDue(HERE.network(), HOST)).isTrue();
    }

    @Test
    void what_was_proved_is_told_and_holds_for_the_next_pull() {
        var first = pull();
        assertThat(first.met(HOST, new Seen(true, Seen.Old.PROVED, Optional.empty()))).hasSize(1);
        first.keep();

        assertThat(memory.isOld(HERE.network(), HOST)).isTrue();
        assertThat(memory.isOldDue(HERE.network(), HOST)).isFalse();
    }

    @Test
    void tells_who_is_not_verified_and_warns_of_old_tls() {
        assertThat(pull().met(HOST, new Seen(false, Seen.Old.PROVED, Optional.empty())))
                .hasSize(2)
                .startsWith(new PullEvent.Unverified("cdn.example"))
                .last()
                .isInstanceOf(PullEvent.Warning.class);
    }
}
