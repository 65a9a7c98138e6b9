package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.ChainFault;
import dev.tug.failure.Culprit;
import dev.tug.failure.NameTrouble;
import dev.tug.failure.Page;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

final class HintTest {
    private static final Path STORE = Path.of("/store");

    /// A failure, its exit code, and words that its advice must hold.
    record Case(PullFailure failure, int exit, List<String> words) {}

    private static Case of(PullFailure failure, int exit, String... words) {
        return new Case(failure, exit, List.of(words));
    }

    private static Case network(TransferFailure cause, String... words) {
        return of(new PullFailure.Network("blob x", 6, cause), 5, words);
    }

    private static TransferFailure refused(int status, String type) {
        return new TransferFailure.Refused("cdn", status, Duration.ZERO, type, "");
    }

    private static Case page(Page.Kind kind, int exit, String... words) {
        var answer = new Page.Answer(403, "", "text/html", "", "");
        var reason = kind == Page.Kind.PROXY ? "ERR_CONNECT_FAIL" : "";
        var page = new Page(kind, "Zscaler", "FileHost", reason, answer);
        var failure = new TransferFailure.Blocked("cdn", page);
        return of(new PullFailure.Network("blob 1", 1, failure), exit, words);
    }

    private static PullFailure integrity(Culprit culprit) {
        var digest = ScriptedTug.digest("x");
        return new PullFailure.Integrity(digest, digest, culprit);
    }

