package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.blob.Digest;
import dev.tug.failure.NameTrouble;
import dev.tug.failure.Page;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

final class RetryRuleTest {
    private static final Duration OUTAGE = Duration.ofSeconds(63);
    private static final Digest DIGEST = Digest.of(new byte[0]);
    private final RetryRule rule = new RetryRule(6, OUTAGE);
    private final SplittableRandom random = new SplittableRandom(1);

    static Stream<TransferFailure> counted() {
        return Stream.of(
                new TransferFailure.Cut("h", 0, "reset"),
                new TransferFailure.Stalled("h", Duration.ofSeconds(30)),
                new TransferFailure.WrongRange("h", "odd"),
                new TransferFailure.ProxyRefused("h", "http://p:1", 403, "", ""),
                refused(403, Duration.ZERO),
                refused(408, Duration.ZERO),
                refused(410, Duration.ZERO),
                refused(425, Duration.ZERO),
                refused(429, Duration.ZERO),
                refused(500, Duration.ZERO),
                refused(502, Duration.ZERO),
                refused(503, Duration.ZERO),
                refused(504, Duration.ZERO),
                refused(524, Duration.ZERO));
    }

    static Stream<TransferFailure> outages() {
        return Stream.of(
                new TransferFailure.Unresolved("h"),
                new TransferFailure.Unreachable("h", "refused"),
                new TransferFailure.ProxyUnreachable("http://p:1", "HTTPS_PROXY", "refused"),
                new TransferFailure.ProxyRefused("h", "http://p:1", 502, "", ""),
                new TransferFailure.ProxyRefused("h", "http://p:1", 503, "", ""),
                new TransferFailure.ProxyRefused("h", "http://p:1", 504, "", ""),
                new TransferFailure.HandshakeFailed("h", "closed"));
    }

    static Stream<TransferFailure> terminal() {
        return Stream.of(
                new TransferFailure.Untrusted("h", "CN=Box", "unknown"),
                new TransferFailure.BadRedirect("h", "to http"),
                new TransferFailure.ProxyDenied("http://p:1", List.of("NTLM"), "me", "refused"),
                new TransferFailure.ProxyScriptFailed("p.pac", "--proxy-pac", "line 1"),
                new TransferFailure.Corrupt(DIGEST, DIGEST),
                refused(400, Duration.ZERO),
                refused(401, Duration.ZERO),
                refused(404, Duration.ZERO),
                refused(405, Duration.ZERO),
                refused(407, Duration.ZERO),
                refused(451, Duration.ZERO),
                refused(429, Duration.ofSeconds(601)));
    }

