package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.blob.Digest;
import dev.tug.failure.Culprit;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.StagedBlob;
import dev.tug.internal.store.StoreException;
import dev.tug.lab.Auth;
import dev.tug.lab.BitFlip;
import dev.tug.lab.BlobRoute;
import dev.tug.lab.Fault;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.TokenService;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Whole pulls from a registry over TLS that redirects its blobs to a second host.
final class PullTest {
    private static final int SIZE = 6_000_000;

    @TempDir Path directory;

    @Test
    void leaves_the_model_where_ollama_finds_it() throws Exception {
        try (var rig = rig()) {
            var summary = rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(summary.fetched()).isEqualTo(summary.bytes());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.manifest())))
                    .isEqualTo("rw-r--r--");
            for (var digest : rig.model.blobs().keySet()) {
                assertThat(Files.getPosixFilePermissions(rig.blob(digest)))
                        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
            }
            assertThat(rig.store.resolve("blobs").toFile().list())
                    .hasSize(rig.model.blobs().size());
        }
    }

    @Test
    void tells_its_story_in_order() throws Exception {
        try (var rig = rig()) {
            rig.pull();

            assertThat(rig.events.getFirst()).isInstanceOf(PullEvent.Started.class);
            assertThat(rig.events.get(1)).isInstanceOf(PullEvent.Planned.class);
            assertThat(rig.events.getLast()).isInstanceOf(PullEvent.Succeeded.class);
            assertThat(rig.events(PullEvent.Stored.class)).hasSize(rig.model.blobs().size());
            var weights =
                    rig.events(PullEvent.Progress.class).stream()
                            .filter(progress -> progress.total() == SIZE)
                            .map(PullEvent.Progress::completed)
                            .toList();
            assertThat(weights).isSorted().doesNotHaveDuplicates().endsWith((long) SIZE);
        }
    }

    @Test
    void fetches_nothing_that_the_store_has() throws Exception {
        try (var rig = rig()) {
            rig.pull();
            long sent = rig.lab.cdn().journal().bodyBytesSent();
            var summary = rig.pull();

            assertThat(summary.fetched()).isZero();
            assertThat(rig.lab.cdn().journal().bodyBytesSent()).isEqualTo(sent);
        }
    }

    @Test
    void fetches_a_blob_again_whose_size_is_wrong() throws Exception {
        try (var rig = rig()) {
            rig.pull();
            var weights = rig.blob(rig.model.layers().getFirst().blob().digest());
            Files.write(weights, new byte[10]);
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void follows_every_redirect(int status) throws Exception {
        try (var rig = rig()) {
            rig.lab.registry().route(new BlobRoute.Redirect(status, 3));
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
        }
    }

    @Test
    void needs_one_request_for_a_small_layer_that_the_registry_sends_itself() throws Exception {
        try (var rig = rig()) {
            rig.lab.registry().route(BlobRoute.direct());
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
            var config = rig.model.config().digest();
            assertThat(rig.lab.registry().journal().requests(r -> r.path().endsWith(config)))
                    .hasSize(1);
            assertThat(rig.lab.cdn().journal().requests()).isEmpty();
        }
    }

    @Test
    void takes_the_location_of_a_200_without_content() throws Exception {
        try (var rig = rig()) {
            rig.lab.registry().route(new BlobRoute.OkWithLocation());
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
        }
    }

    @Test
    void follows_a_relative_location() throws Exception {
        try (var rig = rig()) {
            rig.lab.registry().route(new BlobRoute.Relative(307));
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
        }
    }

    @Test
    void names_redirects_that_lead_nowhere() throws Exception {
        for (var route :
                new BlobRoute[] {
                    new BlobRoute.Loop(307),
                    new BlobRoute.Downgrade(302),
                    new BlobRoute.Nowhere(307),
                    new BlobRoute.Redirect(307, 11)
                }) {
            try (var rig = rig()) {
                rig.lab.registry().route(route);

                assertThat(failure(rig))
                        .as(route.toString())
                        .isInstanceOfSatisfying(
                                PullFailure.Network.class,
                                network ->
                                        assertThat(network.cause())
                                                .isInstanceOf(TransferFailure.BadRedirect.class));
                assertThat(rig.manifest()).doesNotExist();
            }
        }
    }

    @Test
    void resolves_a_location_that_ended_without_a_retry() throws Exception {
        try (var rig = new PullRig(directory, model(30_000_000))) {
            rig.lab.cdn().locationUsesMax(2);
            var summary = rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(summary.cuts()).isZero();
            assertThat(rig.events(PullEvent.Retrying.class)).isEmpty();
        }
    }

    @Test
    void logs_in_where_a_password_is_asked_for() throws Exception {
        try (var rig = rig().login("ann", "secret")) {
            rig.lab.registry().auth(new Auth.Basic("ann", "secret"));
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(rig.lab.cdn().journal().requests())
                    .noneMatch(request -> request.header("Authorization").isPresent());
        }
    }

    @Test
    void says_that_access_is_denied() throws Exception {
        try (var rig = rig().login("ann", "wrong")) {
            rig.lab.registry().auth(new Auth.Basic("ann", "secret"));

            assertThat(failure(rig)).isInstanceOf(PullFailure.Unauthorized.class);
        }
    }

    @Test
    void asks_for_one_token_for_all_streams_and_for_a_new_one_when_it_ends() throws Exception {
        try (var rig = new PullRig(directory, model(30_000_000))) {
            var tokens =
                    TokenService.create()
                            .field("access_token")
                            .expiresIn(Duration.ofMinutes(5), InstantSource.system());
            rig.lab.registry().auth(Auth.bearer(tokens));
            rig.lab.registry().route(BlobRoute.direct());
            var pulled = rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(pulled.cuts()).isZero();
            assertThat(tokens.requests()).hasSize(1);
        }
    }

    @Test
    void says_that_there_is_no_such_model() throws Exception {
        try (var rig = rig();
                var tug = rig.tug()) {
            var name = ModelName.parse(rig.lab.registry().hostAndPort() + "/library/nothing");
            var e =
                    catchThrowableOfType(
                            PullException.class, () -> tug.pull(name, rig.events::add));

            assertThat(e.failure()).isInstanceOf(PullFailure.NotFound.class);
        }
    }

    @Test
    void refuses_a_page_in_place_of_a_manifest() throws Exception {
        try (var rig = rig()) {
            var page = "<html><title>Blocked</title></html>".getBytes(UTF_8);
            rig.lab.registry().manifest(rig.model.name(), rig.model.tag(), 200, "text/html", page);

            assertThat(failure(rig).summary())
                    .contains("blocked by a filter")
                    .endsWith(": Blocked");
            assertThat(rig.store.resolve("blobs")).isEmptyDirectory();
        }
    }

    @Test
    void names_the_issuer_that_is_not_trusted_and_does_not_try_again() throws Exception {
        try (var rig = rig().trustingNobody()) {
            assertThat(failure(rig).summary()).contains("CN=");
            assertThat(rig.lab.registry().journal().requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example",
                "127.nosuch.invalid",
                "127.0.0.1.example",
                "127.0.0.256",
                "localhost.example"
            })
    void speaks_plain_http_to_this_machine_only(String host) throws Exception {
        try (var rig = rig();
                var tug = rig.tug()) {
            var name = ModelName.parse("http://" + host + "/library/m");
            var e =
                    catchThrowableOfType(
                            PullException.class, () -> tug.pull(name, rig.events::add));

            assertThat(e.failure()).isInstanceOf(PullFailure.BadName.class);
        }
    }

    @Test
    void ends_at_once_when_interrupted_and_goes_on_later() throws Exception {
        try (var rig = new PullRig(directory, model(30_000_000))) {
            rig.lab.cdn().script(_ -> new Fault.RateCap(400_000));
            var ended = new CountDownLatch(1);
            var failures = new java.util.concurrent.LinkedBlockingQueue<PullFailure>();
            var puller =
                    Thread.ofPlatform()
                            .start(() -> {
                                failures.add(failure(rig));
                                ended.countDown();
                            });
            assertThat(rig.lab.cdn().journal().awaitBodiesInFlight(4, Duration.ofSeconds(20)))
                    .isTrue();
            puller.interrupt();

            assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(failures.take()).isInstanceOf(PullFailure.Interrupted.class);
            rig.lab.cdn().script(_ -> Fault.none());
            var summary = rig.pull();
            assertThat(rig.isComplete()).isTrue();
            assertThat(summary.fetched()).isLessThan(summary.bytes());
        }
    }

    @Test
    void shares_a_blob_that_two_pulls_want() throws Exception {
        try (var rig = new PullRig(directory, model(20_000_000));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            rig.lab.cdn().script(_ -> new Fault.RateCap(4_000_000));
            var first = threads.submit(rig::pull);
            var second = threads.submit(rig::pull);

            long fetched = first.get().fetched() + second.get().fetched();
            assertThat(rig.isComplete()).isTrue();
            assertThat(fetched).isEqualTo(first.get().bytes());
        }
    }

    @Test
    void removes_what_a_replaced_tag_leaves_behind() throws Exception {
        assertThat(weightsAfterReplacement(true)).isFalse();
        assertThat(weightsAfterReplacement(false)).isTrue();
    }

    private boolean weightsAfterReplacement(boolean prune) throws Exception {
        try (var rig = rig()) {
            if (!prune) {
                rig.keepingUnused();
            }
            rig.pull();
            var other = model(5_000_000);
            rig.lab.registry().add(other);
            other.blobs().values().forEach(rig.lab.cdn()::add);
            rig.pull();
            assertThat(rig.blob(other.layers().getFirst().blob().digest())).exists();
            return Files.exists(rig.blob(rig.model.layers().getFirst().blob().digest()));
        }
    }

    @Test
    void brings_hundreds_of_small_layers_beside_a_large_one() throws Exception {
        var builder = GeneratedModel.named("library/many", "latest");
        builder.layer(GeneratedModel.MODEL, GeneratedBlob.gguf(7, 20_000_000));
        for (int i = 0; i < 300; i++) {
            builder.layer(
                    "application/vnd.ollama.image.tensor", GeneratedBlob.random(i, 1_000 + i));
        }
        try (var rig = new PullRig(directory, builder.build())) {
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(rig.lab.cdn().journal().requests(r -> r.range().isPresent()))
                    .hasSizeLessThan(300 + 1 + 20);
        }
    }

    @Test
    void fetches_a_blob_once_more_that_came_corrupt() throws Exception {
        try (var rig = rig()) {
            var weights = rig.model.layers().getFirst().blob().hex();
            rig.lab
                    .cdn()
                    .script(request ->
                            request.path().contains(weights) && request.range().isPresent()
                                    ? new Fault.CorruptByteAt(5_000)
                                    : Fault.none());
            rig.pull();

            assertThat(rig.isComplete()).isTrue();
        }
    }

    @Test
    void asks_ollamas_registry_which_bytes_are_wrong_and_fetches_those_alone() throws Exception {
        try (var rig = new PullRig(directory, GeneratedModel.simple(3, 9_000_000))) {
            var weights = rig.model.layers().getFirst().blob();
            rig.lab.registry().chunkSums(1_000_000);
            rig.lab.cdn().script(BitFlip.first(1, weights, 4_500_000));
            var summary = rig.pull();

            assertThat(rig.isComplete()).isTrue();
            assertThat(summary.fetched()).isEqualTo(summary.bytes() + 1_000_000);
            assertThat(rig.lab.registry().journal().requests(it -> it.path().contains("chunksums")))
                    .hasSize(1);
            assertThat(rig.events(PullEvent.Warning.class))
                    .anyMatch(it -> it.text().contains("came wrong (bytes 4000000..4999999)"));
        }
    }

    @Test
    void never_shows_a_blob_that_stays_corrupt() throws Exception {
        try (var rig = rig()) {
            var weights = rig.model.layers().getFirst().blob();
            rig.lab
                    .cdn()
                    .script(request ->
                            request.path().contains(weights.hex())
                                    ? new Fault.CorruptByteAt(5_000)
                                    : Fault.none());

            assertThat(failure(rig))
                    .isEqualTo(
                            new PullFailure.Integrity(
                                    Digest.parse(weights.digest()).orElseThrow(),
                                    corrupt(weights, 5_000),
                                    Culprit.SOURCE));
            assertThat(rig.blob(weights.digest())).doesNotExist();
            assertThat(rig.manifest()).doesNotExist();
        }
    }

    private static Digest corrupt(GeneratedBlob blob, int offset) {
        var bytes = new byte[Math.toIntExact(blob.size())];
        blob.read(0, bytes, 0, bytes.length);
        bytes[offset] ^= 1;
        return Digest.of(bytes);
    }

    @ParameterizedTest
    @ValueSource(classes = {PullEvent.Planned.class, PullEvent.WritingManifest.class})
    void brings_in_again_what_somebody_removes_meanwhile(Class<?> moment) throws Exception {
        try (var rig = rig();
                var tug = rig.tug()) {
            rig.pull();
            Files.delete(rig.manifest());
            var template = rig.blob(rig.model.layers().getLast().blob().digest());
            tug.pull(
                    rig.name(),
                    event -> {
                        if (moment.isInstance(event)) {
                            assertThat(template.toFile().delete()).isTrue();
                        }
                    });

            assertThat(rig.isComplete()).isTrue();
        }
    }

    @Test
    void says_before_it_asks_that_the_store_cannot_be_written() throws Exception {
        try (var rig = rig()) {
            Files.writeString(rig.store, "not a directory");

            assertThat(failure(rig)).isInstanceOf(PullFailure.NotWritable.class);
            assertThat(rig.lab.registry().journal().requests()).isEmpty();
        }
    }

    @Test
    void waits_quietly_for_a_blob_that_somebody_else_brings_in() throws Exception {
        try (var rig = rig();
                var tug = rig.tug();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var digest = Digest.parse(rig.model.layers().getFirst().blob().digest()).orElseThrow();
            var polled = new CountDownLatch(3);
            var elsewhere =
                    StagedBlob.open(
                            new ModelStore(rig.store), new Descriptor("model", digest, SIZE));
            var written = new AtomicLong();
            var pull =
                    threads.submit(() ->
                            tug.pull(
                                    rig.name(),
                                    event -> {
                                        rig.events.add(event);
                                        var isPoll =
                                                event instanceof PullEvent.Progress p
                                                        && p.blob().digest().equals(digest);
                                        if (isPoll || event instanceof PullEvent.Waiting) {
                                            record(elsewhere, written);
                                            polled.countDown();
                                        }
                                    }));
            assertThat(polled.await(20, TimeUnit.SECONDS)).isTrue();
            elsewhere.close();
            pull.get(20, TimeUnit.SECONDS);

            assertThat(rig.events(PullEvent.Waiting.class)).hasSize(1);
            assertThat(rig.events(PullEvent.Verifying.class)).hasSize(1);
        }
    }

    /// Writes a byte more, wrong as it is, so that there is progress to be seen.
    private static void record(StagedBlob blob, AtomicLong written) {
        try {
            if (!blob.isEnded()) {
                long at = written.getAndIncrement();
                blob.recorded(new ByteRange(at, at + 1));
            }
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    private PullFailure failure(PullRig rig) {
        return catchThrowableOfType(PullException.class, rig::pull).failure();
    }

    private PullRig rig() throws Exception {
        return new PullRig(Files.createTempDirectory(directory, "rig"), model(SIZE));
    }

    private static GeneratedModel model(long size) {
        return GeneratedModel.named("library/demo", "latest")
                .layer(GeneratedModel.MODEL, GeneratedBlob.gguf(size, size))
                .layer(GeneratedModel.TEMPLATE, "{{ .Prompt }}".getBytes(UTF_8))
                .build();
    }
}
