package dev.tug.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.name.Connector;
import dev.tug.internal.tls.Tls;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.CookieSpecFactory;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// [Transport] by Apache HttpClient, all its cleverness switched off: no redirects, no retries, no
/// cookies, no decoding.
public final class ApacheTransport implements Transport {
    /// Fewer turns of the locks that streams share than with less, and more brings nothing; see
    /// docs/performance.md.
    private static final int BUFFER_BYTES = 256 * 1024;

    /// Streams, tokens and manifests together stay far below it: the stream limit is what binds.
    private static final int CONNECTIONS_MAX = 256;

    /// Go's client, and so Ollama, gives a connection 30 s.
    private static final Duration CONNECT_MAX = Duration.ofSeconds(30);

    /// Generous for any head that means well: signed addresses are long, and appliances add fields.
    private static final Http1Config HEAD_BOUNDS =
            Http1Config.custom().setMaxLineLength(64 * 1024).setMaxHeaderCount(256).build();

    /// A character for each byte of a field, as [Forwards] writes them.
    private static final CharCodingConfig BYTES =
            CharCodingConfig.custom().setCharset(ISO_8859_1).build();

    /// Cookies are off, and the default would parse the list of public suffixes for them.
    private static final Lookup<CookieSpecFactory> NO_COOKIES =
            RegistryBuilder.<CookieSpecFactory>create().build();

    private final Tls tls;
    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final AtomicLong connectionIds = new AtomicLong();
    private final SteadySockets steadied = new SteadySockets();

    /// Connections by their two addresses, the oldest forgotten; guarded by itself.
    private final Map<String, Long> idsByEndpoint =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > 2 * CONNECTIONS_MAX;
                }
            };

    /// Holds what is on its way to one stream to a fifth of a second's worth at 10 Mbit/s.
    static final int BACKGROUND_BUFFER_BYTES = 256 * 1024;

    /// A transport that works as `settings` say.
    public ApacheTransport(HttpSettings settings) {
        tls = settings.tls();
        var patience = settings.patience();
        var connect = timeout(patience.compareTo(CONNECT_MAX) < 0 ? patience : CONNECT_MAX);
        var forwards = new Forwards(settings.proxies(), settings.userAgent());
        connections =
                new Builder(settings.connector(), forwards)
                        .setConnectionFactory(
                                ManagedHttpClientConnectionFactory.builder()
                                        .http1Config(HEAD_BOUNDS)
                                        .charCodingConfig(BYTES)
                                        .build())
                        .setTlsSocketStrategy(new Handshakes(tls, connect.toDuration()))
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(connect)
                                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                        .build())
                        .setDefaultSocketConfig(
                                sockets(settings.background())
                                        .setTcpNoDelay(true)
                                        .setSoKeepAlive(true)
                                        .setSoTimeout(connect)
                                        .build())
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
                        .setConnPoolPolicy(PoolReusePolicy.LIFO)
                        .setMaxConnTotal(CONNECTIONS_MAX)
                        .setMaxConnPerRoute(CONNECTIONS_MAX)
                        .build();
        client =
                HttpClients.custom()
                        .setConnectionManager(connections)
                        .setRequestExecutor(new Exchange(forwards))
                        .setUserAgent(settings.userAgent())
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setProtocolUpgradeEnabled(false)
                                        .setConnectionRequestTimeout(connect)
                                        .build())
                        .setDefaultCookieSpecRegistry(NO_COOKIES)
                        .disableAuthCaching()
                        .disableAutomaticRetries()
                        .disableContentCompression()
                        .disableCookieManagement()
                        .disableRedirectHandling()
                        .build();
    }

    /// Opens connections through [Dialler].
    private static final class Builder extends PoolingHttpClientConnectionManagerBuilder {
        private final Connector connector;
        private final Forwards forwards;

        Builder(Connector connector, Forwards forwards) {
            this.connector = connector;
            this.forwards = forwards;
        }

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new Dialler(ports, connector, tls, forwards);
        }
    }

    private static SocketConfig.Builder sockets(boolean background) {
        var sockets = SocketConfig.custom();
        return background ? sockets.setRcvBufSize(BACKGROUND_BUFFER_BYTES) : sockets;
    }

    @Override
    public Call call(Request request) {
        return new ApacheCall(this, request);
    }

    @Override
    public ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    Tls tls() {
        return tls;
    }

    SteadySockets steadied() {
        return steadied;
    }

    CloseableHttpClient client() {
        return client;
    }

    @Override
    public void dropIdle() {
        connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    /// The number of the connection between two addresses; a first exchange makes it a new one.
    long idOf(String endpoint, boolean firstExchange) {
        synchronized (idsByEndpoint) {
            if (firstExchange) {
                idsByEndpoint.remove(endpoint);
            }
            return idsByEndpoint.computeIfAbsent(endpoint, _ -> connectionIds.incrementAndGet());
        }
    }

    static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
    }

    static RequestConfig config(Request request) {
        return RequestConfig.custom()
                .setProtocolUpgradeEnabled(false)
                .setResponseTimeout(timeout(request.terms().firstByte()))
                .build();
    }

    /// Judges what went wrong before or while bytes came, when silence was borne for `stall`.
    static TransferException failure(
            Request request, Duration stall, IOException e, long received) {
        var failure = NetworkErrors.classify(request.uri().getHost(), stall, received, e);
        boolean isPlain = "http".equals(request.uri().getScheme());
        return new TransferException(
                failure instanceof TransferFailure.Cut(var host, _, var detail)
                                && isPlain
                                && detail.equals(Words.NO_ANSWER)
                        ? new TransferFailure.Cut(host, received, TransferFailure.Cut.MUTE)
                        : failure,
                e);
    }

    /// What an aborted call throws, whatever the abort looked like to it: nobody asks, and sixteen
    /// streams that end at once are not to load what it takes to tell.
    static TransferException aborted(Request request, long received) {
        return new TransferException(
                new TransferFailure.Cut(request.uri().getHost(), received, "aborted"));
    }
}
