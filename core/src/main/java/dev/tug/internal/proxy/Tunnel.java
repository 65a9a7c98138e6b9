package dev.tug.internal.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.TransferFailure;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLException;

/// Opens tunnels through HTTP proxies by CONNECT (RFC 9110 9.3.6).
final class Tunnel {
    /// The longest login takes four answers; each scheme that fails starts it anew.
    private static final int ANSWERS_MAX = 16;

    private static final int AUTHENTICATION_REQUIRED = 407;
    private static final int ERROR = 300;

    private final Hop.Via via;
    private final Proxies.Dial dial;
    private final String userAgent;
    private final LongSupplier clockMillis;

    Tunnel(Hop.Via via, Proxies.Dial dial, String userAgent, LongSupplier clockMillis) {
        this.via = via;
        this.dial = dial;
        this.userAgent = userAgent;
        this.clockMillis = clockMillis;
    }

    /// Opens one to `target`; what was dialled last is then its end.
    void open(Target target, Talk talk) throws IOException {
        try {
            converse(target, talk);
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

    private void converse(Target target, Talk talk) throws IOException {
        var name = target.authority();
        var socket = dial.dial();
        var word = talk.first("CONNECT", name);
        boolean used = false;
        for (int answers = 0; answers < ANSWERS_MAX; answers++) {
            ProxyAnswer answer;
            try {
                answer = answer(socket, name, word);
            } catch (EOFException | SocketException | SSLException e) {
                if (!used || talk.isBound()) {
                    throw e;
                }
                // Some end the connection after a challenge without saying so.
                socket.close();
                socket = dial.dial();
                answer = answer(socket, name, word);
            }
            if (answer.status() != AUTHENTICATION_REQUIRED) {
                talk.admitted();
                if (answer.status() >= ERROR) {
                    throw refused(target, answer);
                }
                talk.holds(socket);
                return;
            }
            word = Optional.of(talk.next(answer.headers("proxy-authenticate"), "CONNECT", name));
            used = answer.reusable();
            if (!used) {
                socket.close();
                socket = dial.dial();
            }
        }
        throw unreachable("it asks for a login again and again", new IOException());
    }

    private ProxyAnswer answer(Socket socket, String name, Optional<String> word)
            throws IOException {
        ask(socket, name, word);
        return ProxyAnswer.read(new PatientInput(socket, clockMillis));
    }

    private void ask(Socket socket, String name, Optional<String> word) throws IOException {
        var request = new StringBuilder("CONNECT " + name + " HTTP/1.1\r\n");
        request.append("Host: ").append(name).append("\r\n");
        request.append("User-Agent: ").append(userAgent).append("\r\n");
        // Of HTTP/1.0, and still what many proxies need to see before they keep a login's
        // connection.
        request.append("Proxy-Connection: Keep-Alive\r\n");
        word.ifPresent(it -> request.append("Proxy-Authorization: ").append(it).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private ProxyException refused(Target target, ProxyAnswer answer) {
        var failure =
                new TransferFailure.ProxyRefused(
                        target.host(), via.proxy().toString(), answer.status(), "", "");
        return new ProxyException(failure, answer);
    }

    private ProxyException unreachable(String detail, IOException cause) {
        return new ProxyException(
                new TransferFailure.ProxyUnreachable(via.proxy().toString(), via.source(), detail),
                cause);
    }
}
