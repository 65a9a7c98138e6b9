package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tug.PullEvent;
import dev.tug.PullException;
import dev.tug.Tug;
import dev.tug.TugConfig;
import dev.tug.failure.PullFailure;
import dev.tug.it.DistributionRegistry.Access;
import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Pulls from the registry that most others are built on, with each of its ways to ask who is there.
final class RegistryTest {
    private static final String USER = "reader";
    private static final String PASSWORD = "pass:word with spaces";

    @TempDir Path directory;
    private final CertificateAuthority authority = CertificateAuthority.create("CN=It Root,O=It");
    private final List<PullEvent> events = new ArrayList<>();
    private final GeneratedModel model =
            GeneratedModel.named("library/demo", "q4")
                    .layer(GeneratedModel.MODEL, GeneratedBlob.gguf(1, 30_000_000))
                    .layer(
                            "application/vnd.ollama.image.projector",
                            GeneratedBlob.random(2, 12_345_678))
                    .layer(
                            GeneratedModel.TEMPLATE,
                            "{{ .Prompt }}".getBytes(StandardCharsets.UTF_8))
                    .layer("application/vnd.ollama.image.params", new byte[] {'{', '}'})
                    .build();

    @BeforeEach
    void fill() throws Exception {
        try (var registry = DistributionRegistry.open(directory.resolve("registry"), authority)) {
            registry.push(model);
        }
    }

    @Test
    void brings_a_model_byte_for_byte_to_where_ollama_finds_it() throws Exception {
        try (var registry = registry(new Access.Open())) {
            var summary = pull(registry, config());

            PulledModel.assertStored(models(), name(registry), model);
            assertThat(summary.bytes()).isEqualTo(bytes());
            assertThat(summary.fetched()).isEqualTo(bytes());
        }
    }

    @Test
    void fetches_nothing_the_second_time() throws Exception {
        try (var registry = registry(new Access.Open())) {
            pull(registry, config());
            events.clear();
            var before = blobRequests(registry);

            var summary = pull(registry, config());

            assertThat(summary.fetched()).isZero();
            assertThat(blobRequests(registry)).isEqualTo(before);
            PulledModel.assertStored(models(), name(registry), model);
        }
    }

    @Test
    void logs_in_with_user_and_password() throws Exception {
        try (var registry = registry(new Access.Basic(USER, PASSWORD))) {
            pull(registry, login(USER, PASSWORD));

            PulledModel.assertStored(models(), name(registry), model);
        }
    }

    @Test
    void logs_in_as_docker_login_left_it() throws Exception {
        try (var registry = registry(new Access.Basic(USER, PASSWORD))) {
            pull(registry, dockerLogin(registry.hostAndPort()));

            PulledModel.assertStored(models(), name(registry), model);
        }
    }

    @Test
    void says_that_a_password_is_wrong() throws Exception {
        try (var registry = registry(new Access.Basic(USER, PASSWORD))) {
            assertThatExceptionOfType(PullException.class)
                    .isThrownBy(() -> pull(registry, login(USER, "guess")))
                    .satisfies(e ->
                            assertThat(e.failure()).isInstanceOf(PullFailure.Unauthorized.class))
                    .withMessageNotContaining("guess");
            // A wrong password that is tried again and again locks accounts.
            assertThat(registry.log().lines().filter(line -> line.contains("\" 401 ")).count())
                    .isBetween(1L, 4L);
        }
    }

    @Test
    void says_that_nobody_is_logged_in() throws Exception {
        try (var registry = registry(new Access.Basic(USER, PASSWORD))) {
            assertThatExceptionOfType(PullException.class)
                    .isThrownBy(() -> pull(registry, config()))
                    .satisfies(e ->
                            assertThat(e.failure()).isInstanceOf(PullFailure.Unauthorized.class));
        }
    }

    @Test
    void gets_a_token_without_a_login() throws Exception {
        try (var tokens = tokens(TokenServer.Rules.ANONYMOUS);
                var registry = registry(new Access.Token(tokens))) {
            pull(registry, config());

            PulledModel.assertStored(models(), name(registry), model);
            assertThat(tokens.queries())
                    .singleElement()
                    .asString()
                    .contains("scope=repository:library/demo:pull");
        }
    }

