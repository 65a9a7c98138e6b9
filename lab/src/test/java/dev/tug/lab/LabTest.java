package dev.tug.lab;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

import javax.net.ssl.HttpsURLConnection;

final class LabTest {
    private static final GeneratedModel MODEL = GeneratedModel.simple(1, 4096);

    @Test
    void an_ordinary_client_pulls_a_blob_through_the_redirect() throws Exception {
        try (var lab = Lab.start(MODEL)) {
            var weights = MODEL.layers().getFirst().blob();
            var url = lab.registry().baseUrl() + "/v2/library/demo/blobs/" + weights.digest();
            var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection();
            connection.setSSLSocketFactory(lab.authority().clientContext().getSocketFactory());

            try (var body = connection.getInputStream()) {
                assertThat(GeneratedBlob.of(body.readAllBytes()).digest())
                        .isEqualTo(weights.digest());
            }
            assertThat(connection.getURL().getHost()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void plain_http_works_with_and_without_an_appliance() throws Exception {
        try (var cdn = LabCdn.startPlain();
                var registry = LabRegistry.startPlain(cdn)) {
            registry.add(MODEL);
            var path = "/v2/library/demo/manifests/latest";

            assertThat(fetch(registry.baseUrl() + path)).isEqualTo(MODEL.manifestBytes());
            try (var appliance = Appliance.inFrontOf(registry, cdn, ApplianceRules.unlimited())) {
                assertThat(registry.baseUrl()).startsWith("http://localhost:");
                assertThat(fetch(registry.baseUrl() + path)).isEqualTo(MODEL.manifestBytes());
                assertThat(appliance.accepted()).isEqualTo(1);
            }
        }
    }

    @Test
    void a_request_does_not_print_what_may_be_secret() throws Exception {
        try (var lab = Lab.start(MODEL)) {
            var url = lab.cdn().baseUrl() + "/blob/x?sig=secret";

            RawClient.get(lab.authority().clientContext(), url, "Authorization: Bearer secret");

            assertThat(lab.cdn().journal().requests().toString())
                    .isEqualTo("[cdn 1/1 GET /blob/x]");
        }
    }

    @Test
    void names_its_model_and_all_authorities() throws Exception {
        try (var lab = Lab.start(MODEL)) {
            var appliance = lab.withAppliance(ApplianceRules.unlimited());

            var pem = new ByteArrayInputStream(lab.trustPem().getBytes(US_ASCII));
            var trusted = CertificateFactory.getInstance("X.509").generateCertificates(pem);

            assertThat(trusted.stream().map(Object::toString).toList())
                    .containsExactlyInAnyOrder(
                            lab.authority().certificate().toString(),
                            appliance.authority().certificate().toString());
            assertThat(lab.modelReference()).matches("localhost:\\d+/library/demo:latest");
        }
    }

    @Test
    void closing_ends_stalled_slow_and_idle_connections_and_all_threads() throws Exception {
        var lab = Lab.start(MODEL);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var appliance = lab.withAppliance(ApplianceRules.unlimited());
            var trust = appliance.authority().clientContext();
            lab.cdn()
                    .script(request ->
                            request.range().isPresent()
                                    ? new Fault.RateCap(300)
                                    : new Fault.StallAfter(0));
            var path = lab.cdn().pathOf(MODEL.layers().getFirst().blob().hex());
            try (var stalled = new RawClient(trust, lab.cdn().baseUrl());
                    var slow = new RawClient(trust, lab.cdn().baseUrl());
                    var idle = new RawClient(trust, lab.registry().baseUrl())) {
                var _ = threads.submit(() -> stalled.send("GET", path));
                var _ = threads.submit(() -> slow.send("GET", path, "Range: bytes=0-"));
                assertThat(lab.cdn().journal().awaitRequests(2, Duration.ofSeconds(5))).isTrue();
                assertThat(labThreads()).isNotEmpty();

                var start = System.nanoTime();
                lab.close();

                assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
                for (var thread : labThreads()) {
                    assertThat(thread.join(Duration.ofSeconds(1))).as(thread.getName()).isTrue();
                }
                assertThat(idle.socket().getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static byte[] fetch(String url) throws IOException {
        try (var body = URI.create(url).toURL().openStream()) {
            return body.readAllBytes();
        }
    }

    private static List<Thread> labThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lab-"))
                .toList();
    }
}
