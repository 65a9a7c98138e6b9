package dev.tug.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.RawClient.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

final class LabCdnTest {
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create("CN=CDN Test");

    private final GeneratedBlob blob = GeneratedBlob.random(5, 1000);
    private LabCdn cdn;

    @BeforeEach
    void start() {
        cdn = LabCdn.start(AUTHORITY);
        cdn.add(blob);
    }

    @AfterEach
    void stop() {
        cdn.close();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, bytes 0-0/1000, 1",
        "bytes=10-19, bytes 10-19/1000, 10",
        "bytes=990-, bytes 990-999/1000, 10",
        "bytes=990-5000, bytes 990-999/1000, 10",
        "bytes=-10, bytes 990-999/1000, 10",
        "bytes=-5000, bytes 0-999/1000, 1000",
    })
    void grants_a_single_range(String range, String contentRange, int length) throws Exception {
        var response = get("Range: " + range);

        assertThat(response.status()).isEqualTo(206);
        assertThat(response.header("Content-Range")).isEqualTo(contentRange);
        assertThat(response.header("Content-Length")).isEqualTo(Integer.toString(length));
        assertThat(response.length()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-4", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b"})
    void ignores_what_is_no_single_range(String range) throws Exception {
        var response = get("Range: " + range);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.length()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=5000-6000", "bytes=-0"})
    void answers_416_to_a_range_behind_the_end(String range) throws Exception {
        var response = get("Range: " + range);

        assertThat(response.status()).isEqualTo(416);
        assertThat(response.header("Content-Range")).isEqualTo("bytes */1000");
        assertThat(response.length()).isZero();
    }

    @Test
    void grants_a_range_only_if_the_entity_tag_still_holds() throws Exception {
        var condition = "If-Range: \"" + blob.hex() + "\"";

        assertThat(get("Range: bytes=0-9", condition).status()).isEqualTo(206);
        cdn.etagSuffix("-new");
        assertThat(get("Range: bytes=0-9", condition).status()).isEqualTo(200);
    }

    @Test
    void serves_many_requests_on_one_connection() throws Exception {
        try (var client = new RawClient(AUTHORITY.clientContext(), cdn.baseUrl())) {
            var head = client.send("HEAD", cdn.pathOf(blob.hex()));
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("1000");
            assertThat(client.send("GET", cdn.pathOf(blob.hex())).length()).isEqualTo(1000);
        }
        assertThat(cdn.journal().awaitRequests(2, Duration.ofSeconds(5))).isTrue();
        assertThat(cdn.journal().connectionsOpened()).isEqualTo(1);
        assertThat(cdn.journal().bodiesInFlightMax()).isEqualTo(1);
        assertThat(cdn.journal().bodyBytesSent()).isEqualTo(1000);
        assertThat(cdn.journal().requests(LabRequest::isBlob)).hasSize(2);
        assertThat(cdn.journal().awaitOpenAtMost(0, Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void counts_connections_and_bodies_in_flight() throws Exception {
        cdn.script(_ -> new Fault.StallAfter(10));
        var journal = cdn.journal();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var first = new RawClient(AUTHORITY.clientContext(), cdn.baseUrl());
                var second = new RawClient(AUTHORITY.clientContext(), cdn.baseUrl())) {
            first.silentAfterMillis(500);
            second.silentAfterMillis(500);
            var one = threads.submit(() -> first.send("GET", cdn.pathOf(blob.hex())));
            var two = threads.submit(() -> second.send("GET", cdn.pathOf(blob.hex())));

            assertThat(journal.awaitBodiesInFlight(2, Duration.ofSeconds(5))).isTrue();
            assertThat(journal.connectionsOpen()).isEqualTo(2);
            assertThat(one.get().length() + two.get().length()).isEqualTo(20);
        }
        assertThat(journal.awaitOpenAtMost(0, Duration.ofSeconds(5))).isTrue();
        assertThat(journal.connectionsOpenMax()).isEqualTo(2);
        journal.resetMaxima();
        assertThat(journal.connectionsOpenMax() + journal.bodiesInFlightMax()).isZero();
    }

    @Test
    void counts_how_often_the_same_bytes_are_asked_for() throws Exception {
        var journal = cdn.journal();
        var before = journal.askedMost();
        get("Range: bytes=10-19");
        get("Range: bytes=20-29");
        get();
        assertThat(before).isZero();
        assertThat(journal.askedMost()).isEqualTo(1);

        get("Range: bytes=20-25");

        assertThat(journal.askedMost()).isEqualTo(2);
    }

    @Test
    void never_counts_two_bodies_for_a_client_that_asks_for_one_after_the_other() throws Exception {
        try (var first = new RawClient(AUTHORITY.clientContext(), cdn.baseUrl());
                var second = new RawClient(AUTHORITY.clientContext(), cdn.baseUrl())) {
            for (var round = 0; round < 50; round++) {
                assertThat(first.send("GET", cdn.pathOf(blob.hex())).length()).isEqualTo(1000);
                assertThat(second.send("GET", cdn.pathOf(blob.hex())).length()).isEqualTo(1000);
            }
        }
        assertThat(cdn.journal().bodiesInFlightMax()).isEqualTo(1);
    }

    @Test
    void refuses_locations_that_it_was_told_to_expire() throws Exception {
        var old = cdn.locationOf(blob.hex());
        cdn.expireLocations();

        var response = RawClient.get(AUTHORITY.clientContext(), old);

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.header("Content-Type")).isEqualTo("application/xml");
        assertThat(response.body().latin1()).contains("<Code>AccessDenied</Code>");
        assertThat(get().status()).isEqualTo(200);
    }

    @Test
    void refuses_locations_that_are_used_up() throws Exception {
        cdn.locationUsesMax(2);
        cdn.expiredStatus(410);
        var location = cdn.locationOf(blob.hex());

        assertThat(RawClient.get(AUTHORITY.clientContext(), location).status()).isEqualTo(200);
        assertThat(RawClient.get(AUTHORITY.clientContext(), location).status()).isEqualTo(200);
        assertThat(RawClient.get(AUTHORITY.clientContext(), location).status()).isEqualTo(410);
    }

    @Test
    void refuses_locations_that_are_too_old() throws Exception {
        var now = new AtomicReference<>(Instant.EPOCH);
        cdn.locationLifetime(Duration.ofSeconds(3), now::get);
        var location = cdn.locationOf(blob.hex());

        assertThat(location).contains("X-Amz-Expires=3").contains("X-Amz-Date=19700101T000000Z");
        assertThat(RawClient.get(AUTHORITY.clientContext(), location).status()).isEqualTo(200);
        now.set(Instant.EPOCH.plusSeconds(3));
        assertThat(RawClient.get(AUTHORITY.clientContext(), location).status()).isEqualTo(403);
    }

    private Response get(String... headers) throws IOException {
        return RawClient.get(AUTHORITY.clientContext(), cdn.locationOf(blob.hex()), headers);
    }
}
