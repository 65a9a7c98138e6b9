package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class DockerConfigTest {
    private static final String CONFIG =
            """
            {"auths":{
               "https://index.docker.io/v1/":{"auth":"aHViOmh1YnB3"},
               "ghcr.io":{"auth":"bWU6czNjcmV0OndpdGg6Y29sb25z"},
               "https://Registry.Test:5000/v2/":{"username":"u","password":"s3cret"},
               "acr.test":{"auth":"MDA6","identitytoken":"s3cret-id"},
               "padded.test":{"auth":"dTpwdwAA"},
               "kept.test":{},
               "broken.test":{"auth":"%%%"},
               "empty.test":{"auth":"Og=="},
               "odd.test":5},
             "credHelpers":{"ecr.test":"ecr-login","evil.test":"../../bin/sh","odd.test":7},
             "HttpHeaders":{"User-Agent":"x"}}
            """;

    @TempDir private Path folder;
    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "docker.io, hub, hubpw",
        "index.docker.io, hub, hubpw",
        "registry-1.docker.io, hub, hubpw",
        "ghcr.io, me, s3cret:with:colons",
        "GHCR.io, me, s3cret:with:colons",
        "registry.test:5000, u, s3cret",
        "padded.test, u, pw",
    })
    void finds_logins_by_host_however_they_are_written(
            String registry, String user, String password) throws Exception {
        assertThat(config().login(registry)).contains(new Credential.Login(user, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.test",
                "io",
                "kept.test",
                "broken.test",
                "empty.test",
                "x.ghcr.io"
            })
    void knows_no_other_host(String registry) throws Exception {
        assertThat(config().login(registry)).isEmpty();
    }

    @Test
    void prefers_an_identity_token() throws Exception {
        assertThat(config().login("acr.test")).contains(new Credential.IdentityToken("s3cret-id"));
    }

    @Test
    void names_no_program_outside_the_path() throws Exception {
        assertThat(config().helper("ecr.test")).contains("ecr-login");
        assertThat(config().helper("evil.test")).isEmpty();
        assertThat(DockerConfig.parse("{\"credsStore\":\"a/b\"}".getBytes(UTF_8)).store())
                .isEmpty();
    }

    @Test
    void tells_what_it_passed_over_and_no_secret() throws Exception {
        assertThat(config().warnings())
                .containsExactly(
                        "the login for broken.test is unreadable",
                        "the login for empty.test is unreadable",
                        "the login for odd.test is unreadable",
                        "credHelpers for evil.test is no helper's name",
                        "credHelpers for odd.test is no helper's name");
        assertThat(config().toString()).doesNotContain("s3cret", "hubpw");
    }

    @Test
    void is_a_json_object() {
        assertThatExceptionOfType(Json.Malformed.class)
                .isThrownBy(() -> DockerConfig.parse("[]".getBytes(UTF_8)))
                .withMessage("is no JSON object");
    }

    @Test
    void asks_the_helper_first_and_the_file_then() throws Exception {
        var file =
                write("{\"credsStore\":\"keys\",\"auths\":{\"ghcr.io\":{\"auth\":\"bWU6cHc=\"}}}");

        assertThat(find(file, new CredentialHelper.Answer.Unknown(), "ghcr.io").credential())
                .contains(new Credential.Login("me", "pw"));
        assertThat(
                        find(
                                        file,
                                        new CredentialHelper.Answer.Output(
                                                "{\"Username\":\"a\",\"Secret\":\"b\"}"),
                                        "registry-1.docker.io")
                                .credential())
                .contains(new Credential.Login("a", "b"));
        assertThat(asked).containsExactly("keys ghcr.io", "keys https://index.docker.io/v1/");
    }

    @Test
    void takes_the_helpers_word_for_an_identity_token() throws Exception {
        var output =
                new CredentialHelper.Answer.Output(
                        "{\"ServerURL\":\"x\",\"Username\":\"<token>\",\"Secret\":\"t\"}");

        assertThat(find(write("{\"credsStore\":\"keys\"}"), output, "a.test").credential())
                .contains(new Credential.IdentityToken("t"));
        assertThat(output.toString()).doesNotContain("Secret");
    }

    @Test
    void warns_of_a_broken_helper() throws Exception {
        var file = write("{\"credsStore\":\"keys\"}");

        assertThat(find(file, new CredentialHelper.Answer.Broken("cannot be run"), "a.test"))
                .isEqualTo(Credentials.Found.warning("docker-credential-keys cannot be run"));
        assertThat(find(file, new CredentialHelper.Answer.Output("{}"), "a.test"))
                .isEqualTo(
                        Credentials.Found.warning(
                                "what docker-credential-keys printed holds no secret"));
    }

    @Test
    void survives_files_that_are_missing_broken_or_no_files() throws Exception {
        var unknown = new CredentialHelper.Answer.Unknown();

        assertThat(find(folder.resolve("none"), unknown, "a.test").warnings())
                .singleElement()
                .asString()
                .endsWith("does not exist");
        assertThat(find(write("{"), unknown, "a.test").warnings())
                .singleElement()
                .asString()
                .endsWith("is no sound JSON");
        assertThat(find(folder, unknown, "a.test").warnings())
                .singleElement()
                .asString()
                .endsWith("cannot be read");
    }

    @Test
    void asks_sources_in_their_order() {
        var login = new Credential.Login("a", "b");
        var sources =
                Credentials.first(
                        List.of(
                                (_, _) -> Credentials.Found.warning("broken"),
                                Credentials.given("a.test", login)));

        assertThat(sources.find("A.test", new AbortSignal()))
                .isEqualTo(new Credentials.Found(Optional.of(login), List.of("broken")));
        assertThat(sources.find("b.test", new AbortSignal()).credential()).isEmpty();
    }

    private static DockerConfig config() throws Json.Malformed {
        return DockerConfig.parse(CONFIG.getBytes(UTF_8));
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("config.json"), text);
    }

    private Credentials.Found find(Path file, CredentialHelper.Answer answer, String registry) {
        CredentialHelper helper =
                (name, server, _) -> {
                    asked.add(name + " " + server);
                    return answer;
                };
        return new DockerCredentials(file, helper).find(registry, new AbortSignal());
    }
}
