package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What error lines mean: lines of Ollama's faults as measured, and of public reports.
final class ExplanationsTest {
    @TempDir Path home;

    /// Line and kind, by `=>`.
    private static final String GOLDEN =
            """
            Get "https://r2.example/blob": EOF => eof-before-head
            Error: max retries exceeded: Get "https://dd20bb891979d25aebc8bec07b2b3bbc.r2.cloudflarestorage.com/x?X-Amz-Signature=1": EOF => eof-before-head
            Get "https://r2.example/blob": read tcp 10.0.0.2:5->1.2.3.4:443: read: connection reset by peer => reset-before-head
            time=2026-01-02T03:04:05.678Z level=INFO source=download.go:291 msg="dde5aa3fc5ff part 3 attempt 0 failed: EOF, retrying in 1s" => short-answer
            Error: max retries exceeded: EOF => short-answer
            max retries exceeded: EOF => short-answer
            dde5aa3fc5ff part 3 attempt 0 failed: unexpected EOF, retrying in 1s => unexpected-eof
            Error: max retries exceeded: unexpected EOF => unexpected-eof
            Error: max retries exceeded: read tcp 10.0.0.2:5->1.2.3.4:443: read: connection reset by peer => reset
            read tcp 192.168.1.5:51234->104.18.8.90:443: wsarecv: An existing connection was forcibly closed by the remote host. => reset
            stream error: stream ID 1; INTERNAL_ERROR; received from peer => http2-reset
            Error: digest mismatch, file must be downloaded again: want sha256:dde5aa3fc5ff, got sha256:74701a8c35f6 => digest-mismatch
            Error: digest mismatch, file must be downloaded again: want sha256:dde5aa3fc5ff, got sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 => empty-blob
            msg="dde5aa3fc5ff part 5 stalled; retrying. If this persists, press ctrl-c to exit, then 'ollama pull' to find a faster connection." => stalled
            Error: context deadline exceeded => direct-url
            Error: EOF => corrupt-state
            Error: pull model manifest: file does not exist => no-manifest
            Error: pull model manifest: invalid character '<' looking for beginning of value => html-manifest
            Error: pull model manifest: unexpected end of JSON input => empty-manifest
            Error: pull model manifest: 407: => proxy-login
            Error: pull model manifest: 403: => forbidden
            Error: pull model manifest: 412: => newer-version
            Error: pull model manifest: 429: => rate-limit
            Error: pull model manifest: 503: => server-trouble
            Error: unauthorized: access denied => unauthorized
            Error: http: no Location header in response => no-location
            Error: unexpected status code 302 => odd-redirect
            Error: maximum redirects exceeded (10) for directURL => too-many-redirects
            Error: this model requires MLX support, but the MLX runtime is not available => mlx
            Error: context canceled => cancelled
            Error: write /root/.ollama/models/blobs/sha256-dd-partial: no space left on device => no-space
            Error: open /usr/share/ollama/.ollama/models/blobs/sha256-dd-partial: permission denied => permission
            pull model manifest: Get "https://registry.ollama.ai/v2/library/llama3/manifests/latest": tls: failed to verify certificate: x509: certificate signed by unknown authority => unknown-authority
            Get "https://registry.ollama.ai/v2/": x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2025-01-01T00:00:00Z => expired-certificate
            Get "https://hf.co/v2/": tls: failed to verify certificate: x509: certificate is valid for *.facebook.com, not hf.co => wrong-name
            tls: failed to verify certificate: x509: "*.ollama.ai" certificate is not standards compliant => odd-certificate
            SecPolicyCreateSSL error: 0 => odd-certificate
            Get "https://registry.ollama.ai/v2/": net/http: TLS handshake timeout => tls-timeout
            local error: tls: bad record MAC => bad-record-mac
            dial tcp: lookup dd20bb891979d25aebc8bec07b2b3bbc.r2.cloudflarestorage.com: no such host => no-such-host
            dial tcp: lookup registry.ollama.ai on 10.0.0.1:53: server misbehaving => servfail
            dial tcp: lookup registry.ollama.ai on 10.0.0.1:53: read udp 10.0.0.2:5->10.0.0.1:53: i/o timeout => servfail
            dial tcp 104.21.75.227:443: i/o timeout => connect-timeout
            dial tcp 104.21.75.227:443: connectex: A connection attempt failed because the connected party did not properly respond => connect-timeout
            dial tcp [2606:4700::6812]:443: connect: network is unreachable => unreachable
            dial tcp 104.21.75.227:443: connect: connection refused => connection-refused
            Head "http://127.0.0.1:11434/": dial tcp 127.0.0.1:11434: connect: connection refused => refused-ollama
            proxyconnect tcp: dial tcp 10.1.1.1:3128: connect: no route to host => proxy-refuses
            http: server gave HTTP response to HTTPS client => not-tls
            Error response from daemon: Get "https://registry-1.docker.io/v2/": EOF => eof-before-head
            short read: expected 52428800 bytes but got 1048576: unexpected EOF => short-read
            toomanyrequests: You have reached your pull rate limit => rate-limit
            pull access denied for x, repository does not exist or may require 'docker login': denied: requested access to the resource is denied => unauthorized
            filesystem layer verification failed for digest sha256:dd => digest-mismatch
            curl: (6) Could not resolve host: registry.ollama.ai => no-such-host
            curl: (7) Failed to connect to registry.ollama.ai port 443 after 5 ms: Connection refused => connection-refused
            curl: (18) transfer closed with 900 bytes remaining to read => unexpected-eof
            curl: (22) The requested URL returned error: 403 => forbidden
            curl: (28) Failed to connect to registry.ollama.ai port 443 after 30000 ms: Timeout was reached => connect-timeout
            curl: (33) HTTP server doesn't seem to support byte ranges. Cannot resume. => ranges
            curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to registry.ollama.ai:443 => handshake-eof
            curl: (47) Maximum (50) redirects followed => too-many-redirects
            curl: (56) CONNECT tunnel failed, response 407 => proxy-login
            curl: (56) CONNECT tunnel failed, response 403 => proxy-refuses
            curl: (56) Recv failure: Connection reset by peer => reset
            curl: (60) SSL certificate problem: unable to get local issuer certificate => unknown-authority
            curl: (60) SSL: no alternative certificate subject name matches target host name 'hf.co' => wrong-name
            curl: (92) HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2) => http2-reset
            urllib3.exceptions.ProtocolError: ('Connection broken: IncompleteRead(300000 bytes read, 600000 more expected)') => unexpected-eof
            requests.exceptions.SSLError: HTTPSConnectionPool(host='huggingface.co', port=443): (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate'))) => unknown-authority
            requests.exceptions.ProxyError: (Caused by ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))) => proxy-login
            urllib3.exceptions.NameResolutionError: Failed to resolve 'cas-bridge.xethub.hf.co' ([Errno -2] Name or service not known) => no-such-host
            requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='huggingface.co', port=443): Read timed out. (read timeout=10) => stalled
            ssl.SSLEOFError: EOF occurred in violation of protocol (_ssl.c:1129) => handshake-eof
            huggingface_hub.utils._errors.GatedRepoError: 401 Client Error => unauthorized
            huggingface_hub.errors.RepositoryNotFoundError: 404 Client Error => no-manifest
            OSError: Consistency check failed: file should be of size 4683073184 but has size 4096 => digest-mismatch
            error: invalid peer certificate: UnknownIssuer => unknown-authority
            invalid peer certificate: Other(OtherError(UnsupportedCriticalExtension)) => odd-certificate
            javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target => unknown-authority
            java.net.UnknownHostException: registry.ollama.ai => no-such-host
            java.net.SocketTimeoutException: Read timed out => stalled
            java.net.http.HttpConnectTimeoutException: HTTP connect timed out => connect-timeout
            java.io.IOException: Unable to tunnel through proxy. Proxy returns "HTTP/1.1 403 Forbidden" => proxy-refuses
            javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake => handshake-eof
            curl: (56) Received HTTP code 407 from proxy after CONNECT => proxy-login
            curl: (56) Received HTTP code 403 from proxy after CONNECT => proxy-refuses
            curl: (18) transfer closed with 5242880 bytes remaining => unexpected-eof
            curl: (52) Empty reply from server => eof-before-head
            curl: (35) error:0A000410:SSL routines::sslv3 alert handshake failure => handshake-refused
            wget: unable to resolve host address 'registry.ollama.ai' => no-such-host
            Temporary failure in name resolution => servfail
            socket.gaierror: [Errno -3] Temporary failure in name resolution => servfail
            urllib3.exceptions.MaxRetryError: (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused')) => connection-refused
            NewConnectionError(Failed to establish a new connection: [Errno 101] Network is unreachable) => unreachable
            requests.exceptions.ProxyError: (Caused by ProxyError('Unable to connect to proxy', OSError('Tunnel connection failed: 403 Forbidden'))) => proxy-refuses
            requests.exceptions.ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response')) => eof-before-head
            ConnectionResetError: [Errno 104] Connection reset by peer => reset
            urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(host='hf.co', port=443): Read timed out. => stalled
            ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:1006) => unknown-authority
            ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006) => expired-certificate
            ssl.SSLCertVerificationError: certificate verify failed: Hostname mismatch, certificate is not valid for 'hf.co'. => wrong-name
            requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://huggingface.co/x => rate-limit
            requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://huggingface.co/x => forbidden
            requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://huggingface.co/x => server-trouble
            OSError: [Errno 28] No space left on device => no-space
            Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers) => connect-timeout
            Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: request canceled (Client.Timeout exceeded while awaiting headers) => stalled
            Error response from daemon: Get "https://registry-1.docker.io/v2/": context deadline exceeded => stalled
            Error response from daemon: manifest for x:latest not found: manifest unknown: manifest unknown => no-manifest
            received unexpected HTTP status: 503 Service Unavailable => server-trouble
            Get "https://registry-1.docker.io/v2/": x509: certificate signed by unknown authority => unknown-authority
            Get "https://r.example/": read tcp 10.0.0.2:5->1.2.3.4:443: i/o timeout => stalled
            Get "https://r.example/": remote error: tls: handshake failure => handshake-refused
            Error: unexpected status code 403 => forbidden
            Error: unexpected status code 407 => proxy-login
            Error: unexpected status code 429 => rate-limit
            Error: unexpected status code 503 => server-trouble
            javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure => handshake-refused
            java.net.ConnectException: Connection refused => connection-refused
            java.net.SocketException: Connection reset => reset
            EOF => short-answer
            huggingface_hub.utils._errors.LocalEntryNotFoundError: An error happened while trying to locate the file on the Hub => hub-unreachable
            huggingface_hub.utils._errors.EntryNotFoundError: 404 Client Error => no-manifest
            dial tcp: lookup registry.ollama.ai on [::1]:53: read udp [::1]:1->[::1]:53: read: connection refused => servfail
            dial tcp 0.0.0.0:443: connect: connection refused => zero-address
            curl: (28) Operation timed out after 300000 milliseconds with 12345 out of 99999999 bytes received => stalled
            curl: (28) Connection timed out after 10001 milliseconds => connect-timeout
            java.net.http.HttpTimeoutException: request timed out => stalled
            java.io.IOException: HTTP/1.1 header parser received no bytes => eof-before-head
            java.io.EOFException: EOF reached while reading => eof-before-head
            javax.net.ssl.SSLHandshakeException: No name matching hf.co found => wrong-name
            tls: failed to verify certificate: x509: certificate relies on legacy Common Name field, use SANs instead => wrong-name
            remote error: tls: unknown certificate authority => unknown-authority
            curl: (16) Error in the HTTP2 framing layer => http2-reset
            curl: (23) Failure writing output to destination => no-local-file
            curl: (77) error setting certificate verify locations => no-local-file
            Error: realm host "auth.corp" does not match original host "registry.corp" => realm
            """;

