package dev.tug.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import java.net.InetSocketAddress;

/// One page in plain http at the site of a [PrivateNetwork], by the name of its proxy.
final class SmallWeb implements AutoCloseable {
    private static final String PATH = "/proxy.pac";
    private static final int OK = 200;

    private final HttpServer server;

    private SmallWeb(HttpServer server) {
        this.server = server;
    }

    static SmallWeb start(PrivateNetwork network, String page) throws Exception {
        var bytes = page.getBytes(UTF_8);
        return network.site()
                .inside(() -> {
                    var server =
                            HttpServer.create(new InetSocketAddress(PrivateNetwork.REGISTRY, 0), 0);
                    server.createContext(
                            PATH,
                            exchange -> {
                                exchange.sendResponseHeaders(OK, bytes.length);
                                exchange.getResponseBody().write(bytes);
                                exchange.close();
                            });
                    server.start();
                    return new SmallWeb(server);
                });
    }

    String url() {
        return "http://" + PrivateNetwork.PROXY + ":" + server.getAddress().getPort() + PATH;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
