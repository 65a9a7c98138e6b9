package dev.tug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tug.failure.NameTrouble;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.name.Lookup;
import dev.tug.internal.name.NameFailure;
import dev.tug.internal.tls.Tls;
import dev.tug.internal.tls.TlsSettings;
import dev.tug.lab.CertificateAuthority;
import dev.tug.lab.GeneratedModel;
import dev.tug.lab.Lab;
import dev.tug.model.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Pulls from hosts that no name server knows.
@Timeout(60)
final class NameSourceTest {
    private static final String REGISTRY = "registry.tug.invalid";
    private static final String CDN = "cdn.tug.invalid";

    @TempDir Path directory;
    private final GeneratedModel model = GeneratedModel.simple(15, 200_000);

    private static InetAddress named(String host) {
        try {
            return InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private TugConfig config(Lab lab, String more, NameSource names) throws IOException {
        var trust = Files.writeString(directory.resolve("trust.pem"), lab.trustPem() + more);
        return TugConfig.of(directory.resolve("models"))
                .with(c ->
                        c.authorities(List.of(trust))
                                .stall(Duration.ofSeconds(5))
                                .firstAnswer(Duration.ofMillis(1))
                                .outage(Duration.ofSeconds(5))
                                .names(names));
    }

    private static void pull(TugConfig config, String name) throws PullException {
        try (var tug = Tug.with(config)) {
            tug.pull(ModelName.parse(name), _ -> {});
        }
    }

    private static TransferFailure failure(TugConfig config, String name) {
        var thrown = catchThrowableOfType(PullException.class, () -> pull(config, name));
        return ((PullFailure.Network) thrown.failure()).cause();
    }

    private static NameSource pinned(String... pins) {
        return new NameSource(
                List.of(pins).stream().map(NameSource.Pin::parse).toList(),
                Optional.empty(),
                false);
    }

    @Test
    void a_given_address_is_used_for_its_host_and_port() throws Exception {
        try (var lab = Lab.start(model, named(REGISTRY), named(CDN))) {
            var registry = lab.registry().hostAndPort();
            var cdn = URI.create(lab.cdn().baseUrl());
            var pins = pinned(registry + ":127.0.0.1", CDN + ":" + cdn.getPort() + ":127.0.0.1");

            pull(config(lab, "", pins), lab.modelReference());

            assertThat(lab.cdn().journal().requests()).isNotEmpty();
            assertThat(failure(config(lab, "", NameSource.SYSTEM), lab.modelReference()))
                    .isInstanceOf(TransferFailure.Unresolved.class);
        }
    }

    @Test
    void an_answer_that_leads_to_somebody_else_is_called_forged() throws Exception {
        try (var lab = Lab.start(model)) {
            var port = URI.create(lab.registry().baseUrl()).getPort();
            var pins = pinned(REGISTRY + ":" + port + ":127.0.0.1");
            var name = REGISTRY + ":" + port + "/library/demo";

            assertThat(failure(config(lab, "", pins), name).summary())
                    .contains("the DNS answer for " + REGISTRY + " looks forged");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_server_over_https_is_asked_where_the_system_knows_nothing(boolean only)
            throws Exception {
        var authority = CertificateAuthority.create("CN=Names,O=Lab");
        try (var lab = Lab.start(model, named(REGISTRY), named(CDN));
                var server = new NameServer(authority)) {
            var names = new NameSource(List.of(), Optional.of(server.uri()), only);

            pull(config(lab, authority.pem(), names), lab.modelReference());

            // Two families for each host, once.
            assertThat(server.asked).hasValue(4);
        }
    }

    @Test
    void a_server_over_https_that_is_not_trusted_gives_no_addresses() throws Exception {
        var authority = CertificateAuthority.create("CN=Names,O=Lab");
        try (var lab = Lab.start(model, named(REGISTRY), named(CDN));
                var server = new NameServer(authority)) {
            var names = new NameSource(List.of(), Optional.of(server.uri()), true);

            assertThat(failure(config(lab, "", names), lab.modelReference()))
                    .isInstanceOf(TransferFailure.Unresolved.class);
            assertThat(server.asked).hasValue(0);
        }
    }

    @Test
    void whoever_asks_who_knew_a_name_asks_the_system_no_more_than_a_pull_does() throws Exception {
        var authority = CertificateAuthority.create("CN=Names,O=Lab");
        var asked = new AtomicInteger();
        Lookup system =
                host -> {
                    if (host.equals("localhost")) {
                        return List.of(InetAddress.getLoopbackAddress());
                    }
                    asked.incrementAndGet();
                    throw new NameFailure(host, NameTrouble.REFUSED);
                };
        try (var lab = Lab.start(model);
                var server = new NameServer(authority)) {
            var source = new NameSource(List.of(), Optional.of(server.uri()), false);
            var config = config(lab, authority.pem(), source);
            var tls = Tls.of(TlsSettings.of(config.authorities()), InstantSource.system(), _ -> {});
            var names = new NameWiring(config, tls, system);

            var found = names.resolver().of(REGISTRY, 443);

            assertThat(found.addresses()).containsExactly(named(REGISTRY));
            assertThat(found.source()).isEqualTo("by localhost: " + NameTrouble.REFUSED.words());
            assertThat(asked).hasValue(1);

            names.close();
            assertThatExceptionOfType(NameFailure.class)
                    .isThrownBy(() -> names.resolver().of(CDN, 443));
        }
    }

    /// Says of every name that it is this machine, one answer a connection.
    private static final class NameServer implements AutoCloseable {
        private static final Pattern QUESTION = Pattern.compile("GET /dns-query\\?dns=(\\S+) .*");

        final AtomicInteger asked = new AtomicInteger();
        private final ServerSocket socket;

        NameServer(CertificateAuthority authority) throws IOException {
            socket =
                    authority
                            .serverContext("localhost")
                            .getServerSocketFactory()
                            .createServerSocket(0, 8, InetAddress.getLoopbackAddress());
            Thread.ofPlatform().daemon().start(this::serve);
        }

        URI uri() {
            return URI.create("https://localhost:" + socket.getLocalPort() + "/dns-query");
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (var client = socket.accept();
                        var in =
                                new BufferedReader(
                                        new InputStreamReader(client.getInputStream(), US_ASCII))) {
                    var question = QUESTION.matcher(in.readLine());
                    var line = in.readLine();
                    while (!line.isEmpty()) {
                        line = in.readLine();
                    }
                    if (question.matches()) {
                        asked.incrementAndGet();
                        var answer = answer(Base64.getUrlDecoder().decode(question.group(1)));
                        client.getOutputStream().write(head(answer.length));
                        client.getOutputStream().write(answer);
                        client.getOutputStream().flush();
                    }
                } catch (IOException | NullPointerException _) {
                    // Whoever does not trust it goes away.
                }
            }
        }

        private static byte[] head(int length) {
            return ("HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\nConnection: close"
                            + "\r\nContent-Length: "
                            + length
                            + "\r\n\r\n")
                    .getBytes(US_ASCII);
        }

        private static byte[] answer(byte[] question) {
            boolean four = question[question.length - 3] == 1;
            var answer = ByteBuffer.allocate(question.length + 16);
            answer.put(question).putShort(2, (short) 0x8180);
            if (four) {
                answer.putShort(6, (short) 1);
                answer.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1);
                answer.putInt(60).putShort((short) 4).put(new byte[] {127, 0, 0, 1});
            }
            return Arrays.copyOf(answer.array(), answer.position());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cdn.test:443:192.0.2.1, cdn.test:443:192.0.2.1",
        "'cdn.test:443:192.0.2.1,2001:db8::1', 'cdn.test:443:192.0.2.1,2001:db8:0:0:0:0:0:1'",
        "*:443:[2001:db8::1], *:443:2001:db8:0:0:0:0:0:1",
    })
    void reads_addresses_as_curl_does(String text, String read) {
        assertThat(NameSource.Pin.parse(text).text()).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cdn.test",
                "cdn.test:443",
                "cdn.test:443:",
                "cdn.test:x:192.0.2.1",
                "cdn.test:0:192.0.2.1",
                "cdn.test:443:other.test",
                ":443:192.0.2.1",
                "+cdn.test:443:192.0.2.1",
                "-cdn.test:443",
            })
    void refuses_what_is_no_address(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NameSource.Pin.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://dns.test/q", "https:///q", "dns.test", "https://dns.test/#a"})
    void wants_https(String server) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new NameSource(List.of(), Optional.of(URI.create(server)), false));
    }
}
