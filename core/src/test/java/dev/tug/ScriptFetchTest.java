package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.Page;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.HttpSettings;
import dev.tug.internal.proxy.PacRoutes;
import dev.tug.internal.proxy.ScriptAddress;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What comes of asking a server for a proxy's script.
final class ScriptFetchTest {
    private static final String SCRIPT = "function FindProxyForURL(u, h) { return 'DIRECT'; }";

    private final Queue<String> logins = new ConcurrentLinkedQueue<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private ServerSocket server;

    @BeforeEach
    void serve() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /// One request on each connection.
    private void accept() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                var path = in.readLine().split("[ ?]", 3)[1];
                var login = "none";
                for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                    if (line.startsWith("Authorization: ")) {
                        login = line.substring("Authorization: ".length());
                    }
                }
                logins.add(login);
                socket.getOutputStream().write(answers.getOrDefault(path, "").getBytes(UTF_8));
            } catch (IOException _) {
                // The client went away, or the test is over.
            }
        }
    }

    private void answer(String path, int status, String type, String body, String... location) {
        var places = Stream.of(location).map(place -> "Location: " + place + "\r\n");
        answers.put(
                path,
                "HTTP/1.1 %d x\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n%s"
                        .formatted(
                                status,
                                type,
                                body.length(),
                                places.collect(Collectors.joining()),
                                body));
    }

    private String fetch(String login, String path) throws IOException {
        var settings =
                new HttpSettings(
                        Tls.of(TlsSettings.of(List.of()), InstantSource.system(), _ -> {}),
                        "agent",
                        Duration.ofSeconds(5));
        var place = "http://" + login + "127.0.0.1:" + server.getLocalPort() + path;
        return new ScriptFetch(settings).fetch(new ScriptAddress(place));
    }

    @Test
    void a_login_of_the_address_is_shown_to_its_server() throws Exception {
        answer("/p.pac", 200, "text/plain", SCRIPT);

        assertThat(fetch("me:secret@", "/p.pac?token=t")).isEqualTo(SCRIPT);
        assertThat(fetch("", "/p.pac")).isEqualTo(SCRIPT);
        assertThat(logins).containsExactly("Basic bWU6c2VjcmV0", "none");
    }

    @Test
    void a_login_is_not_led_to_another_server() throws Exception {
        var elsewhere = "http://localhost:" + server.getLocalPort() + "/b.pac";
        answer("/a.pac", 302, "text/plain", "", elsewhere);
        answer("/b.pac", 200, "text/plain", SCRIPT);

        assertThat(fetch("me:secret@", "/a.pac")).isEqualTo(SCRIPT);
        assertThat(logins).containsExactly("Basic bWU6c2VjcmV0", "none");
    }

    @Test
    void what_the_next_try_would_bring_too_ends_the_tries() {
        answer("/long.pac", 200, "text/plain", " ".repeat(PacRoutes.BYTES_MAX + 1));
        answer("/gone.pac", 404, "text/plain", "no");

        assertThatThrownBy(() -> fetch("", "/long.pac"))
                .isInstanceOf(PacRoutes.Unread.class)
                .hasMessage("it is longer than 1 MiB")
                .matches(e -> ((PacRoutes.Unread) e).lasting());
        assertThatThrownBy(() -> fetch("", "/gone.pac"))
                .isInstanceOf(PacRoutes.Unread.class)
                .hasMessage("127.0.0.1 answered HTTP 404")
                .matches(e -> ((PacRoutes.Unread) e).lasting());
        assertThatThrownBy(() -> fetch("me:sec ret@", "/ p.pac"))
                .isInstanceOf(PacRoutes.Unread.class)
                .hasMessage("it is no address")
                .hasNoCause();
    }

    @Test
    void a_page_of_a_filter_in_place_of_the_script_is_told_as_that() {
        answer(
                "/p.pac",
                200,
                "text/html",
                "<html><head><title>Internet Security by Zscaler</title></head><body>Sorry, you don't have"
                        + " permission to visit this site. Not allowed to browse this category. See our"
                        + " internet use policy.</body></html>");

        assertThatThrownBy(() -> fetch("", "/p.pac"))
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(TransferException.class))
                .extracting(TransferException::failure)
                .isInstanceOfSatisfying(
                        TransferFailure.Blocked.class,
                        blocked -> {
                            assertThat(blocked.page().kind()).isEqualTo(Page.Kind.BLOCK);
                            assertThat(blocked.page().vendor()).isEqualTo("Zscaler");
                        });
    }

    @Test
    void an_unknown_page_is_left_to_the_reader_of_scripts() throws Exception {
        answer("/p.pac", 200, "text/html", "<html><body>Welcome to the intranet</body></html>");

        assertThat(fetch("", "/p.pac")).startsWith("<html>");
    }
}