    @Test
    void gets_a_token_for_a_login() throws Exception {
        var rules =
                new TokenServer.Rules(
                        Optional.of(USER + ":" + PASSWORD),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5));
        try (var tokens = tokens(rules);
                var registry = registry(new Access.Token(tokens))) {
            pull(registry, login(USER, PASSWORD));

            PulledModel.assertStored(models(), name(registry), model);
            assertThat(tokens.queries()).hasSize(1);
        }
    }

    @Test
    void gets_another_token_when_one_ends_in_the_middle() throws Exception {
        var rules =
                new TokenServer.Rules(
                        Optional.empty(), Duration.ofSeconds(3), Duration.ofSeconds(60));
        try (var tokens = tokens(rules);
                var registry = registry(new Access.Token(tokens));
                var slow =
                        Nginx.inFrontOf(
                                registry.uri(),
                                directory.resolve("nginx"),
                                authority,
                                "limit_rate 1m;")) {
            var summary = pull(slow.hostAndPort(), config().with(c -> c.streamsMax(4)));

            PulledModel.assertStored(models(), name(slow.hostAndPort()), model);
            assertThat(summary.elapsed()).isGreaterThan(Duration.ofSeconds(4));
            assertThat(tokens.queries()).hasSizeBetween(2, 20);
            assertThat(summary.fetched()).isEqualTo(bytes());
        }
    }

    @Test
    void says_that_there_is_no_such_model() throws Exception {
        try (var registry = registry(new Access.Open());
                var tug = Tug.with(config())) {
            var name = ModelName.parse(registry.hostAndPort() + "/library/other:q4");

            assertThatExceptionOfType(PullException.class)
                    .isThrownBy(() -> tug.pull(name, events::add))
                    .satisfies(
                            e -> assertThat(e.failure()).isInstanceOf(PullFailure.NotFound.class));
        }
    }

    @Test
    void pulls_one_revision_by_its_digest() throws Exception {
        try (var registry = registry(new Access.Open());
                var tug = Tug.with(config())) {
            var name =
                    ModelName.parseReference(
                            "%s/library/demo:q4@%s"
                                    .formatted(registry.hostAndPort(), model.manifestDigest()));

            tug.pull(name, events::add);

            PulledModel.assertStored(models(), name(registry), model);
        }
    }

    private DistributionRegistry registry(Access access) throws Exception {
        return DistributionRegistry.start(directory.resolve("registry"), authority, access);
    }

    private TokenServer tokens(TokenServer.Rules rules) throws Exception {
        return TokenServer.start(directory.resolve("tokens"), authority, rules);
    }

    private PullEvent.Summary pull(DistributionRegistry registry, TugConfig config)
            throws PullException {
        return pull(registry.hostAndPort(), config);
    }

    private PullEvent.Summary pull(String host, TugConfig config) throws PullException {
        try (var tug = Tug.with(config)) {
            return tug.pull(name(host), events::add);
        }
    }

    private static ModelName name(DistributionRegistry registry) {
        return name(registry.hostAndPort());
    }

    private static ModelName name(String host) {
        return ModelName.parse(host + "/library/demo:q4");
    }

    private static long blobRequests(DistributionRegistry registry) {
        return registry.log()
                .lines()
                .filter(line -> line.contains("GET /v2/library/demo/blobs/"))
                .count();
    }

    private long bytes() {
        return model.blobs().values().stream().mapToLong(GeneratedBlob::size).sum();
    }

    private Path models() {
        return directory.resolve("models");
    }

    private TugConfig config() throws Exception {
        return Configs.config(models(), trust(), Optional.empty(), Optional.empty());
    }

    private TugConfig login(String user, String password) throws Exception {
        return Configs.config(
                models(),
                trust(),
                Optional.of(new TugConfig.Login(user, password)),
                Optional.empty());
    }

    private TugConfig dockerLogin(String host) throws Exception {
        var auth =
                Base64.getEncoder()
                        .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        var file = directory.resolve("config.json");
        Files.writeString(file, "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(host, auth));
        return Configs.config(models(), trust(), Optional.empty(), Optional.of(file));
    }

    private Path trust() throws Exception {
        return Files.writeString(directory.resolve("trust.pem"), authority.pem());
    }
}
