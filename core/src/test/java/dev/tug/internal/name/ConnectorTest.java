package dev.tug.internal.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Races between sockets whose fate a table says.
@Timeout(30)
final class ConnectorTest {
    private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::1");
    private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");

    private final Map<InetAddress, Fate> fates = new ConcurrentHashMap<>();
    private final List<FakeSocket> made = new CopyOnWriteArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final AddressMemory memory = new AddressMemory(now::get);
    private final CompletableFuture<Void> aborted = new CompletableFuture<>();
    private List<InetAddress> found = List.of(SIX, FOUR);

    private enum Fate {
        CONNECTS,
        REFUSES,
        /// Says nothing until it is closed.
        SWALLOWS
    }

    private final class FakeSocket extends Socket {
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile InetSocketAddress address = new InetSocketAddress(0);
        private volatile boolean swallowed;

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            address = (InetSocketAddress) endpoint;
            switch (fates.getOrDefault(address.getAddress(), Fate.CONNECTS)) {
                case CONNECTS -> {}
                case REFUSES -> throw new ConnectException("Connection refused");
                case SWALLOWS -> swallow();
            }
        }

        private void swallow() throws IOException {
            swallowed = true;
            try {
                if (!closed.await(20, TimeUnit.SECONDS)) {
                    throw new SocketException("nobody closed it");
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            throw new SocketException("closed");
        }

        @Override
        public synchronized void close() {
            closed.countDown();
        }

        boolean isLeft() {
            return closed.getCount() > 0;
        }
    }

    private Connector connector(Pins pins) {
        return new Connector(
                pins,
                new Names(_ -> found),
                memory,
                now::get,
                () -> {
                    var socket = new FakeSocket();
                    made.add(socket);
                    return socket;
                });
    }

    private InetAddress connect() throws IOException {
        return connect(connector(Pins.NONE));
    }

    private InetAddress connect(Connector connector) throws IOException {
        var order = new Connector.Order(Duration.ofSeconds(10), 0, aborted);
        return ((FakeSocket) connector.connect("cdn.test", 443, order)).address.getAddress();
    }

    @Test
    void the_first_that_connects_wins_and_the_others_are_not_tried() throws Exception {
        assertThat(connect()).isEqualTo(SIX);
        assertThat(made).hasSize(1).allMatch(FakeSocket::isLeft);
    }

    @Test
    void one_that_refuses_gives_way_at_once_and_is_avoided_from_then_on() throws Exception {
        fates.put(SIX, Fate.REFUSES);
        assertThat(connect()).isEqualTo(FOUR);
        // The clock stands still: nobody waited for the delay.
        assertThat(made).hasSize(2);

        assertThat(connect()).isEqualTo(FOUR);
        assertThat(made).hasSize(3);
        now.addAndGet(AddressMemory.AVOIDED_MILLIS);
        fates.remove(SIX);
        assertThat(connect()).isEqualTo(SIX);
    }

    @Test
    void one_that_swallows_is_overtaken_after_the_delay_closed_and_avoided() throws Exception {
        fates.put(SIX, Fate.SWALLOWS);
        var ticking = passTheDelayOnceTheFirstHangs();
        assertThat(connect()).isEqualTo(FOUR);
        ticking.join();
        assertThat(made.getFirst().isLeft()).isFalse();
        assertThat(made.getLast().isLeft()).isTrue();
        assertThat(memory.isAvoided(new InetSocketAddress(SIX, 443))).isTrue();
    }

    private Thread passTheDelayOnceTheFirstHangs() {
        return Thread.ofPlatform()
                .start(() -> {
                    while (made.isEmpty() || !made.getFirst().swallowed) {
                        Thread.onSpinWait();
                    }
                    now.set(Race.DELAY_MILLIS);
                });
    }

    @Test
    void streams_spread_over_equal_addresses() throws Exception {
        found = List.of(FOUR, OTHER);

        assertThat(List.of(connect(), connect(), connect(), connect()))
                .containsExactly(FOUR, OTHER, FOUR, OTHER);
    }

    @Test
    void says_how_many_were_tried_when_none_connects() {
        fates.put(SIX, Fate.REFUSES);
        fates.put(FOUR, Fate.REFUSES);

        assertThatThrownBy(this::connect)
                .isInstanceOf(ConnectException.class)
                .hasMessage("Connection refused (2 addresses tried)");
        // Both are avoided and tried all the same.
        fates.clear();
        assertThatThrownBy(() -> connect(failing())).isInstanceOf(NameFailure.class);
    }

    private Connector failing() {
        return new Connector(
                Pins.NONE,
                new Names(host -> {
                    throw new NameFailure(host, dev.tug.failure.NameTrouble.REFUSED);
                }),
                memory,
                now::get,
                FakeSocket::new);
    }

    @Test
    void an_address_that_served_nothing_is_avoided_like_one_that_failed() throws Exception {
        var connector = connector(Pins.NONE);
        assertThat(connect(connector)).isEqualTo(SIX);
        connector.failed(SIX, 443);

        assertThat(connect(connector)).isEqualTo(FOUR);
    }

    @Test
    void an_abort_ends_the_wait_and_closes_what_was_tried() throws Exception {
        fates.put(SIX, Fate.SWALLOWS);
        fates.put(FOUR, Fate.SWALLOWS);
        var aborter =
                Thread.ofVirtual()
                        .start(() -> {
                            while (made.isEmpty()) {
                                Thread.onSpinWait();
                            }
                            aborted.complete(null);
                        });

        assertThatThrownBy(this::connect).isInstanceOf(InterruptedIOException.class);
        aborter.join();
        assertThat(made).noneMatch(FakeSocket::isLeft);
    }

    @Test
    void given_addresses_go_over_what_a_name_server_says() throws Exception {
        var pin = new Pins.Pin("CDN.test", 443, List.of(OTHER));

        assertThat(connect(connector(new Pins(List.of(pin))))).isEqualTo(OTHER);
        var elsewhere = new Pins.Pin("cdn.test", 8443, List.of(OTHER));
        assertThat(connect(connector(new Pins(List.of(elsewhere))))).isEqualTo(SIX);
        var all = new Pins.Pin("*", 443, List.of(OTHER));
        assertThat(connect(connector(new Pins(List.of(all))))).isEqualTo(OTHER);
    }
}
