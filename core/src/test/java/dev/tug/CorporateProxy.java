package dev.tug;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A proxy that opens tunnels and has some pages, for those who know its password and where it does
/// not forbid it.
final class CorporateProxy implements AutoCloseable {
    private static final String PAGE = "<html><title>Not for you</title></html>";

    private final ServerSocket server;
    private final String login;
    private final Predicate<String> forbids;
    private final AtomicInteger refused = new AtomicInteger();

    /// What it has for whole addresses in plain http.
    private final Map<String, byte[]> pages = new ConcurrentHashMap<>();

    private final Queue<String> heads = new ConcurrentLinkedQueue<>();

    private CorporateProxy(ServerSocket server, String login, Predicate<String> forbids) {
        this.server = server;
        this.login = login;
        this.forbids = forbids;
    }

    /// @param login such as `user:password`; empty to let everybody in
    /// @param forbids told the host and port of a tunnel
    static CorporateProxy start(String login, Predicate<String> forbids) {
        try {
            var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var proxy = new CorporateProxy(server, login, forbids);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /// Has it answer with `content` for `address`, in plain http.
    CorporateProxy serving(String address, byte[] content) {
        pages.put(address, content);
        return this;
    }

    /// Heads of the requests in plain http that it let in.
    List<String> plainHeads() {
        return List.copyOf(heads);
    }

    /// Passwords that were shown in vain.
    int refused() {
        return refused.get();
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

    private void serve(Socket client) {
        try (client) {
            while (true) {
                var head = head(client);
                if (head.isEmpty()) {
                    return;
                }
                var target = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/"));
                if (!isLoggedIn(head)) {
                    say(client, "407 No\r\nProxy-Authenticate: Basic realm=\"corp\"", PAGE);
                } else if (forbids.test(target)) {
                    say(client, "403 No", PAGE);
                } else if (!head.startsWith("CONNECT ")) {
                    heads.add(head);
                    plain(client, target);
                } else {
                    tunnel(client, target);
                    return;
                }
            }
        } catch (IOException _) {
            // One side went away, as it may.
        }
    }

    private boolean isLoggedIn(String head) {
        if (login.isEmpty()) {
            return true;
        }
        boolean shown = head.toLowerCase(Locale.ROOT).contains("proxy-authorization:");
        var word = Base64.getEncoder().encodeToString(login.getBytes(ISO_8859_1));
        boolean isRight = shown && head.contains("Basic " + word + "\r\n");
        if (shown && !isRight) {
            refused.incrementAndGet();
        }
        return isRight;
    }

    private static String head(Socket client) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void say(Socket client, String status, String page) throws IOException {
        client.getOutputStream()
                .write(
                        "HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(status, page.length(), page)
                                .getBytes(ISO_8859_1));
    }

    private void plain(Socket client, String address) throws IOException {
        var page = pages.get(address);
        if (page == null) {
            say(client, "404 No", PAGE);
            return;
        }
        client.getOutputStream()
                .write(
                        "HTTP/1.1 200 Yes\r\nContent-Length: %d\r\n\r\n"
                                .formatted(page.length)
                                .getBytes(ISO_8859_1));
        client.getOutputStream().write(page);
    }

    private static void tunnel(Socket client, String target) throws IOException {
        int colon = target.lastIndexOf(':');
        var port = Integer.parseInt(target.substring(colon + 1));
        try (var server = new Socket(target.substring(0, colon), port)) {
            client.getOutputStream().write("HTTP/1.1 200 Yes\r\n\r\n".getBytes(ISO_8859_1));
            Thread.ofVirtual().start(() -> pump(client, server));
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static void pump(Socket from, Socket to) {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // The tunnel is over.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