    static Stream<String[]> golden() {
        return GOLDEN.lines().map(line -> line.split(" => ", 2));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void knows_what_is_behind_a_line(String line, String kind) {
        assertThat(Explanations.ofLine(line)).map(Explanation::kind).contains(kind);
    }

    @Test
    void has_a_golden_line_for_each_row() {
        assertThat(golden().map(pair -> pair[1]).collect(Collectors.toSet()))
                .isEqualTo(
                        Explanations.rows().stream()
                                .map(row -> row.explanation().kind())
                                .collect(Collectors.toSet()));
    }

    @Test
    void names_a_command_of_tug_in_each_row() {
        assertThat(Explanations.rows())
                .allSatisfy(row -> {
                    assertThat(row.explanation().command()).startsWith("tug ");
                    assertThat(Commands.NAMES)
                            .contains(row.explanation().command().split(" ", 3)[1]);
                });
    }

    @ParameterizedTest
    @CsvSource({"all is well", "pulling manifest", "downloading dde5aa3fc5ff in 16 292 MB part(s)"})
    void does_not_pretend_to_know_what_it_does_not(String line) {
        var world = new World(home);

        assertThat(world.run("doctor", "--explain", line)).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(world.out()).contains("known to Tug", "tug doctor --probe");
    }

    @Test
    void explains_the_user_s_line() {
        var world = new World(home);

        assertThat(world.run("doctor", "--explain", "Error: max retries exceeded: EOF")).isZero();
        assertThat(world.out())
                .contains(
                        "What happened: A complete answer came that is shorter",
                        "Not: no connection was cut",
                        "Try: tug doctor --probe MODEL");
    }

    @Test
    void explains_each_meaning_in_a_log_once() {
        var world = new World(home);
        var log = golden().map(pair -> pair[0]).collect(Collectors.joining("\n"));
        world.stdin = log + "\n" + log;

        assertThat(world.run("doctor", "--explain", "-", "--json")).isZero();
        var kinds = golden().map(pair -> pair[1]).distinct().count();
        assertThat(Pattern.compile("\"kind\"").matcher(world.out()).results().count())
                .isEqualTo(kinds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxyconnect tcp: https://me:geheim@proxy:3128/ connection refused",
                "Get \"https://cdn.example/x?X-Amz-Signature=geheim&a=b\": EOF",
                "Max retries exceeded with url: /x?Signature=geheim (Connection reset by peer)",
                "socks5://me:ge@geheim@proxy: connection refused",
                "https://me:ge/geheim@proxy:3128: connection refused",
                "Authorization: Bearer geheim.abc_def-123: connection refused",
                "token=geheim&x: connection refused",
                "Bearer geheim12345, connection refused",
                "hf_geheim1234567890: connection refused"
            })
    void prints_no_login_and_no_signature(String line) {
        for (var format : List.of("--json", "--verbose")) {
            var world = new World(home);

            assertThat(world.run("doctor", "--explain", line, format)).isZero();
            assertThat(world.out()).doesNotContain("geheim");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T10:00:00.407+01:00 level=INFO msg=\"pulled 429 MB\"",
                "time=2026-11-21T10:00:00.407+01:00 level=INFO msg=\"pulled 429 MB\"",
                "Nov 21 10:00:00 box ollama[403]: [GIN] 2026/11/21 | 200 | 1.2 s | GET /api/tags",
                "pulling dde5aa3fc5ff:  8% 403 MB/4.7 GB",
                "403 MB/4.7 GB",
                "loaded 412 tensors in 503 ms"
            })
    void takes_no_number_for_a_status(String line) {
        assertThat(Explanations.ofLine(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[31mError: EOF\u001b[0m",
                "2026-11-21T10:00:00Z Error: EOF",
                "2026/11/21 10:00:00 Error: EOF",
                "[2026-11-21 10:00:00,123] Error: EOF",
                "Nov 21 10:00:00 box ollama[403]: Error: EOF",
                "Nov  1 10:00:00 box ollama[403]: 2026/11/01 10:00:00 Error: EOF",
                "ollama-1  | Error: EOF"
            })
    void looks_behind_times_colours_and_writers(String line) {
        assertThat(Explanations.ofLine(line)).map(Explanation::kind).contains("corrupt-state");
    }

    @Test
    void finds_the_error_at_the_end_of_a_long_log() {
        var world = new World(home);
        var endless = "x".repeat(100_000);
        world.stdin = "pulling\n".repeat(100_000) + endless + "\nError: max retries exceeded: EOF";

        assertThat(world.run("doctor", "--explain", "-", "--json")).isZero();
        assertThat(world.out()).contains("\"short-answer\"", "100002");
    }

    @Test
    void prints_no_control_character_of_what_was_pasted() {
        var world = new World(home);

        world.run("doctor", "--explain", "\u001b[31mmax retries exceeded: EOF");
        assertThat(world.out()).doesNotContain("\u001b");
    }
}