    static Stream<Case> cases() {
        var digest = ScriptedTug.digest("x");
        return Stream.of(
                of(new PullFailure.BadName("a b", "space"), 2, "model:tag"),
                of(new PullFailure.NotFound("registry.ollama.ai", "m"), 3, "ollama.com/library"),
                of(new PullFailure.NotFound("hf.co", "m"), 3, "huggingface.co"),
                of(new PullFailure.NotFound("r.example", "m"), 3, "r.example"),
                of(
                        new PullFailure.Unauthorized("r.example", "401"),
                        4,
                        "docker login r.example",
                        "--user"),
                of(new PullFailure.Unauthorized("hf.co", "401"), 4, "licence", "token"),
                of(new PullFailure.Unauthorized("registry.ollama.ai", ""), 4, "id_ed25519.pub"),
                of(new PullFailure.BadManifest("r", "html"), 8, "curl -v https://r/v2/"),
                of(integrity(Culprit.UNKNOWN), 7, "--parts 1"),
                of(integrity(Culprit.PATH), 7, "another network", "--parts 1"),
                of(integrity(Culprit.SOURCE), 7, "another registry", "`m` is damaged"),
                of(integrity(Culprit.DISK), 7, "dmesg", "--store"),
                of(
                        new PullFailure.NoSpace(STORE, 5_000_000_000L, 1_000_000_000L),
                        6,
                        "4 GB",
                        "tug prune",
                        "OLLAMA_MODELS"),
                of(new PullFailure.NotWritable(STORE, "denied"), 6, "chown", "--store"),
                of(
                        new PullFailure.NotWritable(ServiceStore.DIRECTORY, "denied"),
                        6,
                        "sudo -u ollama env OLLAMA_MODELS=/usr/share/ollama/.ollama/models tug pull m",
                        "usermod -aG ollama"),
                of(new PullFailure.Busy("blob x", 7), 6, "wait", "kill 7"),
                of(new PullFailure.Disk(STORE, "EIO"), 6, "dmesg"),
                of(new PullFailure.Interrupted(), 130, "same command"),
                network(new TransferFailure.Unresolved("cdn"), "nslookup cdn", "--proxy URL"),
                network(new TransferFailure.Unreachable("cdn", "refused"), "--proxy URL"),
                network(
                        new TransferFailure.Unresolved("cdn", NameTrouble.REFUSED),
                        "--doh https://",
                        "--resolve cdn:PORT:ADDRESS"),
                network(
                        new TransferFailure.Unresolved("cdn", NameTrouble.SERVER_FAILURE),
                        "trouble of its own"),
                network(
                        new TransferFailure.Unresolved("cdn", NameTrouble.NO_ANSWER),
                        "/etc/resolv.conf"),
                network(
                        new TransferFailure.ProxyUnreachable(
                                "http://p:1", "HTTPS_PROXY", "refused"),
                        "check HTTPS_PROXY",
                        "http://p:1",
                        "--no-proxy"),
                network(
                        TransferFailure.ProxyUnreachable.of(
                                "https://p:1",
                                "HTTPS_PROXY",
                                new TransferFailure.HandshakeFailed(
                                        "p", TransferFailure.HandshakeFailed.PLAIN)),
                        "write http:// before it",
                        "check HTTPS_PROXY"),
                network(
                        TransferFailure.ProxyUnreachable.ofScript(
                                "http://wpad/p.pac", "TUG_PROXY_PAC", "refused", Optional.empty()),
                        "check TUG_PROXY_PAC",
                        "the script http://wpad/p.pac",
                        "--proxy URL"),
                network(
                        new TransferFailure.ProxyScriptFailed("p.pac", "--proxy-pac", "line 1"),
                        "whoever writes p.pac",
                        "--proxy URL"),
                network(
                        new TransferFailure.ProxyDenied(
                                "http://p:1", List.of("NTLM"), "me", "refused"),
                        "--proxy-user me",
                        "no more than twice"),
                network(
                        new TransferFailure.ProxyDenied(
                                "http://p:1", List.of("Negotiate"), "", "none"),
                        "kinit"),
                network(
                        new TransferFailure.ProxyRefused("cdn", "http://p:1", 403, "", ""),
                        "ask IT to allow cdn:443",
                        "http://p:1"),
                network(
                        new TransferFailure.ProxyRefused("cdn", "http://p:1", 503, "", ""),
                        "cannot reach cdn"),
                network(new TransferFailure.HandshakeFailed("cdn", "alert"), "--parts 1"),
                network(
                        new TransferFailure.HandshakeFailed(
                                "cdn", TransferFailure.HandshakeFailed.PLAIN),
                        "without TLS, use `--insecure`"),
                network(
                        new TransferFailure.Cut("cdn", 0, TransferFailure.Cut.MUTE),
                        "cdn most probably speaks TLS: leave `--insecure`"),
                network(
                        new TransferFailure.Untrusted("cdn", "CN=Acme Root", "unknown"),
                        "CN=Acme Root",
                        "openssl s_client -showcerts -connect cdn:443"),
                network(
                        new TransferFailure.Untrusted(
                                "cdn",
                                "O=Zscaler Inc.",
                                "unknown",
                                ChainFault.UNKNOWN_AUTHORITY,
                                Optional.of("Zscaler")),
                        "Zscaler inspects TLS"),
                network(new TransferFailure.Cut("cdn", 1, "reset"), "tug pull --parts 1 m"),
                network(
                        new TransferFailure.Stalled("cdn", Duration.ofSeconds(30)),
                        "cdn",
                        "--parts 1"),
                network(refused(407, "text/html"), "--proxy URL", "allow cdn"),
                network(refused(429, ""), "limits"),
                page(Page.Kind.BLOCK, 9, "Zscaler forbids cdn as `FileHost`", "ask IT"),
                page(Page.Kind.MALWARE, 9, "do not try again"),
                page(Page.Kind.SIZE, 9, "exempt cdn"),
                page(Page.Kind.PORTAL, 9, "neverssl.com"),
                page(Page.Kind.LOGIN, 9, "log in"),
                page(Page.Kind.PROXY, 5, "cannot reach cdn", "ERR_CONNECT_FAIL"),
                page(Page.Kind.UNKNOWN, 9, "block page", "allow cdn"),
                network(refused(451, ""), "by law"),
                network(refused(403, "application/json"), "forbids"),
                network(refused(502, ""), "try again later"),
                network(refused(416, ""), "--verbose"),
                network(new TransferFailure.WrongRange("cdn", "200"), "range requests"),
                network(new TransferFailure.BadRedirect("cdn", "to http"), "browser"),
                network(new TransferFailure.Corrupt(digest, digest), "another network"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_failure_has_its_advice_and_its_exit_code(Case each) {
        assertThat(Hint.of(each.failure(), "m")).contains(each.words());
        assertThat(ExitCode.of(each.failure()).code()).isEqualTo(each.exit());
    }

    @Test
    void no_kind_of_failure_is_left_out() {
        assertThat(cases().map(each -> each.failure().getClass()).distinct().toList())
                .hasSameSizeAs(PullFailure.class.getPermittedSubclasses());
        assertThat(
                        cases().map(Case::failure)
                                .filter(PullFailure.Network.class::isInstance)
                                .map(f -> ((PullFailure.Network) f).cause().getClass())
                                .distinct()
                                .toList())
                .hasSameSizeAs(TransferFailure.class.getPermittedSubclasses());
    }

    @Test
    void exit_codes_are_distinct() {
        assertThat(Stream.of(ExitCode.values()).map(ExitCode::code)).doesNotHaveDuplicates();
    }
}
