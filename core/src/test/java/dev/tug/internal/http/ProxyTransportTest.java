package dev.tug.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tug.failure.NameTrouble;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.name.AddressMemory;
import dev.tug.internal.name.Connector;
import dev.tug.internal.name.NameFailure;
import dev.tug.internal.name.Names;
import dev.tug.internal.name.Pins;
import dev.tug.internal.proxy.Hop;
import dev.tug.internal.proxy.Logins;
import dev.tug.internal.proxy.Proxies;
import dev.tug.internal.proxy.ProxyServer;
import dev.tug.internal.proxy.Refusals;
import dev.tug.internal.proxy.Routes;
import dev.tug.internal.proxy.Talk;
import dev.tug.internal.proxy.Tickets;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// What a proxy is sent, and what becomes of its answers, by one that says what a test wrote down.
final class ProxyTransportTest {
    private static final URI PLAIN = URI.create("http://registry.nowhere.test:5000/v2/?q=1");
    private static final URI SECURE = URI.create("https://registry.nowhere.test/v2/");

    /// Port 1 of this machine takes no connections.
    private static final URI AWAY = URI.create("https://127.0.0.1:1/v2/");

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String CHALLENGE =
            "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 4\r\n";
    private static final String STAYS = CHALLENGE + "\r\npage";
    private static final String LEAVES = CHALLENGE + "Connection: close\r\n\r\npage";

    /// The end of its page is that of the connection, which never comes.
    private static final String ENDLESS =
            "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\npage";

    /// After it the connection ends without a word.
    private static final String GOES = "\0";

