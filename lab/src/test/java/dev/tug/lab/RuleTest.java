package dev.tug.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tug.lab.ApplianceRules.Overflow;
import dev.tug.lab.Fault.CutKind;
import dev.tug.lab.RawClient.End;
import dev.tug.lab.RawClient.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.net.ssl.SSLSocket;

/// Watches every rule of the appliance on the wire.
@Timeout(60)
final class RuleTest {
    private static final int SIZE = 300_000;
    private static final GeneratedModel MODEL = GeneratedModel.simple(1, SIZE);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final GeneratedBlob blob = MODEL.layers().getFirst().blob();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Lab lab;
    private Appliance appliance;

    @BeforeEach
    void start() {
        lab = Lab.start(MODEL);
        behind();
    }

    @AfterEach
    void stop() {
        lab.close();
        threads.close();
    }

    @Test
    void the_later_of_two_rules_of_one_kind_holds() {
        var rules =
                ApplianceRules.of(new Rule.ConnectionRate(1), new Rule.LinkRate(3))
                        .with(new Rule.ConnectionRate(2));

        assertThat(rules.bytesPerSecond(1)).isEqualTo(2);
        assertThat(rules.linkBytesPerSecond()).isEqualTo(3);
    }

    @Test
    void one_link_carries_all_connections() throws Exception {
        behind(new Rule.LinkRate(1_000_000));
        try (var first = connect();
                var second = connect()) {
            long start = System.nanoTime();
            var one = getLater(first);

            assertThat(get(second).length() + one.get().length()).isEqualTo(2 * SIZE);
            assertThat(millisSince(start)).isGreaterThan(550);
        }
    }

    @Test
    void some_connections_are_slow() throws Exception {
        behind(Rule.SlowConnections.oneIn(2, 600_000));
        try (var first = connect();
                var second = connect()) {
            long start = System.nanoTime();
            var slow = getLater(first);

            assertThat(get(second).end()).isEqualTo(End.COMPLETE);
            assertThat(slow.isDone()).isFalse();
            assertThat(slow.get().end()).isEqualTo(End.COMPLETE);
            assertThat(millisSince(start)).isGreaterThan(450);
        }
    }

    @Test
    void slow_connections_are_a_share_of_all_and_follow_from_the_seed() {
        var some = Rule.SlowConnections.some(0.1, 1, 1).which();
        var same = Rule.SlowConnections.some(0.1, 1, 1).which();
        var other = Rule.SlowConnections.some(0.1, 2, 1).which();
        int slow = 0;
        int different = 0;
        for (long number = 1; number <= 10_000; number++) {
            assertThat(same.test(number)).isEqualTo(some.test(number));
            slow += some.test(number) ? 1 : 0;
            different += other.test(number) == some.test(number) ? 0 : 1;
        }

        assertThat(slow).isBetween(900, 1_100);
        assertThat(different).isGreaterThan(1_000);
    }

    @Test
    void an_age_is_spread_by_its_jitter_and_follows_from_the_seed() {
        var rules =
                ApplianceRules.of(
                        new Rule.LifetimeMax(
                                Duration.ofSeconds(10), Duration.ofSeconds(2), CutKind.RST));
        var other = rules.with(new Rule.Seed(2));
        long low = Long.MAX_VALUE;
        long high = 0;
        for (var number = 1; number <= 1000; number++) {
            long millis = Lifespan.of(rules, number).orElseThrow().age().toMillis();
            low = Math.min(low, millis);
            high = Math.max(high, millis);
        }

        assertThat(low).isBetween(8_000L, 8_200L);
        assertThat(high).isBetween(11_800L, 12_000L);
        assertThat(Lifespan.of(rules, 7)).isEqualTo(Lifespan.of(rules, 7));
        assertThat(Lifespan.of(rules, 7)).isNotEqualTo(Lifespan.of(other, 7));
    }

