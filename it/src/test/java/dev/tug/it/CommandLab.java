package dev.tug.it;

import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;
import dev.tug.model.ModelName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A model behind a slow nginx, and the command that is to pull it.
///
/// @param model what is pulled
/// @param nginx where it is
/// @param command pulls into `models` of the test's directory
record CommandLab(GeneratedModel model, Nginx nginx, TugCommand command) implements AutoCloseable {
    private static final Duration PROGRESS_MAX = Duration.ofSeconds(60);

    /// @param size bytes of the model's one large layer
    /// @param directives what nginx is to do with blobs, such as `limit_rate 2m;`
    static CommandLab start(Path directory, long size, String directives) throws Exception {
        var authority = CertificateAuthority.create("CN=It Root,O=It");
        var trust = Files.writeString(directory.resolve("trust.pem"), authority.pem());
        var model = GeneratedModel.simple(5, size);
        return new CommandLab(
                model,
                Nginx.serving(model, directory.resolve("nginx"), authority, directives),
                TugCommand.trusting(trust, directory.resolve("home")));
    }

    ModelName name() {
        return ModelName.parse(nginx.hostAndPort() + "/library/demo:latest");
    }

    /// Bytes of all blobs.
    long size() {
        return model.blobs().values().stream().mapToLong(GeneratedBlob::size).sum();
    }

    /// Starts a pull.
    TugCommand.Running pull() throws IOException {
        return pullInto(command.models());
    }

    /// Starts a pull into another store.
    TugCommand.Running pullInto(Path models) throws IOException {
        return command.withModels(models).start("pull", name().toString());
    }

    /// Waits until nginx has served `bytes` of blobs, all told, in answers that are over.
    void awaitServed(long bytes, TugCommand.Running running) throws Exception {
        Deadline.await(
                PROGRESS_MAX,
                () -> "not served " + bytes + " bytes:\n" + running.errors(),
                () -> nginx.served().blobBytes() >= bytes || !running.process().isAlive());
        if (nginx.served().blobBytes() < bytes) {
            throw new AssertionError("ended before " + bytes + " bytes:\n" + running.errors());
        }
    }

    @Override
    public void close() {
        nginx.close();
    }
}
