package dev.tug.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A name server of the test's own, on the loopback of a namespace, which is all that its
/// `resolv.conf` names.
final class TestResolver implements AutoCloseable {
    static final int NO_ERROR = 0;
    static final int SERVER_FAILURE = 2;
    static final int NO_SUCH_NAME = 3;
    static final int REFUSED = 5;

    private static final int PORT = 53;
    private static final int HEAD = 12;
    private static final int AAAA = 28;
    private static final int SECONDS = 60;

    private final DatagramSocket socket;
    private final String host;
    private final int code;
    private final List<InetAddress> addresses;
    private final AtomicInteger asked = new AtomicInteger();

    private TestResolver(
            DatagramSocket socket, String host, int code, List<InetAddress> addresses) {
        this.socket = socket;
        this.host = host;
        this.code = code;
        this.addresses = addresses;
    }

    /// Answers questions for `host` with `code` and `addresses`; no other name exists.
    static TestResolver start(
            NetworkNamespace where, String host, int code, List<InetAddress> addresses)
            throws Exception {
        return where.inside(() -> {
            var socket = new DatagramSocket(PORT, InetAddress.ofLiteral("127.0.0.1"));
            var resolver = new TestResolver(socket, host, code, addresses);
            Thread.ofPlatform().daemon().name("resolver").start(resolver::serve);
            return resolver;
        });
    }

    /// Questions for the host.
    int asked() {
        return asked.get();
    }

    private void serve() {
        try {
            while (!socket.isClosed()) {
                var packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                var answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private byte[] answer(byte[] question) {
        int end = HEAD;
        var name = new StringBuilder();
        while (question[end] != 0) {
            name.append(new String(question, end + 1, question[end], StandardCharsets.US_ASCII))
                    .append('.');
            end += question[end] + 1;
        }
        int type = question[end + 2] & 0xff;
        boolean known = name.toString().equalsIgnoreCase(host + ".");
        if (known) {
            asked.incrementAndGet();
        }
        int bytes = type == AAAA ? 16 : 4;
        var records =
                known && code == NO_ERROR
                        ? addresses.stream().filter(a -> a.getAddress().length == bytes).toList()
                        : List.<InetAddress>of();
        // An extension of the question (EDNS) is left out of the answer.
        var answer = ByteBuffer.allocate(512);
        answer.put(question, 0, end + 5);
        answer.putShort(2, (short) (0x8180 | (known ? code : NO_SUCH_NAME)));
        answer.putShort(4, (short) 1).putShort(6, (short) records.size()).putInt(8, 0);
        for (var record : records) {
            answer.putShort((short) (0xc000 | HEAD)).putShort((short) type).putShort((short) 1);
            answer.putInt(SECONDS).putShort((short) bytes).put(record.getAddress());
        }
        return Arrays.copyOf(answer.array(), answer.position());
    }

    @Override
    public void close() {
        socket.close();
    }
}