    @Test
    void random_cuts_come_at_their_rate() {
        var rules = ApplianceRules.of(new Rule.RandomCuts(30, CutKind.RST));
        long millis = 0;
        for (var number = 1; number <= 10_000; number++) {
            millis += Lifespan.of(rules, number).orElseThrow().age().toMillis();
        }

        assertThat(millis / 10_000).isBetween(1_900L, 2_100L);
    }

    @ParameterizedTest
    @EnumSource(CutKind.class)
    void random_cuts_end_a_connection_as_they_say(CutKind kind) throws Exception {
        behind(new Rule.RandomCuts(600, kind));
        lab.cdn().script(_ -> new Fault.StallAfter(1_000));
        try (var client = connect()) {
            assertThat(get(client).end()).isNotIn(End.COMPLETE, End.SILENCE);
        } catch (IOException e) {
            // Chance may cut it in its handshake.
        }
        assertThat(appliance.killed()).isEqualTo(1);
    }

    @Test
    void handshakes_in_a_hurry_are_refused_for_a_time() throws Exception {
        behind(new Rule.HandshakeLimit(2, Duration.ofMinutes(1)));
        connect().close();
        connect().close();

        assertThatExceptionOfType(IOException.class).isThrownBy(this::connect);
        assertThatExceptionOfType(IOException.class).isThrownBy(this::connect);
        assertThat(appliance.refused()).isEqualTo(2);
        assertThat(appliance.events().toString()).contains("too many in a second", "penalty");
    }

    @Test
    void slow_handshakes_take_their_time_side_by_side() throws Exception {
        behind(new Rule.SlowHandshakes(Duration.ofMillis(400)));
        long start = System.nanoTime();
        var clients = new ArrayList<Future<RawClient>>();
        for (var number = 0; number < 8; number++) {
            clients.add(threads.submit(this::connect));
        }
        for (var client : clients) {
            client.get().close();
        }

        assertThat(millisSince(start)).isBetween(400L, 3_100L);
    }

    @Test
    void a_handshake_can_be_cut() throws Exception {
        behind(new Rule.HandshakeCuts(number -> number == 1));

        assertThatExceptionOfType(IOException.class).isThrownBy(this::connect);
        try (var second = connect()) {
            assertThat(get(second).end()).isEqualTo(End.COMPLETE);
        }
        assertThat(appliance.killed()).isEqualTo(1);
    }

    @Test
    void one_connection_too_many_can_be_answered_with_a_page() throws Exception {
        behind(new Rule.OpenMax(1, new Overflow.AnswerNew(403)));
        try (var first = connect();
                var second = connect()) {
            var page = get(second);

            assertThat(page.status()).isEqualTo(403);
            assertThat(page.header("Content-Type")).isEqualTo("text/html");
            assertThat(get(first).end()).isEqualTo(End.COMPLETE);
        }
        assertThat(appliance.refused()).isEqualTo(1);
    }

