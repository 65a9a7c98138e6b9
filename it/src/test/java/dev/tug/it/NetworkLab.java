package dev.tug.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.lab.GeneratedBlob;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.model.ModelName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// A model at a lab of another network, and the command on a machine that reaches it by a link.
///
/// @param rules what the link does
/// @param lab its registry and CDN, in this process
record NetworkLab(Path directory, KernelRules rules, Lab lab, GeneratedModel model)
        implements AutoCloseable {
    private static final String FORGER = "CN=Zscaler Root CA,O=Zscaler Inc.";
    private static final Duration PROGRESS_MAX = Duration.ofSeconds(60);

    /// @param size bytes of the model's one large layer
    static NetworkLab start(Path directory, long size) throws Exception {
        var model = GeneratedModel.simple(7, size);
        var network = PrivateNetwork.create();
        try {
            var lab =
                    network.site()
                            .inside(() ->
                                    Lab.start(model, PrivateNetwork.REGISTRY, PrivateNetwork.CDN));
            trust(directory, lab.trustPem());
            return new NetworkLab(directory, new KernelRules(network), lab, model);
        } catch (Exception | AssertionError e) {
            network.close();
            throw e;
        }
    }

    /// Has the client trust one more authority.
    void trust(String pem) throws IOException {
        trust(directory, pem);
    }

    private static void trust(Path directory, String pem) throws IOException {
        Files.writeString(
                directory.resolve("trust.pem"),
                pem,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /// Puts squid between the client and the lab, with the authority of a well-known product.
    ///
    /// @param directives what it is to do, in squid's language
    Squid interceptedBy(String directives) throws Exception {
        return interceptedBy(directives, FORGER);
    }

    /// The same with an authority of any name, which the client trusts as all before it.
    Squid interceptedBy(String directives, String forger) throws Exception {
        var squid = Squid.intercepting(rules, lab.authority(), directives, forger);
        trust(directory, squid.authority().pem());
        return squid;
    }

    /// The command on the client's machine.
    TugCommand command() {
        return TugCommand.trusting(directory.resolve("trust.pem"), directory.resolve("home"))
                .in(rules.network().client());
    }

    /// Starts a pull that tells its story in JSON.
    TugCommand.Running pull() throws IOException {
        return pull(command());
    }

    TugCommand.Running pull(TugCommand command) throws IOException {
        return command.start("pull", "--json", lab.modelReference());
    }

    /// Waits for a pull's end, and asserts that the model is there, each blob with its digest.
    Story awaitPulled(TugCommand.Running running) throws Exception {
        assertThat(running.awaitEnd()).as(running.errors() + running.output()).isZero();
        PulledModel.assertStored(command().models(), name(), model);
        var story = Story.of(running);
        assertThat(story.last()).contains("\"success\"");
        return story;
    }

    /// Waits until a pull has `bytes` on disk.
    void awaitProgress(TugCommand.Running running, long bytes) throws Exception {
        Deadline.await(
                PROGRESS_MAX,
                () -> "not at " + bytes + " bytes:\n" + running.errors(),
                () -> Story.of(running).completed() >= bytes || !running.process().isAlive());
        assertThat(running.process().isAlive()).as("ended before " + bytes + " bytes").isTrue();
    }

    /// What to pull, as a user writes it.
    String modelReference() {
        return lab.modelReference();
    }

    ModelName name() {
        return ModelName.parse(lab.modelReference());
    }

    /// Bytes of all blobs.
    long size() {
        return model.blobs().values().stream().mapToLong(GeneratedBlob::size).sum();
    }

    @Override
    public void close() {
        lab.close();
        rules.network().close();
    }
}
