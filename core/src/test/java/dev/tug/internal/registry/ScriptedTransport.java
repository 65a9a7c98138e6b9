package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.Connection;
import dev.tug.internal.http.Request;
import dev.tug.internal.http.Response;
import dev.tug.internal.http.Transport;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A network in memory: a script answers every request, and all requests are kept.
final class ScriptedTransport implements Transport {
    /// Requests in the order in which they were sent.
    final List<Request> requests = new ArrayList<>(); // guarded by itself

    /// Answers handed out and not closed yet.
    final AtomicInteger open = new AtomicInteger();

    private final Script script;

    ScriptedTransport(Script script) {
        this.script = script;
    }

    /// What the network does with a request.
    interface Script {
        Answer answer(Request request) throws TransferException, InterruptedException;
    }

    /// An answer as it arrives.
    record Answer(int status, Map<String, List<String>> headers, String body) {
        static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body)
                    .with("Content-Length", Integer.toString(body.getBytes(UTF_8).length));
        }

        static Answer redirect(int status, String location) {
            return of(status, "").with("Location", location);
        }

        Answer with(String name, String... values) {
            var more = new LinkedHashMap<>(headers);
            more.put(name.toLowerCase(Locale.ROOT), List.of(values));
            return new Answer(status, more, body);
        }
    }

    /// A step that never ends by itself.
    static Answer silence() throws InterruptedException {
        new CountDownLatch(1).await();
        throw new IllegalStateException();
    }

    /// How often an address that contains `part` was asked for.
    long asked(String part) {
        synchronized (requests) {
            return requests.stream().filter(it -> it.uri().toString().contains(part)).count();
        }
    }

    List<URI> addresses() {
        synchronized (requests) {
            return requests.stream().map(Request::uri).toList();
        }
    }

    @Override
    public Call call(Request request) {
        return new ScriptedCall(request);
    }

    @Override
    public ByteBuffer newBuffer() {
        return ByteBuffer.allocate(100);
    }

    @Override
    public void dropIdle() {}

    @Override
    public void close() {}

    private final class ScriptedCall implements Call {
        private final Request request;
        private Optional<Thread> sender = Optional.empty(); // guarded by this
        private boolean aborted; // guarded by this

        ScriptedCall(Request request) {
            this.request = request;
        }

        @Override
        public Response send() throws TransferException {
            synchronized (this) {
                if (aborted) {
                    throw cut();
                }
                sender = Optional.of(Thread.currentThread());
            }
            synchronized (requests) {
                requests.add(request);
            }
            try {
                var answer = script.answer(request);
                open.incrementAndGet();
                return new ScriptedResponse(request.uri(), answer);
            } catch (InterruptedException e) {
                throw cut();
            } finally {
                synchronized (this) {
                    sender = Optional.empty();
                }
            }
        }

        @Override
        public synchronized void abort() {
            aborted = true;
            sender.ifPresent(Thread::interrupt);
        }

        private TransferException cut() {
            return new TransferException(
                    new TransferFailure.Cut(request.uri().getHost(), 0, "aborted"));
        }
    }

    private final class ScriptedResponse implements Response {
        private final URI uri;
        private final Answer answer;
        private final ByteBuffer body;
        private boolean closed;

        ScriptedResponse(URI uri, Answer answer) {
            this.uri = uri;
            this.answer = answer;
            this.body = ByteBuffer.wrap(answer.body().getBytes(UTF_8));
        }

        @Override
        public URI uri() {
            return uri;
        }

        @Override
        public int status() {
            return answer.status();
        }

        @Override
        public Optional<String> header(String name) {
            return headers(name).stream().findFirst();
        }

        @Override
        public List<String> headers(String name) {
            return answer.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }

        @Override
        public long length() {
            return header("Content-Length").map(Long::parseLong).orElse(-1L);
        }

        @Override
        public Connection connection() {
            return new Connection(
                    1, 1, InetSocketAddress.createUnresolved(uri.getHost(), 443), "", List.of());
        }

        @Override
        public int read(ByteBuffer into) {
            if (!body.hasRemaining()) {
                return -1;
            }
            var count = Math.min(7, Math.min(body.remaining(), into.remaining()));
            into.put(body.slice(body.position(), count));
            body.position(body.position() + count);
            return count;
        }

        @Override
        public void retire() {
            // Nothing is kept open.
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }
}