    private static final String REFUSED =
            "HTTP/1.1 502 Bad\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> heads = new ConcurrentLinkedQueue<>();
    private boolean direct;
    private LongSupplier clock = () -> 0;
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (true) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = socket.getInputStream();
            while (true) {
                var head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int next = in.read();
                    if (next < 0) {
                        return;
                    }
                    head.append((char) next);
                }
                heads.add(head.toString());
                var answer = answers.poll();
                socket.getOutputStream().write(answer.replace(GOES, "").getBytes(ISO_8859_1));
                if (answer.contains("Connection: close") || answer.endsWith(GOES)) {
                    return;
                }
            }
        } catch (IOException _) {
            // The client went away, as it may.
        }
    }

    private ApacheTransport transport(String login) throws Exception {
        var via =
                new Hop.Via(
                        ProxyServer.parse("http://" + login + "127.0.0.1:" + server.getLocalPort()),
                        "test");
        Routes routes = (_, _) -> direct ? List.of(new Hop.Direct(), via) : List.of(via);
        return new ApacheTransport(settings(proxies(routes)));
    }

    private Proxies proxies(Routes routes) {
        return new Proxies(
                routes,
                Logins.NONE,
                new Refusals(),
                new Talk.Tools(InstantSource.system(), () -> 1, Tickets.NONE),
                clock);
    }

    private static HttpSettings settings(Proxies proxies) {
        return new HttpSettings(
                        Tls.of(TlsSettings.of(List.of()), InstantSource.system(), _ -> {}),
                        "agent",
                        Duration.ofSeconds(5))
                .with(Optional.of(proxies));
    }

    private static int get(Transport transport, URI uri) throws TransferException {
        try (var response = transport.call(Request.get(uri, Duration.ofSeconds(5))).send()) {
            return response.status();
        }
    }

    private static TransferFailure failure(Transport transport, URI uri) {
        try {
            throw new AssertionError("answered " + get(transport, uri));
        } catch (TransferException e) {
            return e.failure();
        }
    }

    @Test
    void a_plain_request_names_its_whole_address_and_looks_no_name_up() throws Exception {
        answers.add(OK);
        try (var transport = transport("")) {
            assertThat(get(transport, PLAIN)).isEqualTo(200);
        }
        assertThat(heads.peek())
                .startsWith("GET http://registry.nowhere.test:5000/v2/?q=1 HTTP/1.1\r\n")
                .contains("Host: registry.nowhere.test:5000\r\n")
                .doesNotContain("Proxy-Authorization");
    }

    @Test
    void a_plain_request_logs_in_on_the_connection_that_it_is_asked_on() throws Exception {
        answers.addAll(List.of(STAYS, OK, OK));
        try (var transport = transport("me:secret@")) {
            assertThat(get(transport, PLAIN)).isEqualTo(200);
            assertThat(get(transport, PLAIN)).isEqualTo(200);
        }
        assertThat(heads).hasSize(3);
        assertThat(heads)
                .filteredOn(head -> head.contains("Proxy-Authorization: Basic bWU6c2VjcmV0\r\n"))
                .hasSize(2);
    }

    @Test
    void a_login_that_needs_another_connection_is_sent_on_that() throws Exception {
        answers.addAll(List.of(LEAVES, OK));
        try (var transport = transport("me:secret@")) {
            assertThat(get(transport, PLAIN)).isEqualTo(200);
        }
        assertThat(heads).hasSize(2);
        assertThat(heads).last().asString().contains("Proxy-Authorization: Basic");
    }

    @Test
    void a_challenge_whose_page_has_no_end_is_answered_on_another_connection() throws Exception {
        answers.addAll(List.of(ENDLESS, REFUSED, ENDLESS, OK));
        try (var tunnels = transport("me:secret@")) {
            assertThat(failure(tunnels, SECURE)).isInstanceOf(TransferFailure.ProxyRefused.class);
        }
        assertThat(heads).last().asString().contains("Proxy-Authorization: Basic");
        try (var plain = transport("me:secret@")) {
            assertThat(get(plain, PLAIN)).isEqualTo(200);
        }
        assertThat(heads).hasSize(4);
        assertThat(heads).last().asString().contains("Proxy-Authorization: Basic");
    }

    @Test
    void a_refusal_whose_page_has_no_end_is_told_with_what_came() throws Exception {
        answers.add("HTTP/1.1 403 No\r\nContent-Type: text/html\r\n\r\n<title>Not today</title>");
        try (var transport = transport("")) {
            assertThat(failure(transport, SECURE))
                    .isInstanceOfSatisfying(
                            TransferFailure.ProxyRefused.class,
                            refused -> assertThat(refused.snippet()).isEqualTo("Not today"));
        }
    }

    @Test
    void a_digest_carries_a_name_outside_ascii_as_utf_8() throws Exception {
        var digest =
                "HTTP/1.1 407 No\r\nProxy-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\""
                        + "\r\nContent-Length: 0\r\n\r\n";
        answers.addAll(List.of(digest, REFUSED, digest, OK));
        // Read a character for each byte.
        var name = "username=\"\u00d0\u0098\"";
        try (var tunnels = transport("%D0%98:secret@")) {
            failure(tunnels, SECURE);
        }
        assertThat(heads).last().asString().contains(name);
        try (var plain = transport("%D0%98:secret@")) {
            get(plain, PLAIN);
        }
        assertThat(heads).last().asString().contains(name);
    }

    @Test
    void a_tunnel_names_host_and_port_and_its_refusal_is_kept() throws Exception {
        answers.add(
                """
                HTTP/1.1 403 Blocked
                Content-Type: text/html
                Transfer-Encoding: chunked

                1d
                <title>Not allowed, me</title
                1
                >
                0

                """
                        .replace("\n", "\r\n"));
        try (var transport = transport("")) {
            assertThat(failure(transport, SECURE))
                    .isEqualTo(
                            new TransferFailure.ProxyRefused(
                                    "registry.nowhere.test",
                                    "http://127.0.0.1:" + server.getLocalPort(),
                                    403,
                                    "text/html",
                                    "Not allowed, me"));
        }
        assertThat(heads.peek())
                .startsWith("CONNECT registry.nowhere.test:443 HTTP/1.1\r\n")
                .contains("Host: registry.nowhere.test:443\r\n", "User-Agent: agent\r\n");
    }

    @Test
    void a_tunnel_is_asked_for_again_where_the_connection_ends_with_the_challenge()
            throws Exception {
        answers.addAll(
                List.of(
                        LEAVES,
                        "HTTP/1.1 502 Bad\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        try (var transport = transport("me:secret@")) {
            assertThat(failure(transport, SECURE)).isInstanceOf(TransferFailure.ProxyRefused.class);
        }
        assertThat(heads).last().asString().contains("Proxy-Authorization: Basic bWU6c2VjcmV0");
    }

    @Test
    void a_tunnel_is_asked_for_again_where_the_connection_ends_without_a_word() throws Exception {
        answers.addAll(List.of(STAYS + GOES, REFUSED));
        try (var transport = transport("me:secret@")) {
            assertThat(failure(transport, SECURE)).isInstanceOf(TransferFailure.ProxyRefused.class);
        }
        assertThat(heads).last().asString().contains("Proxy-Authorization: Basic bWU6c2VjcmV0");
    }

    private static String page(String server, String field) {
        return """
        HTTP/1.1 403 Forbidden
        Server: %s
        Content-Type: text/html
        Content-Length: 0
        %s

        """
                .formatted(server, field)
                .replace("\n", "\r\n");
    }

    @Test
    void a_page_of_a_known_filter_is_told_as_that() throws Exception {
        answers.add(page("squid/6.6", "X-Squid-Error: ERR_ACCESS_DENIED 0"));
        answers.add(page("Zscaler/6.2", "Content-Language: en"));
        try (var transport = transport("")) {
            assertThat(failure(transport, SECURE).summary())
                    .startsWith("blocked by squid (ERR_ACCESS_DENIED): HTTP 403");
            assertThat(failure(transport, SECURE).summary())
                    .startsWith("blocked by Zscaler: HTTP 403");
        }
    }

    @Test
    void a_proxy_s_own_name_is_told_in_a_name_server_s_words() throws Exception {
        var via = new Hop.Via(ProxyServer.parse("http://proxy.test:3128"), "HTTPS_PROXY");
        var names =
                new Names(host -> {
                    throw new NameFailure(host, NameTrouble.NO_SUCH_NAME);
                });
        try (var transport =
                new ApacheTransport(
                        settings(proxies((_, _) -> List.of(via)))
                                .with(
                                        new Connector(
                                                Pins.NONE,
                                                names,
                                                new AddressMemory(clock),
                                                clock)))) {
            var failure = failure(transport, SECURE);

            assertThat(failure.reason())
                    .isEqualTo(
                            new TransferFailure.Unresolved("proxy.test", NameTrouble.NO_SUCH_NAME));
            assertThat(failure.summary()).endsWith("does not exist (NXDOMAIN)");
        }
    }

    @Test
    void interim_answers_have_an_end() throws Exception {
        answers.add("HTTP/1.1 100 Continue\r\n\r\n".repeat(9));
        try (var transport = transport("")) {
            assertThat(failure(transport, SECURE))
                    .extracting(TransferFailure::summary)
                    .asString()
                    .endsWith("answers that its answer is to come, and no more");
        }
    }

    @Test
    void trailers_have_an_end() throws Exception {
        answers.add(
                "HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                        + "A: b\r\n".repeat(100));
        try (var transport = transport("")) {
            assertThat(failure(transport, SECURE).summary())
                    .endsWith("answered with trailers without end");
        }
    }

    @Test
    void who_drips_is_as_silent_as_who_says_nothing() throws Exception {
        var millis = new AtomicLong();
        clock = () -> millis.addAndGet(100);
        answers.add("HTTP/1.1 200 Connection established, by and by\r\n\r\n");
        try (var transport = transport("")) {
            assertThat(failure(transport, SECURE).summary()).endsWith("no answer in time");
        }
    }

    @Test
    void the_next_way_is_tried_where_the_direct_one_does_not_connect() throws Exception {
        direct = true;
        answers.add(REFUSED);
        try (var transport = transport("")) {
            assertThat(failure(transport, AWAY)).isInstanceOf(TransferFailure.ProxyRefused.class);
        }
        assertThat(heads).hasSize(1);
    }

    @Test
    void a_refused_password_is_tried_by_no_later_request() throws Exception {
        answers.addAll(List.of(STAYS, STAYS, STAYS, STAYS));
        try (var transport = transport("me:secret@")) {
            for (int i = 0; i < 4; i++) {
                assertThat(failure(transport, SECURE))
                        .isInstanceOf(TransferFailure.ProxyDenied.class)
                        .extracting(TransferFailure::summary)
                        .asString()
                        .doesNotContain("secret");
            }
        }
        assertThat(heads).filteredOn(head -> head.contains("Proxy-Authorization")).hasSize(1);
    }

    @Test
    void what_does_not_speak_http_is_no_proxy() throws Exception {
        answers.add("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        try (var transport = transport("")) {
            assertThat(failure(transport, SECURE))
                    .isEqualTo(
                            new TransferFailure.ProxyUnreachable(
                                    "http://127.0.0.1:" + server.getLocalPort(),
                                    "test",
                                    "does not speak HTTP"));
        }
    }

    @Test
    void nobody_at_the_proxys_place_is_told_from_nobody_at_the_servers() throws Exception {
        server.close();
        try (var transport = transport("")) {
            assertThat(failure(transport, SECURE))
                    .isInstanceOf(TransferFailure.ProxyUnreachable.class);
        }
    }

    @Test
    void a_call_that_is_given_up_does_not_wait_for_the_proxy() throws Exception {
        answers.add("");
        try (var transport = transport("")) {
            var call = transport.call(Request.get(SECURE, Duration.ofSeconds(60)));
            Thread.ofVirtual()
                    .start(() -> {
                        while (heads.isEmpty()) {
                            Thread.onSpinWait();
                        }
                        call.abort();
                    });
            assertThatThrownBy(call::send).isInstanceOf(TransferException.class);
        }
    }
}
