package dev.tug.internal.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The credentials that `docker login` left: in its file, or with the helper program named there.
///
/// The file is read for each search, which is once a token: it may change during a long pull.
public final class DockerCredentials implements Credentials {
    /// Files with hundreds of logins have some 100 kB.
    private static final int BYTES_MAX = 4 << 20;

    private final Path file;
    private final CredentialHelper helper;

    /// The credentials of `file`, which need not exist.
    public DockerCredentials(Path file, CredentialHelper helper) {
        this.file = file;
        this.helper = helper;
    }

    @Override
    public Found find(String registry, AbortSignal abort) {
        try (var input = Files.newInputStream(file)) {
            var bytes = input.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                return Found.warning(file + " is longer than " + BYTES_MAX + " bytes");
            }
            return find(DockerConfig.parse(bytes), registry, abort);
        } catch (NoSuchFileException e) {
            return Found.warning(file + " does not exist");
        } catch (Json.Malformed e) {
            return Found.warning(file + " " + e.getMessage());
        } catch (IOException e) {
            return Found.warning(file + " cannot be read");
        }
    }

    private Found find(DockerConfig config, String registry, AbortSignal abort) {
        var warnings = new ArrayList<String>();
        config.warnings().forEach(text -> warnings.add(file + ": " + text));
        var credential =
                config.helper(registry)
                        .flatMap(name -> ask(name, registry, warnings, abort))
                        .or(() -> config.login(registry));
        return new Found(credential, warnings);
    }

    private Optional<Credential> ask(
            String name, String registry, List<String> warnings, AbortSignal abort) {
        var key = DockerConfig.key(registry);
        switch (helper.ask(name, key, abort)) {
            case CredentialHelper.Answer.Output(var output) -> {
                try {
                    return Optional.of(DockerConfig.helperCredential(output));
                } catch (Json.Malformed e) {
                    warnings.add("what docker-credential-" + name + " printed " + e.getMessage());
                }
            }
            case CredentialHelper.Answer.Unknown() -> {}
            case CredentialHelper.Answer.Broken(var reason) ->
                    warnings.add("docker-credential-" + name + " " + reason);
        }
        return Optional.empty();
    }
}
