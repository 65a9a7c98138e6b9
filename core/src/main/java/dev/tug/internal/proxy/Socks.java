package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.TransferFailure;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Opens connections through SOCKS 5 proxies (RFC 1928, RFC 1929).
final class Socks {
    private static final int VERSION = 5;
    private static final int NO_LOGIN = 0;
    private static final int PASSWORD = 2;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int FIELD_MAX = 255;

    private final Hop.Via via;
    private final Proxies.Dial dial;
    private final LongSupplier clockMillis;

    Socks(Hop.Via via, Proxies.Dial dial, LongSupplier clockMillis) {
        this.via = via;
        this.dial = dial;
        this.clockMillis = clockMillis;
    }

    /// Opens one to `target`.
    ///
    /// @param address where it is, if that was looked up here; else the proxy looks it up
    void open(Target target, Optional<InetAddress> address, Talk talk) throws IOException {
        try {
            var socket = greeted(talk);
            request(socket, target, address);
            int reply = reply(socket);
            talk.admitted();
            if (reply != 0) {
                throw refused(target, reply);
            }
            talk.holds(socket);
        } catch (ProxyException e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw unreachable("no answer in time", e);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw unreachable(Objects.requireNonNullElse(e.getMessage(), "no answer"), e);
        }
    }

    private Socket greeted(Talk talk) throws IOException {
        var login = talk.known();
        for (int tries = 0; tries <= Refusals.MAX; tries++) {
            var socket = dial.dial();
            int method = method(socket, login.isPresent());
            if (method == NO_LOGIN) {
                return socket;
            }
            if (method == PASSWORD && login.isPresent() && isTaken(socket, login.get())) {
                return socket;
            }
            socket.close();
            login = Optional.of(talk.other(method == PASSWORD ? login : Optional.empty()));
        }
        throw new IOException("it takes no login");
    }

    private int method(Socket socket, boolean withLogin) throws IOException {
        send(
                socket,
                withLogin
                        ? new byte[] {VERSION, 2, NO_LOGIN, PASSWORD}
                        : new byte[] {VERSION, 1, NO_LOGIN});
        var answer = receive(socket, 2);
        if (answer[0] != VERSION) {
            throw new IOException("it does not speak SOCKS 5");
        }
        return answer[1] & 0xff;
    }

    private boolean isTaken(Socket socket, ProxyLogin login) throws IOException {
        var message = new ByteArrayOutputStream();
        message.write(1);
        field(message, login.user());
        field(message, login.password().orElse(""));
        send(socket, message.toByteArray());
        return receive(socket, 2)[1] == 0;
    }

    private static void field(ByteArrayOutputStream message, String text) throws IOException {
        var bytes = text.getBytes(UTF_8);
        if (bytes.length > FIELD_MAX) {
            throw new IOException("SOCKS 5 has no room for more than 255 bytes of a name");
        }
        message.write(bytes.length);
        message.writeBytes(bytes);
    }

    private static void request(Socket socket, Target target, Optional<InetAddress> address)
            throws IOException {
        var message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {VERSION, 1, 0});
        var place = address.or(() -> Hosts.address(target.host()));
        if (place.isPresent()) {
            var bytes = place.get().getAddress();
            message.write(bytes.length == 4 ? IPV4 : IPV6);
            message.writeBytes(bytes);
        } else {
            message.write(NAME);
            field(message, target.host());
        }
        message.write(target.port() >> Byte.SIZE);
        message.write(target.port());
        send(socket, message.toByteArray());
    }

    private int reply(Socket socket) throws IOException {
        var head = receive(socket, 4);
        int length =
                switch (head[3]) {
                    case IPV4 -> 4;
                    case IPV6 -> 16;
                    case NAME -> receive(socket, 1)[0] & 0xff;
                    default -> throw new IOException("it answers with an address of no kind");
                };
        receive(socket, length + 2);
        return head[1] & 0xff;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    private byte[] receive(Socket socket, int count) throws IOException {
        var bytes = new PatientInput(socket, clockMillis).readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("closed without an answer");
        }
        return bytes;
    }

    /// Replies of SOCKS, with the statuses that an HTTP proxy gives for the same.
    private ProxyException refused(Target target, int reply) {
        var failure =
                switch (reply) {
                    case 2 -> failure(target, 403, "its rules do not allow the connection");
                    case 3 -> failure(target, 503, "the network cannot be reached from there");
                    case 4 -> failure(target, 503, "the host cannot be reached from there");
                    case 5 -> failure(target, 503, "the host refuses the connection");
                    case 6 -> failure(target, 504, "the connection came to nothing in time");
                    default -> failure(target, 502, "SOCKS error " + reply);
                };
        return new ProxyException(failure);
    }

    private TransferFailure failure(Target target, int status, String words) {
        return new TransferFailure.ProxyRefused(
                target.host(), via.proxy().toString(), status, "", words);
    }

    private ProxyException unreachable(String detail, IOException cause) {
        return new ProxyException(
                new TransferFailure.ProxyUnreachable(via.proxy().toString(), via.source(), detail),
                cause);
    }
}
