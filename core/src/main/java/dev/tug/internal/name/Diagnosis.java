package dev.tug.internal.name;

import dev.tug.failure.NameTrouble;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// A lookup that says why it fails: the platform hides it, so the name servers are asked once more.
public final class Diagnosis implements Lookup {
    /// Who has an answer has it by now, since it has just been asked for.
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    /// What fits into a datagram without any extension (RFC 1035 4.2.1) and with the common one.
    private static final int DATAGRAM_MAX = 4_096;

    private final Lookup lookup;
    private final Supplier<List<InetSocketAddress>> servers;
    private final IntSupplier ids;

    /// @param ids numbers for questions, 0..65535, that nobody can guess
    public Diagnosis(Lookup lookup, IntSupplier ids) {
        this(lookup, Nameservers.FILE, ids);
    }

    Diagnosis(Lookup lookup, Path resolvConf, IntSupplier ids) {
        this(lookup, () -> Nameservers.of(resolvConf), ids);
    }

    Diagnosis(Lookup lookup, Supplier<List<InetSocketAddress>> servers, IntSupplier ids) {
        this.lookup = lookup;
        this.servers = servers;
        this.ids = ids;
    }

    @Override
    public List<InetAddress> of(String host) throws UnknownHostException {
        return Lookup.somebodys(host, found(host));
    }

    private List<InetAddress> found(String host) throws NameFailure {
        try {
            return lookup.of(host);
        } catch (UnknownHostException _) {
            throw new NameFailure(host, trouble(host));
        }
    }

    private NameTrouble trouble(String host) {
        var asked = servers.get();
        for (var server : asked) {
            var answer = ask(server, host, DnsMessage.Type.A);
            if (answer.isPresent()) {
                var trouble = answer.get().trouble();
                return trouble == NameTrouble.NO_ADDRESS
                        ? ask(server, host, DnsMessage.Type.AAAA)
                                .map(DnsAnswer::trouble)
                                .orElse(trouble)
                        : trouble;
            }
        }
        return asked.isEmpty() ? NameTrouble.UNKNOWN : NameTrouble.NO_ANSWER;
    }

    private Optional<DnsAnswer> ask(InetSocketAddress server, String host, DnsMessage.Type type) {
        int id = ids.getAsInt() & 0xffff;
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var question = DnsMessage.question(id, host, type);
            socket.send(new DatagramPacket(question, question.length));
            return receive(socket, question, type);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// One wrong datagram is passed over; who sends many is not waited out.
    private static Optional<DnsAnswer> receive(
            DatagramSocket socket, byte[] question, DnsMessage.Type type) throws IOException {
        for (int tries = 0; tries < 2; tries++) {
            var packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException _) {
                return Optional.empty();
            }
            var bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            var answer = DnsMessage.answer(question, bytes, type);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }
}
