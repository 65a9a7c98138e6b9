package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;

import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Who logs in how, how often, and who waits meanwhile.
final class TalkTest {
    private static final ProxyServer PROXY = ProxyServer.parse("http://proxy:3128");
    private static final Talk.Tools TOOLS =
            new Talk.Tools(InstantSource.system(), () -> 1, Tickets.NONE);
    private static final CompletableFuture<?> NEVER = new CompletableFuture<>();
    private static final String BASIC = "Basic realm=\"corp\"";
    private static final String DIGEST = "Digest realm=\"corp\", nonce=\"n\", qop=\"auth\"";

    private static final Hop.Via VIA = new Hop.Via(PROXY, "test");

    private long now;
    private final Deque<ProxyLogin> answers = new ArrayDeque<>();
    private final List<Boolean> afterRefusal = new ArrayList<>();
    private final Refusals refusals = new Refusals();
    private Optional<ProxyLogin> kept = Optional.of(new ProxyLogin("me", "secret"));
    private final Door door = new Door(VIA, logins(), refusals, () -> now);

    private Logins logins() {
        return new Logins() {
            @Override
            public Optional<ProxyLogin> kept(ProxyServer proxy, boolean vouched) {
                return kept;
            }

            @Override
            public Optional<ProxyLogin> asked(
                    ProxyServer proxy, Optional<String> user, boolean refused) {
                afterRefusal.add(refused);
                return Optional.ofNullable(answers.poll());
            }
        };
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }

    private static String next(Talk talk, String... offered) throws Exception {
        return talk.next(List.of(offered), "CONNECT", "a:443");
    }

    private static TransferFailure.ProxyDenied denied(Talk talk, String... offered) {
        try {
            var word = next(talk, offered);
            throw new AssertionError("said " + word);
        } catch (ProxyException e) {
            return (TransferFailure.ProxyDenied) e.failure();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shows_nothing_before_it_is_asked_and_everything_once_it_worked() throws Exception {
        try (var first = Talk.at(door, TOOLS, NEVER)) {
            assertThat(first.first("CONNECT", "a:443")).isEmpty();
            assertThat(next(first, BASIC)).isEqualTo(basic("me:secret"));
            first.admitted();
        }
        try (var second = Talk.at(door, TOOLS, NEVER)) {
            assertThat(second.first("CONNECT", "a:443")).contains(basic("me:secret"));
        }
    }

    @Test
    void takes_the_strongest_scheme_that_it_has_a_login_for() throws Exception {
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            assertThat(next(talk, BASIC, "NTLM", DIGEST, "Negotiate")).startsWith("Digest ");
        }
    }

    @Test
    void a_wrong_password_is_tried_once_where_there_is_one_scheme() throws Exception {
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            next(talk, BASIC);
            assertThat(denied(talk, BASIC))
                    .isEqualTo(
                            new TransferFailure.ProxyDenied(
                                    "http://proxy:3128",
                                    List.of("Basic"),
                                    "me",
                                    "the password was refused"));
        }
        assertThatThrownBy(() -> Talk.at(door, TOOLS, NEVER)).isInstanceOf(ProxyException.class);
    }

