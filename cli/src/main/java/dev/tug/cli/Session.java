package dev.tug.cli;

import dev.tug.Bandwidth;
import dev.tug.Models;
import dev.tug.PullException;
import dev.tug.Tug;
import dev.tug.TugConfig;

import java.nio.file.Files;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;

/// One run of a command: the settings in force, and the library opened with them.
///
/// @param login for the registry of a pull
record Session(Surroundings surroundings, Settings settings, Optional<TugConfig.Login> login) {
    /// What a command does with the models of the store.
    @FunctionalInterface
    interface Work {
        ExitCode on(Models models) throws PullException, InterruptedException;
    }

    /// Reads the settings, tells of what is odd about them, and sets up logging.
    static Session open(Surroundings surroundings, Flags flags) {
        return read(surroundings, flags, Optional.empty());
    }

    /// The same for a command that goes to the network, perhaps with a login: who is not verified
    /// there is told of before the first byte goes out.
    static Session open(Surroundings surroundings, Flags flags, Optional<TugConfig.Login> login) {
        var session = read(surroundings, flags, login);
        session.unverified().ifPresent(text -> surroundings.err().println("warning: " + text));
        return session;
    }

    private static Session read(
            Surroundings surroundings, Flags flags, Optional<TugConfig.Login> login) {
        var environment = surroundings.environment();
        var platform = surroundings.platform();
        var file = ConfigFile.find(environment, platform);
        var settings = new SettingsReader(flags, environment, file, platform).read();
        settings.warnings().forEach(text -> surroundings.err().println("warning: " + text));
        Logs.level(settings.log().value());
        return new Session(surroundings, settings, login);
    }

    /// What it means that some hosts are not verified; empty if all are.
    Optional<String> unverified() {
        var hosts = settings.trust().unverified();
        return hosts.value().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "nobody checks the certificate of "
                                + String.join(", ", hosts.value())
                                + ", as "
                                + hosts.source().text()
                                + " asks: whoever sits on the way can read what is sent there,"
                                + " logins too, and answer anything");
    }

    /// Opens the library; the caller closes it.
    ///
    /// @throws UsageException if the store is something other than a directory
    Tug tug() {
        return tug(_ -> {});
    }

    /// The same with some settings as `changes` has them.
    Tug tug(Consumer<TugConfig.Builder> changes) {
        var store = settings.store().value();
        if (Files.exists(store) && !Files.isDirectory(store)) {
            throw new UsageException(
                    "the store " + store + " is not a directory",
                    "name one with `--store DIR` or OLLAMA_MODELS=DIR; it need not exist yet");
        }
        return surroundings
                .tugs()
                .apply(
                        settings.config(surroundings.platform(), surroundings.environment(), login)
                                .with(config ->
                                        config.proxies(
                                                settings.proxy().rules(surroundings.asker())))
                                .with(changes));
    }

    /// Holds the pulls of this process to the rate that the settings name, until it is closed.
    RateWatch limit() {
        var watch =
                new RateWatch(
                        Bandwidth.ofProcess(),
                        settings.rate(),
                        surroundings.now(),
                        ZoneId.systemDefault(),
                        Logs::tell);
        surroundings.signals().onToggle(watch::toggle);
        return watch.start();
    }

    /// Runs `work` on the models.
    int withModels(Work work) throws PullException, InterruptedException {
        try (var tug = tug()) {
            return work.on(tug.models()).code();
        }
    }

    /// Tells a user whose models go where the Ollama service does not look.
    void noteServiceStore() {
        ServiceStore.note(settings.store(), ServiceStore.DIRECTORY)
                .ifPresent(text -> surroundings.err().println("note: " + text));
    }
}