    @Test
    void a_ceiling_that_comes_down_ends_those_above_it() throws Exception {
        var overflow = new Overflow.KillAll(CutKind.RST, Duration.ZERO, Duration.ZERO);
        behind(new Rule.OpenMax(2, overflow));
        lab.cdn().script(_ -> new Fault.StallAfter(1_000));
        try (var first = connect();
                var second = connect()) {
            var one = getLater(first);
            var two = getLater(second);
            assertThat(lab.cdn().journal().awaitRequests(2, Duration.ofSeconds(5))).isTrue();

            appliance.rulesAfter(
                    Duration.ofMillis(1), ApplianceRules.of(new Rule.OpenMax(1, overflow)));

            assertThat(one.get().end()).isEqualTo(End.RESET);
            assertThat(two.get().end()).isEqualTo(End.RESET);
        }
        assertThat(appliance.killed()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void answers_that_are_too_long_do_not_come_through(Rule.Refusal what) throws Exception {
        behind(new Rule.AnswerMax(100_000, what));
        try (var client = connect()) {
            assertThat(get(client, "Range: bytes=0-99999").end()).isEqualTo(End.COMPLETE);

            var blocked = get(client, "Range: bytes=0-100000");

            assertThat(blocked.status())
                    .isEqualTo(
                            switch (what) {
                                case CLOSE -> 0;
                                case CLOSE_AFTER_HEAD -> 206;
                                case PAGE -> 403;
                            });
            assertThat(blocked.end())
                    .isEqualTo(what == Rule.Refusal.PAGE ? End.COMPLETE : End.CLOSE_NOTIFY);
            assertThat(blocked.body().latin1()).doesNotContain(content(0, 100));
        }
        assertThat(appliance.blocked()).isEqualTo(1);
    }

    @Test
    void an_answer_is_silent_until_it_is_scanned() throws Exception {
        behind(scan(new Rule.Comfort.Silence(), Duration.ofSeconds(2)));
        try (var client = connect()) {
            client.silentAfterMillis(200);
            var response = get(client);

            assertThat(response.status()).isZero();
            assertThat(response.end()).isEqualTo(End.SILENCE);
        }
        try (var client = connect()) {
            long start = System.nanoTime();
            var response = get(client, "Range: bytes=0-199999");

            assertThat(response.end()).isEqualTo(End.COMPLETE);
            assertThat(response.body().latin1()).isEqualTo(content(0, 200_000));
            assertThat(millisSince(start)).isGreaterThan(399);
        }
        assertThat(appliance.held()).isEqualTo(2);
    }

    @Test
    void an_answer_trickles_while_it_is_scanned() throws Exception {
        behind(scan(new Rule.Comfort.Trickle(Duration.ofMillis(50)), Duration.ofSeconds(3)));
        try (var client = connect()) {
            client.silentAfterMillis(450);
            var response = get(client);

            assertThat(response.end()).isEqualTo(End.COMPLETE);
            assertThat(response.body().latin1()).isEqualTo(content(0, SIZE));
        }
    }

    @Test
    void an_answer_pauses_at_its_end_while_it_is_scanned() throws Exception {
        behind(scan(new Rule.Comfort.AtEnd(95), Duration.ofSeconds(10)));
        try (var client = connect()) {
            client.silentAfterMillis(300);
            var response = get(client);

            assertThat(response.end()).isEqualTo(End.SILENCE);
            assertThat(response.length()).isEqualTo(SIZE * 95 / 100);
        }
    }

    @Test
    void longer_answers_than_are_scanned_pass_at_once() throws Exception {
        behind(new Rule.ScanAndHold(Duration.ofDays(1), new Rule.Comfort.Silence(), SIZE - 1));
        try (var client = connect()) {
            assertThat(get(client).end()).isEqualTo(End.COMPLETE);
        }
        assertThat(appliance.held()).isZero();
    }

    @Test
    void bodies_without_a_length_pass() throws Exception {
        behind(scan(new Rule.Comfort.Silence(), Duration.ofDays(1)));
        lab.cdn().script(_ -> new Fault.Chunked());
        try (var client = connect()) {
            assertThat(get(client).body().latin1()).isEqualTo(content(0, SIZE));
            assertThat(get(client).end()).isEqualTo(End.COMPLETE);
        }
    }

    @Test
    void starvation_lets_one_go_on_and_silences_the_others() throws Exception {
        behind(new Rule.Starvation(1, Duration.ZERO), new Rule.ConnectionRate(SIZE / 2));
        try (var first = connect();
                var second = connect()) {
            first.silentAfterMillis(900);
            second.silentAfterMillis(900);
            var one = getLater(first);
            var other = get(second);

            // Whose answer begins first is nobody's to say.
            var both = List.of(one.get(), other);
            assertThat(both)
                    .extracting(answer -> answer.end())
                    .containsExactlyInAnyOrder(End.COMPLETE, End.SILENCE);
            assertThat(both)
                    .filteredOn(answer -> answer.end() == End.SILENCE)
                    .allMatch(starved -> starved.length() == 0);
        }
    }

    @Test
    void starvation_can_go_round() throws Exception {
        behind(new Rule.Starvation(1, Duration.ofMillis(60)), new Rule.ConnectionRate(SIZE));
        try (var first = connect();
                var second = connect()) {
            second.silentAfterMillis(900);
            var one = getLater(first);
            assertThat(lab.cdn().journal().awaitRequests(1, Duration.ofSeconds(5))).isTrue();

            assertThat(get(second).end()).isEqualTo(End.COMPLETE);
            assertThat(one.get().end()).isEqualTo(End.COMPLETE);
        }
    }

    @Test
    void an_outage_silences_all_and_passes() throws Exception {
        try (var before = connect()) {
            assertThat(get(before).end()).isEqualTo(End.COMPLETE);
            appliance.beginOutage(Appliance.OutageKind.SWALLOW);
            var live = getLater(before);
            var fresh = threads.submit(this::connect);

            assertThat(lab.cdn().journal().awaitRequests(2, Duration.ofMillis(300))).isFalse();
            assertThat(live.isDone()).isFalse();
            assertThat(fresh.isDone()).isFalse();
            appliance.endOutage();

            assertThat(live.get().end()).isEqualTo(End.COMPLETE);
            fresh.get().close();
        }
        assertThat(appliance.outages())
                .singleElement()
                .satisfies(silence ->
                        assertThat(silence.endNanos() - silence.startNanos())
                                .isGreaterThan(300 * NANOS_PER_MILLI));
    }

    @Test
    void an_outage_can_refuse() throws Exception {
        appliance.beginOutage(Appliance.OutageKind.REFUSE);

        assertThatExceptionOfType(IOException.class).isThrownBy(this::connect);
        assertThat(appliance.refused()).isEqualTo(1);
        appliance.endOutage();
        connect().close();
    }

    @Test
    void http_2_is_chosen_if_it_is_offered_and_breaks() throws Exception {
        behind(new Rule.BrokenHttp2());
        var url = URI.create(lab.cdn().baseUrl());
        var factory = appliance.authority().clientContext().getSocketFactory();
        try (var tcp = new Socket(url.getHost(), url.getPort());
                var ssl = (SSLSocket) factory.createSocket(tcp, "127.0.0.1", url.getPort(), true)) {
            var parameters = ssl.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1", "h2"});
            ssl.setSSLParameters(parameters);
            ssl.startHandshake();
            assertThat(ssl.getApplicationProtocol()).isEqualTo("h2");
            ssl.getOutputStream().write(1);

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> ssl.getInputStream().readAllBytes());
        }
        try (var client = connect()) {
            assertThat(get(client).end()).isEqualTo(End.COMPLETE);
        }
        assertThat(appliance.killed()).isEqualTo(1);
    }

    private void behind(Rule... rules) {
        appliance = lab.withAppliance(ApplianceRules.of(rules));
    }

    private static Rule scan(Rule.Comfort comfort, Duration perMegabyte) {
        return new Rule.ScanAndHold(perMegabyte, comfort, Rule.ScanAndHold.BYTES_MAX);
    }

    private RawClient connect() throws IOException {
        return new RawClient(appliance.authority().clientContext(), lab.cdn().baseUrl());
    }

    private Response get(RawClient client, String... headers) throws IOException {
        return client.send("GET", lab.cdn().pathOf(blob.hex()), headers);
    }

    private Future<Response> getLater(RawClient client) {
        return threads.submit((Callable<Response>) () -> get(client));
    }

    private String content(int from, int count) {
        var bytes = new byte[count];
        blob.read(from, bytes, 0, count);
        return RawClient.Bytes.of(bytes).latin1();
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
    }
}
