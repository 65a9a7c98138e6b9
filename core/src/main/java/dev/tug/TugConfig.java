package dev.tug;

import dev.tug.transfer.StreamControl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a [Tug] is set up. Reading flags, environment and files is the command's work, not the
/// library's: [#of] knows nothing but the store.
///
/// @param store the models directory, with `blobs` and `manifests` in it
/// @param streamsMax streams over all pulls of this process, 1..32 (Ollama: 16)
/// @param stall the longest silence borne on a connection (Ollama: 30 s)
/// @param attempts failures in a row, without progress, that end a pull (Ollama: 6)
/// @param outage how long a pull goes on while nobody answers at all (Ollama gives up after 63 s)
/// @param authorities PEM files with authorities that are trusted besides the system's
/// @param insecure whether registries are spoken to in plain http, as Ollama's `--insecure` means it
/// @param prune whether blobs that a replaced tag leaves behind are removed (`OLLAMA_NOPRUNE` unset)
/// @param userAgent what registries see; registry.ollama.ai wants `ollama/<version>` at its start
/// @param login user and password for one registry, before any other source
/// @param dockerConfig the file that `docker login` writes
/// @param ollamaKey the private key that signs token requests, `~/.ollama/id_ed25519`
public record TugConfig(
        Path store,
        int streamsMax,
        Duration stall,
        int attempts,
        Duration outage,
        List<Path> authorities,
        boolean insecure,
        boolean prune,
        String userAgent,
        Optional<Login> login,
        Optional<Path> dockerConfig,
        Optional<Path> ollamaKey) {
    /// registry.ollama.ai refuses clients that it takes for old Ollamas, so that the version of one
    /// that is young enough comes first.
    private static final String USER_AGENT = "ollama/0.32.15 (tug)";

    private static final int STREAMS = 16;
    private static final int ATTEMPTS = 6;
    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofSeconds(63);

    public TugConfig {
        authorities = List.copyOf(authorities);
        if (streamsMax < 1 || streamsMax > StreamControl.STREAMS_MAX) {
            throw new IllegalArgumentException("streamsMax not in 1..32: " + streamsMax);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts below 1: " + attempts);
        }
        if (!stall.isPositive() || outage.isNegative()) {
            throw new IllegalArgumentException("stall " + stall + ", outage " + outage);
        }
    }

    /// Ollama's figures, anonymous, into `store`.
    public static TugConfig of(Path store) {
        return new TugConfig(
                store,
                STREAMS,
                STALL,
                ATTEMPTS,
                OUTAGE,
                List.of(),
                false,
                true,
                USER_AGENT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// The same with another number of streams, 1..32.
    public TugConfig withStreamsMax(int streams) {
        return new TugConfig(
                store,
                streams,
                stall,
                attempts,
                outage,
                authorities,
                insecure,
                prune,
                userAgent,
                login,
                dockerConfig,
                ollamaKey);
    }

    /// The same, trusting the authorities in `pemFiles` too.
    public TugConfig withAuthorities(List<Path> pemFiles) {
        return new TugConfig(
                store,
                streamsMax,
                stall,
                attempts,
                outage,
                pemFiles,
                insecure,
                prune,
                userAgent,
                login,
                dockerConfig,
                ollamaKey);
    }

    /// A user and a password or token, shown to one registry alone; prints as the user alone.
    ///
    /// @param registry its host, and port unless it is the scheme's own; if empty, the registry that a
    ///     [Tug] is sent to first, whether or not it asks for credentials
    public record Login(String user, String password, Optional<String> registry) {
        /// A login for the registry that a [Tug] is sent to first.
        public Login(String user, String password) {
            this(user, password, Optional.empty());
        }

        @Override
        public String toString() {
            return user;
        }
    }
}
