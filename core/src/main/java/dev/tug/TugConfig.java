package dev.tug;

import dev.tug.internal.tls.HostPort;
import dev.tug.transfer.PathProfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// How a [Tug] is set up. Reading flags, environment and files is the command's work, not the
/// library's: [#of] knows nothing but the store.
///
/// @param store the models directory, with `blobs` and `manifests` in it
/// @param streamsMax streams over all pulls of this process, 1..32 (Ollama: 16)
/// @param stall the longest silence borne on a connection (Ollama: 30 s)
/// @param attempts failures in a row that end a pull before its first byte (Ollama: 6); after it, ten
///     minutes without progress do
/// @param firstAnswer how long a pull waits for anybody to answer before its first byte (Ollama: 63 s)
/// @param outage how long it waits after that while nobody answers: a night
/// @param authorities PEM files, and directories of them, with authorities that are trusted besides the
///     system's and the JDK's
/// @param unverified hosts whose certificates are not looked at: `HOST`, or `HOST:PORT`
/// @param insecure whether registries are spoken to in plain http, as Ollama's `--insecure` means it
/// @param prune whether blobs that a replaced tag leaves behind are removed (`OLLAMA_NOPRUNE` unset)
/// @param userAgent what registries see; registry.ollama.ai wants `ollama/<version>` at its start
/// @param login user and password for one registry, before any other source
/// @param dockerConfig the file that `docker login` writes
/// @param ollamaKey the private key that signs token requests, `~/.ollama/id_ed25519`
/// @param aggressive whether speed counts more than the connections that an appliance must end for it
/// @param inspected whether paths count as inspected, so that streams start low; empty to go by what
///     servers' certificates show
/// @param profiles the file where it is kept what each path bears; empty keeps it in memory
/// @param bandwidth the budget of bytes; change it while pulls run
/// @param proxies which proxies are asked; none unless it is said
/// @param yielding whether pulls give way to whatever else needs the link
/// @param names where the addresses of hosts come from
public record TugConfig(
        Path store,
        int streamsMax,
        Duration stall,
        int attempts,
        Duration firstAnswer,
        Duration outage,
        List<Path> authorities,
        List<String> unverified,
        boolean insecure,
        boolean prune,
        String userAgent,
        Optional<Login> login,
        Optional<Path> dockerConfig,
        Optional<Path> ollamaKey,
        boolean aggressive,
        Optional<Boolean> inspected,
        Optional<Path> profiles,
        Bandwidth bandwidth,
        boolean yielding,
        NameSource names,
        ProxyRules proxies) {
    /// registry.ollama.ai refuses clients that it takes for old Ollamas, so that the version of one
    /// that is young enough comes first.
    private static final String USER_AGENT = "ollama/0.32.15 (tug)";

    private static final int STREAMS = 16;
    private static final int ATTEMPTS = 6;
    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(63);
    private static final Duration OUTAGE = Duration.ofHours(12);

    public TugConfig {
        authorities = List.copyOf(authorities);
        unverified = List.copyOf(unverified);
        for (var host : unverified) {
            if (!namesHost(host)) {
                throw new IllegalArgumentException("no HOST or HOST:PORT: " + host);
            }
        }
        if (streamsMax < 1 || streamsMax > PathProfile.STREAMS_MAX) {
            throw new IllegalArgumentException("streamsMax not in 1..32: " + streamsMax);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts below 1: " + attempts);
        }
        if (!stall.isPositive() || firstAnswer.isNegative() || outage.isNegative()) {
            throw new IllegalArgumentException(
                    "stall %s, firstAnswer %s, outage %s".formatted(stall, firstAnswer, outage));
        }
    }

    /// Whether `text` is `HOST` or `HOST:PORT`, and no pattern.
    public static boolean namesHost(String text) {
        return HostPort.parse(text).isPresent();
    }

    /// Ollama's figures, anonymous, into `store`, and nothing remembered.
    public static TugConfig of(Path store) {
        return new Builder(store).build();
    }

    /// The same with what `changes` sets.
    public TugConfig with(Consumer<Builder> changes) {
        var builder = new Builder(this);
        changes.accept(builder);
        return builder.build();
    }

    /// The settings while they are being gathered; each method is named after what it sets.
    public static final class Builder {
        private final Path store;
        private int streamsMax = STREAMS;
        private Duration stall = STALL;
        private int attempts = ATTEMPTS;
        private Duration firstAnswer = FIRST_ANSWER;
        private Duration outage = OUTAGE;
        private List<Path> authorities = List.of();
        private List<String> unverified = List.of();
        private boolean insecure;
        private boolean prune = true;
        private String userAgent = USER_AGENT;
        private Optional<Login> login = Optional.empty();
        private Optional<Path> dockerConfig = Optional.empty();
        private Optional<Path> ollamaKey = Optional.empty();
        private boolean aggressive;
        private Optional<Boolean> inspected = Optional.empty();
        private Optional<Path> profiles = Optional.empty();
        private Bandwidth bandwidth = Bandwidth.ofProcess();
        private ProxyRules proxies = ProxyRules.DIRECT;
        private boolean yielding;
        private NameSource names = NameSource.SYSTEM;

        private Builder(Path store) {
            this.store = store;
        }

        private Builder(TugConfig from) {
            this.store = from.store;
            this.streamsMax = from.streamsMax;
            this.stall = from.stall;
            this.attempts = from.attempts;
            this.firstAnswer = from.firstAnswer;
            this.outage = from.outage;
            this.authorities = from.authorities;
            this.unverified = from.unverified;
            this.insecure = from.insecure;
            this.prune = from.prune;
            this.userAgent = from.userAgent;
            this.login = from.login;
            this.dockerConfig = from.dockerConfig;
            this.ollamaKey = from.ollamaKey;
            this.aggressive = from.aggressive;
            this.inspected = from.inspected;
            this.profiles = from.profiles;
            this.bandwidth = from.bandwidth;
            this.proxies = from.proxies;
            this.yielding = from.yielding;
            this.names = from.names;
        }

        public Builder streamsMax(int value) {
            streamsMax = value;
            return this;
        }

        public Builder stall(Duration value) {
            stall = value;
            return this;
        }

        public Builder attempts(int value) {
            attempts = value;
            return this;
        }

        public Builder firstAnswer(Duration value) {
            firstAnswer = value;
            return this;
        }

        public Builder outage(Duration value) {
            outage = value;
            return this;
        }

        public Builder authorities(List<Path> value) {
            authorities = value;
            return this;
        }

        public Builder unverified(List<String> value) {
            unverified = value;
            return this;
        }

        public Builder insecure(boolean value) {
            insecure = value;
            return this;
        }

        public Builder prune(boolean value) {
            prune = value;
            return this;
        }

        public Builder userAgent(String value) {
            userAgent = value;
            return this;
        }

        public Builder login(Optional<Login> value) {
            login = value;
            return this;
        }

        public Builder dockerConfig(Optional<Path> value) {
            dockerConfig = value;
            return this;
        }

        public Builder ollamaKey(Optional<Path> value) {
            ollamaKey = value;
            return this;
        }

        public Builder aggressive(boolean value) {
            aggressive = value;
            return this;
        }

        public Builder inspected(Optional<Boolean> value) {
            inspected = value;
            return this;
        }

        public Builder profiles(Optional<Path> value) {
            profiles = value;
            return this;
        }

        public Builder bandwidth(Bandwidth value) {
            bandwidth = value;
            return this;
        }

        public Builder proxies(ProxyRules value) {
            proxies = value;
            return this;
        }

        public Builder yielding(boolean value) {
            yielding = value;
            return this;
        }

        public Builder names(NameSource value) {
            names = value;
            return this;
        }

        private TugConfig build() {
            return new TugConfig(
                    store,
                    streamsMax,
                    stall,
                    attempts,
                    firstAnswer,
                    outage,
                    authorities,
                    unverified,
                    insecure,
                    prune,
                    userAgent,
                    login,
                    dockerConfig,
                    ollamaKey,
                    aggressive,
                    inspected,
                    profiles,
                    bandwidth,
                    yielding,
                    names,
                    proxies);
        }
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
