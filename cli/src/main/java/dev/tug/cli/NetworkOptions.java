package dev.tug.cli;

import dev.tug.TugConfig;
import dev.tug.cli.NameSettings.NameFlags;
import dev.tug.cli.ProxySettings.ProxyFlags;
import dev.tug.cli.RateSettings.RateFlags;
import dev.tug.cli.TrustSettings.TrustFlags;
import dev.tug.model.ModelName;

import picocli.CommandLine.Option;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The options of every command that fetches from a registry.
final class NetworkOptions {
    @Option(
            names = "--parts",
            paramLabel = "N",
            description = "Streams at most, 1..32 (OLLAMA_DOWNLOAD_PARTS, else 16)")
    private Optional<Integer> parts = Optional.empty();

    @Option(
            names = "--give-up-after",
            paramLabel = "TIME",
            description =
                    "How long to try while nobody answers: 30s, 10m, 3h (else 63s before the first"
                            + " byte, 12h after it)")
    private Optional<String> giveUpAfter = Optional.empty();

    @Option(
            names = "--aggressive",
            description = "Go for speed even where a network ends connections for it")
    private boolean aggressive;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description =
                    "Trust these authorities too (PEM file, or directory of such); may be given"
                            + " several times")
    private List<Path> authorities = new ArrayList<>();

    @Option(names = "--insecure", description = "Speak plain http to the registry")
    private boolean insecure;

    @Option(
            names = "--insecure-host",
            paramLabel = "HOST[:PORT]",
            description =
                    "Do not verify the certificate of this one host, but do that of any that it"
                            + " redirects to; may be given several times. Not safe")
    private List<String> insecureHosts = new ArrayList<>();

    @Option(
            names = "--assume-inspected",
            paramLabel = "yes|no|auto",
            description =
                    "Whether something opens TLS on the way, instead of what certificates show"
                            + " (TUG_ASSUME_INSPECTED)")
    private Optional<String> assumeInspected = Optional.empty();

    @Option(
            names = "--limit-rate",
            paramLabel = "RATE",
            description =
                    "Bytes a second over all streams: 500K, 5M, 1.5G (1024, as in curl); 0 for no"
                            + " limit (TUG_LIMIT_RATE)")
    private Optional<String> limitRate = Optional.empty();

    @Option(
            names = "--limit-rate-file",
            paramLabel = "FILE",
            description = "Look each second into FILE for another rate")
    private Optional<Path> limitRateFile = Optional.empty();

    @Option(names = "--yield", description = "Give way to other traffic that needs the link")
    private boolean yielding;

    @Option(
            names = {"-x", "--proxy"},
            paramLabel = "URL",
            description =
                    "Go through this proxy: http://, https://, socks5:// or socks5h://HOST:PORT"
                            + " (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY); empty for none")
    private Optional<String> proxy = Optional.empty();

    @Option(
            names = "--noproxy",
            paramLabel = "LIST",
            description = "Hosts to reach directly, as in curl; * for all (NO_PROXY)")
    private Optional<String> exceptions = Optional.empty();

    @Option(names = "--no-proxy", description = "Reach all hosts directly")
    private boolean direct;

    @Option(
            names = "--proxy-pac",
            paramLabel = "URL|FILE",
            description = "Let this script choose proxies (TUG_PROXY_PAC)")
    private Optional<String> proxyScript = Optional.empty();

    @Option(
            names = "--no-system-proxy",
            description = "Do not look for proxies in the system's settings")
    private boolean withoutSystemProxy;

    @Option(
            names = "--proxy-user",
            paramLabel = "NAME",
            description = "The user at the proxy, such as DOMAIN\\NAME; the password is asked for")
    private Optional<String> proxyUser = Optional.empty();

    @Option(
            names = "--proxy-password-file",
            paramLabel = "FILE",
            description = "The file with that user's password")
    private Optional<Path> proxyPasswordFile = Optional.empty();

    @Option(
            names = "--proxy-helper",
            paramLabel = "NAME",
            description = "Ask docker-credential-NAME for the proxy's login")
    private Optional<String> proxyHelper = Optional.empty();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The user at the registry; then all models are of one registry")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The file with the user's password or token")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(names = "--password-stdin", description = "Read the password or token from stdin")
    private boolean passwordStdin;

    @Option(
            names = "--resolve",
            paramLabel = "HOST:PORT:ADDR",
            description =
                    "Connect to ADDR[,ADDR] for HOST, without asking a name server; may be given"
                            + " several times (TUG_RESOLVE)")
    private List<String> resolve = new ArrayList<>();

    @Option(
            names = "--doh",
            paramLabel = "URL",
            description = "Ask this DNS server over HTTPS when the system has no answer (TUG_DOH)")
    private Optional<String> doh = Optional.empty();

    @Option(names = "--doh-only", description = "Ask it first, and nobody else")
    private boolean dohOnly;

    Optional<Integer> parts() {
        return parts;
    }

    boolean aggressive() {
        return aggressive;
    }

    Optional<String> giveUpAfter() {
        return giveUpAfter;
    }

    RateFlags rate() {
        return new RateFlags(limitRate, limitRateFile, yielding);
    }

    NameFlags names() {
        return new NameFlags(resolve, doh, dohOnly);
    }

    ProxyFlags proxy() {
        return new ProxyFlags(
                proxy,
                exceptions,
                direct,
                proxyScript,
                proxyUser,
                proxyPasswordFile,
                proxyHelper,
                withoutSystemProxy);
    }

    List<Path> authorities() {
        return authorities;
    }

    TrustFlags trust() {
        return new TrustFlags(insecureHosts, assumeInspected);
    }

    boolean insecure() {
        return insecure;
    }

    /// The login that the options describe; empty if they name no user.
    ///
    /// @throws UsageException if they contradict each other or the password cannot be read
    Optional<TugConfig.Login> login(InputStream stdin) {
        return new Passwords(stdin).login(user, passwordFile, passwordStdin);
    }

    /// Whether standard input is the password's.
    boolean isPasswordOnStdin() {
        return passwordStdin;
    }

    /// Holds a user's login to one registry: what is a password at one is a gift to any other.
    ///
    /// @throws UsageException if there is a user and `models` are of several registries
    void checkOneRegistry(Collection<ModelName> models) {
        var hosts =
                models.stream()
                        .map(name -> name.host().toLowerCase(Locale.ROOT))
                        .distinct()
                        .sorted()
                        .toList();
        if (user.isPresent() && hosts.size() > 1) {
            throw new UsageException(
                    "--user is for one registry, and these models are of "
                            + hosts.size()
                            + ": "
                            + String.join(", ", hosts),
                    "run the command once for each registry");
        }
    }
}