    @ParameterizedTest
    @MethodSource("counted")
    void six_in_a_row_end_it(TransferFailure failure) {
        for (int tries = 1; tries < 6; tries++) {
            assertThat(judge(failure, tries, false, Duration.ofHours(1)))
                    .isInstanceOf(RetryRule.Verdict.Again.class);
        }
        assertThat(judge(failure, 6, false, Duration.ZERO)).isEqualTo(giveUp());
        assertThat(RetryRule.isOutage(failure)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("counted")
    void while_others_move_nothing_ends(TransferFailure failure) {
        assertThat(judge(failure, 1_000, true, Duration.ZERO))
                .isInstanceOf(RetryRule.Verdict.Again.class);
    }

    @ParameterizedTest
    @MethodSource("outages")
    void an_outage_is_measured_by_the_clock(TransferFailure failure) {
        assertThat(RetryRule.isOutage(failure)).isTrue();
        assertThat(judge(failure, 1_000, false, OUTAGE.minusMillis(1)))
                .isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(judge(failure, 1, false, OUTAGE)).isEqualTo(giveUp());
    }

    @ParameterizedTest
    @EnumSource(NameTrouble.class)
    void a_name_server_that_has_answered_for_good_is_believed_soon(NameTrouble trouble) {
        var failure = new TransferFailure.Unresolved("h", trouble);
        boolean isSoon =
                switch (trouble) {
                    case NO_SUCH_NAME, NO_ADDRESS, HIDDEN, REFUSED -> true;
                    case UNKNOWN, SERVER_FAILURE, NO_ANSWER -> false;
                };

        assertThat(RetryRule.firstAnswer(failure, OUTAGE))
                .isEqualTo(isSoon ? Duration.ofSeconds(4) : OUTAGE);
        assertThat(RetryRule.firstAnswer(failure, Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(RetryRule.isOutage(failure)).isTrue();
    }

    static Stream<TransferFailure> named() {
        return Stream.of(NameTrouble.NO_SUCH_NAME, NameTrouble.NO_ANSWER)
                .map(trouble -> new TransferFailure.Unresolved("proxy", trouble));
    }

    @ParameterizedTest
    @MethodSource("named")
    void a_proxy_s_name_is_doubted_as_long_as_a_server_s(TransferFailure.Unresolved name) {
        var proxy = TransferFailure.ProxyUnreachable.of("http://proxy:1", "HTTPS_PROXY", name);

        assertThat(RetryRule.firstAnswer(proxy, OUTAGE))
                .isEqualTo(RetryRule.firstAnswer(name, OUTAGE));
        assertThat(proxy.summary()).endsWith("no address found for it: " + name.trouble().words());
    }

    static Stream<TransferFailure> plain() {
        var plain = new TransferFailure.HandshakeFailed("h", TransferFailure.HandshakeFailed.PLAIN);
        return Stream.of(
                plain, TransferFailure.ProxyUnreachable.of("https://p:1", "HTTPS_PROXY", plain));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void who_speaks_no_tls_is_believed_the_second_time(TransferFailure failure) {
        assertThat(judge(failure, 1, false, Duration.ZERO))
                .isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(judge(failure, 2, false, Duration.ZERO)).isEqualTo(giveUp());
    }

    @ParameterizedTest
    @MethodSource("plain")
    void in_the_middle_of_a_pull_who_speaks_no_tls_is_waited_for(TransferFailure failure) {
        assertThat(judge(failure, 2, true, Duration.ZERO))
                .isInstanceOf(RetryRule.Verdict.Again.class);
    }

    @ParameterizedTest
    @MethodSource("terminal")
    void some_failures_are_final_at_once(TransferFailure failure) {
        assertThat(judge(failure, 1, true, Duration.ZERO)).isEqualTo(giveUp());
    }

    @ParameterizedTest
    @EnumSource(
            value = Page.Kind.class,
            names = {"MALWARE", "PORTAL", "LOGIN", "BLOCK"})
    void a_page_that_is_beyond_doubt_ends_a_pull_that_has_nothing(Page.Kind kind) {
        assertThat(page(kind, "Zscaler", 1, false)).isEqualTo(giveUp());
    }

    @ParameterizedTest
    @EnumSource(
            value = Page.Kind.class,
            names = {"UNKNOWN", "BLOCK"})
    void a_page_of_nobody_is_asked_for_once_more(Page.Kind kind) {
        assertThat(page(kind, "", 1, false)).isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(page(kind, "", 2, false)).isEqualTo(giveUp());
    }

    @Test
    void a_page_once_bytes_have_come_is_a_matter_for_the_usual_budget() {
        assertThat(page(Page.Kind.BLOCK, "squid", 5, true))
                .isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(page(Page.Kind.BLOCK, "squid", 6, true)).isEqualTo(giveUp());
    }

    @Test
    void malware_is_asked_for_once_more_at_most() {
        assertThat(page(Page.Kind.MALWARE, "Fortinet", 1, true))
                .isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(page(Page.Kind.MALWARE, "Fortinet", 2, true)).isEqualTo(giveUp());
    }

    @ParameterizedTest
    @EnumSource(
            value = Page.Kind.class,
            names = {"PROXY", "SIZE"})
    void what_may_pass_has_the_usual_budget(Page.Kind kind) {
        assertThat(page(kind, "squid", 5, false)).isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(page(kind, "squid", 6, false)).isEqualTo(giveUp());
    }

    private RetryRule.Verdict page(Page.Kind kind, String vendor, int tries, boolean begun) {
        var answer = new Page.Answer(403, "", "text/html", "", "");
        var failure = new TransferFailure.Blocked("h", new Page(kind, vendor, "", "", answer));
        var state = new RetryRule.State(tries, tries, false, false, begun, Duration.ofSeconds(1));
        return rule.judge(failure, state, random);
    }

    @Test
    void failures_that_do_not_count_leave_the_budget_alone() {
        var state = new RetryRule.State(5, 500, false, false, false, Duration.ZERO);

        assertThat(rule.judge(new TransferFailure.Cut("h", 0, ""), state, random))
                .isInstanceOf(RetryRule.Verdict.Again.class);
    }

    @Test
    void waits_as_long_as_the_server_asks() {
        var failure = refused(429, Duration.ofSeconds(7));

        assertThat(judge(failure, 1, false, Duration.ZERO))
                .isEqualTo(new RetryRule.Verdict.Again(Duration.ofSeconds(7)));
    }

    @Test
    void waits_longer_than_the_server_asks_if_that_is_due() {
        assertThat(delay(refused(503, Duration.ofMillis(1)), 20)).isGreaterThan(1_999);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 10, 31, 32, 100, 50_000, Integer.MAX_VALUE})
    void delays_grow_with_the_square_and_are_spread(int inARow) {
        double step = 10.0 * Math.max(1, inARow) * Math.max(1, inARow);
        double middle = Math.min(step, 10_000);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int sample = 0; sample < 500; sample++) {
            long millis = delay(new TransferFailure.Unreachable("h", ""), inARow);
            assertThat((double) millis).isBetween(middle * 0.5 - 1, middle * 1.5 + 1);
            least = Math.min(least, millis);
            most = Math.max(most, millis);
        }
        assertThat((double) least).isLessThan(middle * 0.7);
        assertThat((double) most).isGreaterThan(middle * 1.3);
    }

    @Test
    void a_stall_that_nobody_else_answers_in_is_measured_by_the_clock_too() {
        var stalled = new TransferFailure.Stalled("h", Duration.ofSeconds(30));
        var state = new RetryRule.State(99, 99, false, true, false, Duration.ofSeconds(1));

        assertThat(rule.judge(stalled, state, random)).isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(judge(stalled, 99, false, Duration.ofSeconds(1))).isEqualTo(giveUp());
    }

    private long delay(TransferFailure failure, int inARow) {
        var state = new RetryRule.State(1, inARow, false, false, false, Duration.ZERO);
        return ((RetryRule.Verdict.Again) rule.judge(failure, state, random)).delay().toMillis();
    }

    private RetryRule.Verdict judge(
            TransferFailure failure, int inARow, boolean othersMoved, Duration silence) {
        return rule.judge(
                failure,
                new RetryRule.State(inARow, inARow, othersMoved, false, false, silence),
                random);
    }

    @Test
    void a_pull_under_way_outlives_minutes_of_server_errors_and_no_more_than_ten() {
        var unavailable = new TransferFailure.Refused("h", 503, Duration.ZERO, "", "");
        var lasting = new RetryRule(6, Duration.ofHours(12));
        var after9 = new RetryRule.State(99, 99, false, false, true, Duration.ofMinutes(9));
        var after11 = new RetryRule.State(99, 99, false, false, true, Duration.ofMinutes(11));

        assertThat(lasting.judge(unavailable, after9, random))
                .isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(lasting.judge(unavailable, after11, random)).isEqualTo(giveUp());
    }

    @Test
    void who_is_forbidden_in_the_middle_is_told_so_after_the_usual_tries() {
        var forbidden = new TransferFailure.Refused("h", 403, Duration.ZERO, "", "");
        var state = new RetryRule.State(6, 6, false, false, true, Duration.ofSeconds(1));

        assertThat(rule.judge(forbidden, state, random)).isEqualTo(giveUp());
    }

    private static RetryRule.Verdict giveUp() {
        return new RetryRule.Verdict.GiveUp();
    }

    private static TransferFailure refused(int status, Duration retryAfter) {
        return new TransferFailure.Refused("h", status, retryAfter, "text/plain", "");
    }
}
