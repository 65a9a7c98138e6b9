package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.PullEvent;
import dev.tug.Tug;
import dev.tug.TugConfig;
import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedModel;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Pulls through nginx in front of a real registry, as mirrors and companies run it.
final class NginxTest {
    private static final long SIZE = 80_000_000;
    private static final Duration PROGRESS_MAX = Duration.ofSeconds(60);

    @TempDir Path directory;
    private final CertificateAuthority authority = CertificateAuthority.create("CN=It Root,O=It");
    private final GeneratedModel model = GeneratedModel.simple(3, SIZE);
    private final List<PullEvent> events = new CopyOnWriteArrayList<>();
    private Optional<DistributionRegistry> registry = Optional.empty();

    @BeforeEach
    void fill() throws Exception {
        var started = DistributionRegistry.open(directory.resolve("registry"), authority);
        registry = Optional.of(started);
        started.push(model);
    }

    @AfterEach
    void end() {
        registry.ifPresent(DistributionRegistry::close);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy_buffering on;",
                "proxy_buffering off;",
                "proxy_buffering on; proxy_max_temp_file_size 0; proxy_buffers 4 8k;"
            })
    void passes_a_proxy_however_it_buffers(String directives) throws Exception {
        try (var nginx = nginx(directives)) {
            var summary = pull(nginx);

            PulledModel.assertStored(models(), name(nginx), model);
            assertThat(summary.cuts()).isZero();
            assertThat(summary.fetched())
                    .isBetween(summary.bytes(), summary.bytes() + summary.bytes() / 100);
            // A stream whose range was divided leaves what nginx had sent ahead: up to some
            // megabytes in the kernel's buffers. Bodies that are no ranges would cost 80 MB each.
            assertThat(nginx.servedInAll().blobBytes())
                    .isBetween(summary.bytes(), summary.bytes() + SIZE / 2);
        }
    }

    @Test
    void finishes_where_only_four_connections_are_let_through() throws Exception {
        try (var nginx = nginx("limit_conn all 4; limit_conn_status 503; limit_rate 4m;")) {
            var summary = pull(nginx);

            var served = nginx.servedInAll();
            System.out.printf(
                    "cap of 4: %d refused, %d streams at the end, %.1f s, %d bytes more than needed%n",
                    served.count(503),
                    summary.streams(),
                    summary.elapsed().toMillis() / 1000.0,
                    served.blobBytes() - summary.bytes());
            PulledModel.assertStored(models(), name(nginx), model);
            assertThat(served.streamsMax()).isLessThanOrEqualTo(4);
            assertThat(served.count(503)).isPositive();
        }
    }

    @Test
    void goes_on_when_the_server_is_restarted_in_the_middle() throws Exception {
        try (var nginx = nginx("limit_rate 1m;");
                var puller = Executors.newSingleThreadExecutor()) {
            var pull = puller.submit(() -> pull(nginx));
            Deadline.await(
                    PROGRESS_MAX, () -> "no progress: " + events, () -> completed() > SIZE / 4);

            nginx.restart();

            var summary = pull.get();
            PulledModel.assertStored(models(), name(nginx), model);
            assertThat(summary.cuts()).isPositive();
            assertThat(summary.fetched())
                    .isBetween(summary.bytes(), summary.bytes() + summary.bytes() / 100);
        }
    }

    @Test
    void keeps_its_connections() throws Exception {
        try (var nginx = nginx("")) {
            var summary = pull(nginx);

            // One for the manifest, and one for each stream.
            assertThat(nginx.servedInAll().connections()).isLessThanOrEqualTo(1 + 16);
            assertThat(summary.connections()).isLessThanOrEqualTo(16);
        }
    }

    private Nginx nginx(String directives) throws Exception {
        return Nginx.inFrontOf(
                registry.orElseThrow().uri(), directory.resolve("nginx"), authority, directives);
    }

    private PullEvent.Summary pull(Nginx nginx) throws Exception {
        var trust = Files.writeString(directory.resolve("trust.pem"), authority.pem());
        try (var tug = Tug.with(TugConfig.of(models()).with(c -> c.authorities(List.of(trust))))) {
            return tug.pull(name(nginx), events::add);
        }
    }

    private long completed() {
        return events.stream()
                .mapToLong(event -> event instanceof PullEvent.Progress p ? p.completed() : 0)
                .max()
                .orElse(0);
    }

    private static ModelName name(Nginx nginx) {
        return ModelName.parse(nginx.hostAndPort() + "/library/demo:latest");
    }

    private Path models() {
        return directory.resolve("models");
    }
}
