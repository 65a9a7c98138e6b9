package dev.tug.internal.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tug.failure.NameTrouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(30)
final class DiagnosisTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int NAME_AT = 12;

    /// A name server on loopback that answers with a code and no record.
    private static final class Server implements AutoCloseable {
        final Map<Integer, Integer> codes = new ConcurrentHashMap<>();
        final AtomicInteger asked = new AtomicInteger();
        private final DatagramSocket socket = new DatagramSocket(0, HERE);

        Server(int code) throws IOException {
            codes.put(1, code);
            codes.put(28, code);
            Thread.ofPlatform().daemon().start(this::serve);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(HERE, socket.getLocalPort());
        }

        private void serve() {
            try {
                while (true) {
                    var packet = new DatagramPacket(new byte[512], 512);
                    socket.receive(packet);
                    asked.incrementAndGet();
                    var bytes = packet.getData();
                    int type = bytes[packet.getLength() - 3] & 0xff;
                    bytes[2] = (byte) 0x81;
                    bytes[3] = (byte) (0x80 | codes.getOrDefault(type, 0));
                    assertThat(bytes[NAME_AT]).isEqualTo((byte) 3);
                    socket.send(packet);
                }
            } catch (IOException _) {
                // The test is over.
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static Diagnosis diagnosis(List<InetSocketAddress> servers) {
        return new Diagnosis(
                host -> {
                    throw new UnknownHostException(host);
                },
                () -> servers,
                () -> 0xabcdef);
    }

    private static void assertTrouble(List<InetSocketAddress> servers, NameTrouble trouble) {
        assertThatThrownBy(() -> diagnosis(servers).of("cdn.test"))
                .isInstanceOfSatisfying(
                        NameFailure.class,
                        failure -> assertThat(failure.trouble()).isEqualTo(trouble));
    }

    @ParameterizedTest
    @CsvSource({"5, REFUSED", "2, SERVER_FAILURE", "3, NO_SUCH_NAME", "0, NO_ADDRESS"})
    void says_what_the_name_server_says(int code, NameTrouble trouble) throws Exception {
        try (var server = new Server(code)) {
            assertTrouble(List.of(server.address()), trouble);
            assertThat(server.asked).hasPositiveValue();
        }
    }

    @Test
    void asks_the_second_server_when_the_first_is_not_there() throws Exception {
        var gone = new DatagramSocket(0, HERE);
        var address = new InetSocketAddress(HERE, gone.getLocalPort());
        gone.close();
        try (var server = new Server(5)) {
            assertTrouble(List.of(address, server.address()), NameTrouble.REFUSED);
        }
        assertTrouble(List.of(address), NameTrouble.NO_ANSWER);
    }

    @Test
    void knows_nothing_where_no_server_is_known() {
        assertTrouble(List.of(), NameTrouble.UNKNOWN);
    }

    @Test
    void asks_nobody_while_the_platform_answers() throws Exception {
        try (var server = new Server(5)) {
            var lookup =
                    new Diagnosis(_ -> List.of(HERE), () -> List.of(server.address()), () -> 1);

            assertThat(lookup.of("cdn.test")).containsExactly(HERE);
            assertThat(server.asked).hasValue(0);
        }
    }

    @Test
    void nobodys_address_is_a_filters_and_none_to_connect_to() throws Exception {
        var nobody = List.of(InetAddress.ofLiteral("0.0.0.0"), InetAddress.ofLiteral("::"));
        var hidden = new Diagnosis(_ -> nobody, List::of, () -> 1);

        assertThatThrownBy(() -> hidden.of("cdn.test"))
                .isInstanceOfSatisfying(
                        NameFailure.class,
                        e -> assertThat(e.trouble()).isEqualTo(NameTrouble.HIDDEN));
        var half = new Diagnosis(_ -> List.of(nobody.getLast(), HERE), List::of, () -> 1);
        assertThat(half.of("cdn.test")).containsExactly(HERE);
    }

    @Test
    void reads_the_systems_list_of_servers(@TempDir Path directory) throws Exception {
        var file =
                Files.writeString(
                        directory.resolve("resolv.conf"),
                        """
                        # nameserver 192.0.2.9
                        search corp.example
                        nameserver 192.0.2.1
                          nameserver\t2001:db8::1
                        nameserver 999
                        nameserver 192.0.2.2
                        nameserver 192.0.2.3
                        options edns0
                        """);

        assertThat(Nameservers.of(file))
                .extracting(InetSocketAddress::getPort)
                .containsOnly(53)
                .hasSizeLessThanOrEqualTo(3);
        assertThat(Nameservers.of(file).getFirst().getAddress().getHostAddress())
                .isEqualTo("192.0.2.1");
        assertThat(Nameservers.of(directory.resolve("none"))).isEmpty();
    }
}
