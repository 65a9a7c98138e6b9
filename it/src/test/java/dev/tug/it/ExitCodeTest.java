package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.it.DistributionRegistry.Access;
import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedModel;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a script learns from the number that the command ends with.
final class ExitCodeTest {
    private static final int OK = 0;
    private static final int USAGE = 2;
    private static final int NOT_FOUND = 3;
    private static final int UNAUTHORIZED = 4;
    private static final int NETWORK = 5;
    private static final String USER = "reader";
    private static final String PASSWORD = "secret-word";

    @TempDir Path directory;
    private final CertificateAuthority authority = CertificateAuthority.create("CN=It Root,O=It");
    private final GeneratedModel model = GeneratedModel.simple(6, 1_000_000);
    private Optional<DistributionRegistry> registry = Optional.empty();
    private Path trust = Path.of("");

    @BeforeEach
    void start() throws Exception {
        trust = Files.writeString(directory.resolve("trust.pem"), authority.pem());
        var storage = directory.resolve("registry");
        try (var open = DistributionRegistry.open(storage, authority)) {
            open.push(model);
        }
        registry =
                Optional.of(
                        DistributionRegistry.start(
                                storage, authority, new Access.Basic(USER, PASSWORD)));
    }

    @AfterEach
    void end() {
        registry.ifPresent(DistributionRegistry::close);
    }

    @Test
    void is_0_for_a_model_that_is_there() throws Exception {
        var pull = pull("library/demo", "--cacert", trust.toString(), "--user", USER, password());

        assertThat(pull.awaitEnd()).as(pull.errors()).isEqualTo(OK);
        PulledModel.assertStored(command().models(), ModelName.parse(name("library/demo")), model);
    }

    @Test
    void is_2_for_a_name_that_is_none() throws Exception {
        var pull = command().run("pull", "not a name");

        assertThat(pull.awaitEnd()).as(pull.errors()).isEqualTo(USAGE);
    }

    @Test
    void is_3_for_a_model_that_does_not_exist() throws Exception {
        var pull = pull("library/other", "--cacert", trust.toString(), "--user", USER, password());

        assertThat(pull.awaitEnd()).as(pull.errors()).isEqualTo(NOT_FOUND);
    }

    @Test
    void is_4_without_a_login() throws Exception {
        var pull = pull("library/demo", "--cacert", trust.toString());

        assertThat(pull.awaitEnd()).as(pull.errors()).isEqualTo(UNAUTHORIZED);
    }

    @Test
    void is_5_at_once_for_an_authority_that_nobody_trusts() throws Exception {
        var pull = pull("library/demo");

        assertThat(pull.awaitEnd()).as(pull.errors()).isEqualTo(NETWORK);
        assertThat(pull.errors()).contains("It Root");
    }

    private TugCommand.Running pull(String model, String... options) throws Exception {
        var arguments = new String[options.length + 2];
        arguments[0] = "pull";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = name(model);
        return command().run(arguments);
    }

    private TugCommand command() {
        return new TugCommand(directory.resolve("home"), Map.of(), List.of());
    }

    private String name(String model) {
        return registry.orElseThrow().hostAndPort() + "/" + model;
    }

    private String password() throws Exception {
        return "--password-file="
                + Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    }
}
