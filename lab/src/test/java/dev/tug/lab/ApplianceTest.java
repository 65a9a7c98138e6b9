package dev.tug.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tug.lab.ApplianceRules.Overflow;
import dev.tug.lab.Fault.CutKind;
import dev.tug.lab.RawClient.End;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLHandshakeException;

final class ApplianceTest {
    private static final int SIZE = 300_000;
    private static final GeneratedModel MODEL = GeneratedModel.simple(1, SIZE);
    private static final ApplianceRules FREE = ApplianceRules.unlimited();

    private final GeneratedBlob blob = MODEL.layers().getFirst().blob();
    private Lab lab;

    @BeforeEach
    void start() {
        lab = Lab.start(MODEL);
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void stands_in_front_of_both_servers_with_certificates_of_its_own() throws Exception {
        var before = lab.registry().hostAndPort();
        var appliance = lab.withAppliance(FREE);

        assertThat(lab.registry().hostAndPort()).isNotEqualTo(before).startsWith("localhost:");
        try (var client = connect(appliance)) {
            var leaf = (X509Certificate) client.socket().getSession().getPeerCertificates()[0];
            assertThat(leaf.getIssuerX500Principal().getName())
                    .contains("Zscaler-like Lab Root CA");
            var response = client.send("GET", lab.cdn().pathOf(blob.hex()));
            assertThat(GeneratedBlob.of(response.body().toArray()).digest())
                    .isEqualTo(blob.digest());
        }
        assertThatExceptionOfType(SSLHandshakeException.class)
                .isThrownBy(
                        () -> new RawClient(lab.authority().clientContext(), lab.cdn().baseUrl()));
        appliance.close();
        assertThat(lab.registry().hostAndPort()).isEqualTo(before);
    }

    @Test
    void resets_a_connection_above_the_ceiling_and_spares_the_others() throws Exception {
        var appliance = lab.withAppliance(FREE.withOpenMax(2, new Overflow.RefuseNew()));
        try (var first = connect(appliance);
                var second = connect(appliance)) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(appliance));

            assertThat(get(first).end()).isEqualTo(End.COMPLETE);
            assertThat(get(second).end()).isEqualTo(End.COMPLETE);
        }
        assertThat(appliance.refused()).isEqualTo(1);
        assertThat(appliance.accepted()).isEqualTo(2);
        assertThat(appliance.openMax()).isEqualTo(2);
        assertThat(appliance.events().toString()).contains("refused, 2 are open");
    }

    @Test
    void does_not_refuse_a_client_that_closes_before_it_opens() throws Exception {
        var appliance = lab.withAppliance(FREE.withOpenMax(1, new Overflow.RefuseNew()));

        for (var round = 0; round < 20; round++) {
            try (var client = connect(appliance)) {
                assertThat(get(client).end()).isEqualTo(End.COMPLETE);
            }
        }

        assertThat(appliance.accepted()).isEqualTo(20);
        assertThat(appliance.refused()).isZero();
    }

    @ParameterizedTest
    @EnumSource(CutKind.class)
    void kills_all_connections_when_there_is_one_too_many(CutKind kind) throws Exception {
        var overflow = new Overflow.KillAll(kind, Duration.ZERO, Duration.ofMinutes(1));
        var appliance = lab.withAppliance(FREE.withOpenMax(1, overflow));
        lab.cdn().script(_ -> new Fault.StallAfter(1_000));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var first = connect(appliance)) {
            var response = threads.submit((Callable<RawClient.Response>) () -> get(first));
            assertThat(lab.cdn().journal().awaitRequests(1, Duration.ofSeconds(5))).isTrue();

            connectAndForget(appliance);

            assertThat(response.get().end()).isEqualTo(endOf(kind));
        }
        assertThat(appliance.killed()).isEqualTo(2);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(appliance));
        assertThat(appliance.refused()).isEqualTo(1);
        assertThat(lab.cdn().journal().awaitOpenAtMost(0, Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void spares_all_if_the_one_too_many_leaves_in_time() throws Exception {
        var overflow = new Overflow.KillAll(CutKind.RST, Duration.ofSeconds(1), Duration.ZERO);
        var appliance = lab.withAppliance(FREE.withOpenMax(1, overflow));
        try (var first = connect(appliance)) {
            connect(appliance).close();
            assertThat(lab.cdn().journal().awaitOpenAtMost(1, Duration.ofSeconds(5))).isTrue();
            lab.cdn().script(_ -> new Fault.Latency(Duration.ofMillis(1200)));

            assertThat(get(first).end()).isEqualTo(End.COMPLETE);
        }
        assertThat(appliance.killed()).isZero();
    }

    @Test
    void serves_the_first_connections_only() throws Exception {
        var appliance = lab.withAppliance(FREE.withConnectionsServed(1));
        try (var first = connect(appliance)) {
            assertThat(get(first).end()).isEqualTo(End.COMPLETE);
        }
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(appliance));
    }

    @Test
    void cuts_a_connection_that_is_too_old() throws Exception {
        var rules = FREE.withLifetimeMax(Duration.ofMillis(300), CutKind.FIN_BARE);
        var appliance = lab.withAppliance(rules);
        lab.cdn().script(_ -> new Fault.StallAfter(1_000));
        try (var client = connect(appliance)) {
            assertThat(get(client).end()).isEqualTo(End.BARE_FIN);
        }
        assertThat(appliance.killed()).isEqualTo(1);
    }

    @Test
    void cuts_a_connection_that_has_carried_its_bytes() throws Exception {
        var appliance =
                lab.withAppliance(FREE.withBytesMax(100_000, CutKind.FIN_WITH_CLOSE_NOTIFY));
        try (var client = connect(appliance)) {
            var response = get(client);

            assertThat(response.end()).isEqualTo(End.CLOSE_NOTIFY);
            assertThat(response.length()).isBetween(99_000, 100_000);
        }
        assertThat(lab.cdn().journal().awaitOpenAtMost(0, Duration.ofSeconds(5))).isTrue();
        assertThat(appliance.killed()).isEqualTo(1);
    }

    @Test
    void slows_each_connection_to_its_rate() throws Exception {
        var appliance = lab.withAppliance(FREE.withBytesPerSecond(1_000_000));
        try (var client = connect(appliance)) {
            var start = System.nanoTime();

            assertThat(get(client).length()).isEqualTo(SIZE);
            assertThat(System.nanoTime() - start).isGreaterThan(280_000_000L);
        }
    }

    @Test
    void spaces_handshakes_out() throws Exception {
        var appliance = lab.withAppliance(FREE.withHandshakesPerSecond(10));
        var start = System.nanoTime();

        for (var round = 0; round < 4; round++) {
            connect(appliance).close();
        }

        assertThat(System.nanoTime() - start).isGreaterThan(290_000_000L);
    }

    @Test
    void delays_requests() throws Exception {
        var appliance = lab.withAppliance(FREE.withLatency(Duration.ofMillis(120)));
        try (var client = connect(appliance)) {
            var start = System.nanoTime();

            assertThat(get(client).length()).isEqualTo(SIZE);
            assertThat(System.nanoTime() - start).isGreaterThan(120_000_000L);
        }
    }

    @Test
    void passes_a_reset_of_the_origin_on() throws Exception {
        var appliance = lab.withAppliance(FREE);
        lab.cdn().script(_ -> new Fault.CutAfter(10_000, CutKind.RST));
        try (var client = connect(appliance)) {
            assertThat(get(client).end()).isEqualTo(End.RESET);
        }
    }

    private RawClient connect(Appliance appliance) throws IOException {
        return new RawClient(appliance.authority().clientContext(), lab.cdn().baseUrl());
    }

    /// The appliance may kill this one before, in or after its handshake.
    private void connectAndForget(Appliance appliance) {
        try {
            connect(appliance).close();
        } catch (IOException e) {
            assertThat(appliance.killed()).isPositive();
        }
    }

    private RawClient.Response get(RawClient client) throws IOException {
        return client.send("GET", lab.cdn().pathOf(blob.hex()));
    }

    private static End endOf(CutKind kind) {
        return switch (kind) {
            case FIN_WITH_CLOSE_NOTIFY -> End.CLOSE_NOTIFY;
            case FIN_BARE -> End.BARE_FIN;
            case RST -> End.RESET;
            case TLS_ALERT -> End.ALERT;
            case BAD_RECORD_MAC -> End.BAD_RECORD;
        };
    }
}