    @Test
    void a_wrong_password_is_tried_twice_at_most_whatever_is_offered() throws Exception {
        answers.add(new ProxyLogin("me", "second"));
        answers.add(new ProxyLogin("me", "third"));
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            assertThat(next(talk, BASIC, DIGEST)).startsWith("Digest ");
            assertThat(next(talk, BASIC, DIGEST)).startsWith("Digest ");
            assertThat(denied(talk, BASIC, DIGEST).detail()).isEqualTo("the password was refused");
        }
        assertThat(answers).hasSize(1);
    }

    @Test
    void who_refused_a_proof_gets_no_password_in_the_clear() throws Exception {
        answers.add(new ProxyLogin("me", "second"));
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            assertThat(next(talk, BASIC, DIGEST)).startsWith("Digest ");
            assertThat(denied(talk, BASIC).detail()).isEqualTo("the password was refused");
        }
        assertThat(answers).hasSize(1);
    }

    @Test
    void who_took_a_proof_gets_no_password_in_the_clear_later() throws Exception {
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            next(talk, DIGEST);
            talk.admitted();
        }
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            assertThat(denied(talk, BASIC).detail())
                    .isEqualTo(
                            "it asks for the password in the clear, which it had a proof of before");
        }
    }

    @Test
    void in_tls_the_next_scheme_is_tried() throws Exception {
        var via = new Hop.Via(ProxyServer.parse("https://proxy:3128"), "test");
        try (var talk = Talk.at(new Door(via, logins(), refusals, () -> now), TOOLS, NEVER)) {
            assertThat(next(talk, BASIC, DIGEST)).startsWith("Digest ");
            assertThat(next(talk, BASIC, DIGEST)).startsWith("Basic ");
        }
    }

    @Test
    void of_a_crowd_that_comes_back_one_shows_the_password_first() throws Exception {
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            next(talk, BASIC);
            talk.admitted();
        }
        var gone = CompletableFuture.completedFuture(null);
        now = 60_000;
        try (var first = Talk.at(door, TOOLS, NEVER);
                var second = Talk.at(door, TOOLS, gone)) {
            assertThat(first.first("CONNECT", "a:443")).contains(basic("me:secret"));
            assertThatThrownBy(() -> second.first("CONNECT", "a:443"))
                    .isInstanceOf(InterruptedIOException.class);
            first.admitted();
            assertThat(second.first("CONNECT", "a:443")).contains(basic("me:secret"));
        }
    }

    @Test
    void of_a_crowd_whose_tunnels_were_cut_one_shows_the_password_first() throws Exception {
        var gone = CompletableFuture.completedFuture(null);
        try (var tunnel = new Socket();
                var other = new Socket()) {
            for (var end : List.of(tunnel, other)) {
                try (var talk = Talk.at(door, TOOLS, NEVER)) {
                    if (talk.first("CONNECT", "a:443").isEmpty()) {
                        next(talk, BASIC);
                    }
                    talk.admitted();
                    talk.holds(end);
                }
            }
        }
        // Not a moment has gone by.
        try (var first = Talk.at(door, TOOLS, NEVER);
                var second = Talk.at(door, TOOLS, gone)) {
            assertThat(first.first("CONNECT", "a:443")).contains(basic("me:secret"));
            assertThatThrownBy(() -> second.first("CONNECT", "a:443"))
                    .isInstanceOf(InterruptedIOException.class);
            first.admitted();
            assertThat(second.first("CONNECT", "a:443")).contains(basic("me:secret"));
        }
    }

    @Test
    void sixteen_whose_password_was_changed_under_way_show_it_once() throws Exception {
        var ends = new ArrayList<Socket>();
        for (int i = 0; i < 16; i++) {
            try (var talk = Talk.at(door, TOOLS, NEVER)) {
                if (talk.first("CONNECT", "a:443").isEmpty()) {
                    next(talk, BASIC);
                }
                talk.admitted();
                ends.add(new Socket());
                talk.holds(ends.getLast());
            }
        }
        for (var end : ends) {
            end.close();
        }
        var shown = new AtomicInteger();
        var crowd = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                crowd.add(
                        threads.submit(() -> {
                            try (var talk = Talk.at(door, TOOLS, NEVER)) {
                                if (talk.first("CONNECT", "a:443").isPresent()) {
                                    shown.incrementAndGet();
                                }
                                return next(talk, BASIC);
                            }
                        }));
            }
        }
        assertThat(crowd).hasSize(16).allMatch(Future::isDone);
        assertThat(shown).hasValue(1);
    }

    @Test
    void who_calls_every_nonce_old_is_shown_two_proofs_in_all() throws Exception {
        var old = DIGEST + ", stale=true";
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            assertThat(next(talk, old)).startsWith("Digest ");
            assertThat(next(talk, old)).startsWith("Digest ");
            assertThat(denied(talk, old).detail()).isEqualTo("the password was refused");
        }
        assertThatThrownBy(() -> Talk.at(door, TOOLS, NEVER)).isInstanceOf(ProxyException.class);
    }

    @Test
    void a_digest_that_was_put_off_begins_the_next_connection() throws Exception {
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            next(talk, DIGEST);
            talk.putOff();
        }
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            assertThat(talk.first("CONNECT", "a:443")).get().asString().startsWith("Digest ");
            assertThat(denied(talk, DIGEST).detail()).isEqualTo("the password was refused");
        }
    }

    @Test
    void a_human_is_asked_when_what_was_kept_is_wrong() throws Exception {
        answers.add(new ProxyLogin("me", "right"));
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            next(talk, BASIC);
            assertThat(next(talk, BASIC)).isEqualTo(basic("me:right"));
            talk.admitted();
        }
        assertThat(afterRefusal).containsExactly(true);
    }

    @Test
    void what_was_refused_twice_in_this_process_is_tried_by_nobody_else() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (var talk = Talk.at(new Door(VIA, logins(), refusals, () -> now), TOOLS, NEVER)) {
                next(talk, BASIC);
                denied(talk, BASIC);
            }
        }
        try (var talk = Talk.at(new Door(VIA, logins(), refusals, () -> now), TOOLS, NEVER)) {
            assertThat(denied(talk, BASIC).detail()).isEqualTo("the password was refused before");
        }
    }

    @Test
    void a_password_that_stops_working_is_tried_once_more_than_it_worked() throws Exception {
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            next(talk, BASIC);
            talk.admitted();
        }
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            talk.first("CONNECT", "a:443");
            assertThat(denied(talk, BASIC).detail()).isEqualTo("the password was refused");
        }
    }

    @Test
    void says_what_is_missing() throws Exception {
        kept = Optional.empty();
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            assertThat(denied(talk, "NTLM", BASIC))
                    .isEqualTo(
                            new TransferFailure.ProxyDenied(
                                    "http://proxy:3128",
                                    List.of("NTLM", "Basic"),
                                    "",
                                    "no user and password are known"));
        }
        try (var talk = Talk.at(new Door(VIA, logins(), refusals, () -> now), TOOLS, NEVER)) {
            assertThat(denied(talk, "Negotiate").detail())
                    .isEqualTo("there is no Kerberos ticket that it takes");
        }
        kept = Optional.of(new ProxyLogin("me", Optional.empty()));
        try (var talk = Talk.at(new Door(VIA, logins(), refusals, () -> now), TOOLS, NEVER)) {
            assertThat(denied(talk, BASIC).detail()).isEqualTo("no password is known");
        }
        kept = Optional.of(new ProxyLogin("me", "secret"));
        try (var talk = Talk.at(new Door(VIA, logins(), refusals, () -> now), TOOLS, NEVER)) {
            assertThat(denied(talk, "Bearer").detail())
                    .isEqualTo("it offers no scheme that can be used");
        }
    }

    @Test
    void sixteen_go_in_one_by_one_and_all_learn_of_one_refusal() throws Exception {
        var said = new ConcurrentLinkedQueue<String>();
        var start = new CountDownLatch(1);
        var done = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                done.add(
                        threads.submit(() -> {
                            start.await();
                            try (var talk = Talk.at(door, TOOLS, NEVER)) {
                                said.add(next(talk, BASIC));
                                denied(talk, BASIC);
                            }
                            return null;
                        }));
            }
            start.countDown();
        }
        assertThat(said).hasSize(1);
        assertThat(done)
                .filteredOn(it -> it.state() == Future.State.FAILED)
                .allMatch(it -> it.exceptionNow() instanceof ProxyException);
    }

    @Test
    void who_waits_for_a_turn_can_be_called_off() throws Exception {
        try (var _ = Talk.at(door, TOOLS, NEVER)) {
            assertThatThrownBy(() -> Talk.at(door, TOOLS, CompletableFuture.completedFuture(null)))
                    .isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void ntlm_takes_three_messages_on_one_connection() throws Exception {
        var challenge =
                Base64.getEncoder()
                        .encodeToString(
                                HexFormat.of()
                                        .parseHex(
                                                "4e544c4d5353500002000000000000000000000001820000"
                                                        + "0123456789abcdef0000000000000000"));
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            assertThat(next(talk, "NTLM")).startsWith("NTLM TlRMTVNTUAAB");
            assertThat(next(talk, "NTLM " + challenge)).startsWith("NTLM TlRMTVNTUAAD");
            assertThat(denied(talk, "NTLM").detail()).isEqualTo("the password was refused");
        }
    }

    @Test
    void a_server_that_does_not_speak_ntlm_in_the_end_costs_no_try() throws Exception {
        try (var talk = Talk.at(door, TOOLS, NEVER)) {
            next(talk, "NTLM");
            assertThat(denied(talk, "NTLM").detail())
                    .isEqualTo("it offers no scheme that can be used");
        }
        assertThat(refusals.isSpent(PROXY, kept.orElseThrow())).isFalse();
    }
}
