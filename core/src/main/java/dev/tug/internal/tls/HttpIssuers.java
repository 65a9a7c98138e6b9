package dev.tug.internal.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Fetches a missing certificate from where the server's own says that it lies, as browsers do.
///
/// What comes is not believed for that: it must have signed the server's certificate, and an authority
/// must vouch for it. Anybody on the way can name a place, so that nobody but a public host's port 80
/// is asked, at the very address that was looked at. It goes by the platform's names and past all
/// proxies: where only a proxy gets out, nothing is found.
final class HttpIssuers implements Issuers {
    /// A refusal is to be there within two seconds, with this in it.
    private static final int TIMEOUT_MILLIS = 1_000;

    private static final int HTTP_PORT = 80;
    private static final int BYTES_MAX = 64 * 1024;
    private static final int HEAD_BYTES_MAX = 8 * 1024;
    private static final int PLACES_MAX = 64;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})\\b");

    private final Predicate<InetSocketAddress> mayBeAsked;

    /// What was found, or that there is nothing for certain.
    private final Map<URI, Answer> found = new ConcurrentHashMap<>();

    /// @param isFinal whether the next one would be the same
    private record Answer(Optional<X509Certificate> certificate, boolean isFinal) {
        static final Answer NEVER = new Answer(Optional.empty(), true);
        static final Answer NOT_NOW = new Answer(Optional.empty(), false);
    }

    HttpIssuers() {
        this(HttpIssuers::isPublic);
    }

    /// @param mayBeAsked whether a place may be at an address
    HttpIssuers(Predicate<InetSocketAddress> mayBeAsked) {
        this.mayBeAsked = mayBeAsked;
    }

    /// Whether a stranger may have this asked: it is neither of this machine nor of a private network,
    /// by name and by address, and its port is that of http.
    static boolean isPublic(InetSocketAddress place) {
        var address = place.getAddress();
        return place.getPort() == HTTP_PORT
                && !Hosts.isOwn(place.getHostString())
                && !Hosts.isOwn(address)
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && !isShared(address.getAddress());
    }

    /// What no router passes on: of carriers (RFC 6598), "this network" and class E (RFC 6890); and
    /// what a translator makes an address of version 4 of (RFC 6052), which may be any of these.
    private static boolean isShared(byte[] address) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        return address.length == 4
                ? first == 0 || first >= 240 || (first == 100 && (second & 0xc0) == 64)
                : first == 0 && second == 0x64;
    }

    @Override
    public Optional<X509Certificate> at(URI place) {
        var before = found.get(place);
        if (before != null) {
            return before.certificate();
        }
        if (found.size() >= PLACES_MAX) {
            return Optional.empty();
        }
        var answer = inTime(new FutureTask<>(() -> fetch(place)));
        if (answer.isFinal()) {
            found.put(place, answer);
        }
        return answer.certificate();
    }

    private static Answer inTime(FutureTask<Answer> task) {
        Thread.ofVirtual().name("issuer").start(task);
        try {
            return task.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            task.cancel(true);
            return Answer.NOT_NOW;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Answer.NOT_NOW;
        }
    }

    private Answer fetch(URI place) throws IOException {
        int port = place.getPort() < 0 ? HTTP_PORT : place.getPort();
        var to = new InetSocketAddress(InetAddress.getByName(place.getHost()), port);
        return mayBeAsked.test(to) ? ask(to, place) : Answer.NEVER;
    }

    private static Answer ask(InetSocketAddress to, URI place) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(to, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request(place).getBytes(US_ASCII));
            var in = new BufferedInputStream(socket.getInputStream());
            var head = head(in);
            var status = STATUS.matcher(head);
            return switch (status.lookingAt() ? status.group(1) : "") {
                case "200" -> new Answer(certificate(in.readNBytes(BYTES_MAX)), true);
                case "404", "410" -> Answer.NEVER;
                default -> Answer.NOT_NOW;
            };
        }
    }

    /// HTTP/1.0, so that nothing comes in chunks.
    private static String request(URI place) {
        var path = place.getRawPath().isEmpty() ? "/" : place.getRawPath();
        var query = place.getRawQuery() == null ? "" : "?" + place.getRawQuery();
        return "GET %s%s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n"
                .formatted(path, query, place.getHost());
    }

    /// Status and fields, up to the empty line.
    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int c = in.read();
            if (c < 0 || head.length() >= HEAD_BYTES_MAX) {
                throw new IOException("no head of an answer");
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private static Optional<X509Certificate> certificate(byte[] body) {
        return Certificates.read(body).good().stream().findFirst();
    }
}
