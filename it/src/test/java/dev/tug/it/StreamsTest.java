package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.PullEvent;
import dev.tug.Tug;
import dev.tug.TugConfig;
import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How many streams a user gets who asks for so many, counted at the server.
///
/// Each connection is slowed, so that all streams a pull may open are open at one time.
final class StreamsTest {
    private static final String SLOW = "limit_rate 2m;";
    private static final String SLOWER = "limit_rate 1m;";

    /// The least that a stream asks for, and all while half its share of a blob is less.
    private static final long REQUEST_BYTES = 4L << 20;

    private static final String VARIABLE = "OLLAMA_DOWNLOAD_PARTS";

    @TempDir Path directory;
    private final CertificateAuthority authority = CertificateAuthority.create("CN=It Root,O=It");
    private final List<PullEvent> events = new ArrayList<>();
    private Path trust = Path.of("");

    @BeforeEach
    void writeTrust() throws Exception {
        trust = Files.writeString(directory.resolve("trust.pem"), authority.pem());
    }

    @Test
    void sixteen_parts_by_default() throws Exception {
        try (var nginx = serving(model(160_000_000))) {
            pull(nginx, config());

            assertThat(nginx.servedInAll().streamsMax()).isEqualTo(16);
        }
    }

    @Test
    void one_part() throws Exception {
        try (var nginx = serving(model(12_000_000))) {
            pull(nginx, config().with(c -> c.streamsMax(1)));

            var served = nginx.servedInAll();
            assertThat(served.streamsMax()).isEqualTo(1);
            assertThat(served.blobBytes()).isEqualTo(bytes(model(12_000_000)));
        }
    }

    @Test
    void four_parts() throws Exception {
        try (var nginx = serving(model(48_000_000))) {
            pull(nginx, config().with(c -> c.streamsMax(4)));

            assertThat(nginx.servedInAll().streamsMax()).isEqualTo(4);
        }
    }

    /// Which values are invalid is told where settings are read.
    @Test
    void an_invalid_number_means_sixteen() throws Exception {
        var value = "99";
        try (var nginx = serving(model(120_000_000))) {
            var command =
                    TugCommand.trusting(trust, directory)
                            .with(VARIABLE, value)
                            .run("pull", name(nginx).toString());

            assertThat(command.awaitEnd()).as(command.errors()).isZero();
            assertThat(command.errors().lines().filter(line -> line.contains(VARIABLE)))
                    .singleElement()
                    .asString()
                    .contains("`" + value + "`");
            assertThat(nginx.servedInAll().streamsMax()).isEqualTo(16);
        }
    }

    @Test
    void four_parts_from_the_environment() throws Exception {
        try (var nginx = serving(model(48_000_000))) {
            var command =
                    TugCommand.trusting(trust, directory)
                            .with(VARIABLE, "4")
                            .run("pull", name(nginx).toString());

            assertThat(command.awaitEnd()).as(command.errors()).isZero();
            assertThat(command.errors()).doesNotContain(VARIABLE);
            assertThat(nginx.servedInAll().streamsMax()).isEqualTo(4);
        }
    }

    @Test
    void one_request_for_a_layer_of_3_MB() throws Exception {
        var model = model(3_000_000);
        try (var nginx = serving(model, "")) {
            pull(nginx, config());

            assertThat(nginx.servedInAll().blob(digest(model)))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.bytes()).isEqualTo(3_000_000));
        }
    }

    @Test
    void fifteen_requests_of_4_MiB_for_a_layer_of_60_MB() throws Exception {
        var model = model(60_000_000);
        try (var nginx = serving(model, "")) {
            pull(nginx, config());

            var answers = nginx.servedInAll().blob(digest(model));
            // Slow requests are divided, inside of the 4 MiB that they began with.
            assertThat(answers)
                    .filteredOn(entry -> entry.offset() % REQUEST_BYTES == 0)
                    .hasSize(Math.toIntExact(Math.ceilDiv(60_000_000, REQUEST_BYTES)));
            assertThat(answers).allMatch(entry -> entry.bytes() <= REQUEST_BYTES);
        }
    }

    @Test
    void one_part_but_all_streams_for_a_model_under_100_MB() throws Exception {
        var model = model(90_000_000);
        try (var nginx = serving(model, SLOWER)) {
            var summary = pull(nginx, config());

            assertThat(events)
                    .filteredOn(PullEvent.Planned.class::isInstance)
                    .singleElement()
                    .satisfies(event ->
                            assertThat(((PullEvent.Planned) event).blobs())
                                    .allMatch(plan -> plan.parts() == 1));
            PulledModel.assertStored(directory.resolve("models"), name(nginx), model);
            assertThat(summary.fetched()).isEqualTo(bytes(model));
            assertThat(nginx.servedInAll().streamsMax()).isEqualTo(16);
        }
    }

    private static GeneratedModel model(long size) {
        return GeneratedModel.simple(4, size);
    }

    private static long bytes(GeneratedModel model) {
        return model.blobs().values().stream().mapToLong(GeneratedBlob::size).sum();
    }

    private static String digest(GeneratedModel model) {
        return model.layers().getFirst().blob().digest();
    }

    private Nginx serving(GeneratedModel model) throws Exception {
        return serving(model, SLOW);
    }

    private Nginx serving(GeneratedModel model, String directives) throws Exception {
        return Nginx.serving(model, directory.resolve("nginx"), authority, directives);
    }

    private TugConfig config() {
        return TugConfig.of(directory.resolve("models")).with(c -> c.authorities(List.of(trust)));
    }

    private PullEvent.Summary pull(Nginx nginx, TugConfig config) throws Exception {
        try (var tug = Tug.with(config)) {
            return tug.pull(name(nginx), events::add);
        }
    }

    private static ModelName name(Nginx nginx) {
        return ModelName.parse(nginx.hostAndPort() + "/library/demo:latest");
    }
}
