package dev.tug.internal.proxy;

import dev.tug.failure.TransferFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Routes that a script chooses (proxy auto-configuration): read once, asked once a minute for each
/// server. Safe for threads.
public final class PacRoutes implements Routes {
    /// Scripts of large companies have some 100 kB.
    public static final int BYTES_MAX = 1 << 20;

    /// The script's own time, and the time of the lookups that it asks for.
    private static final Duration SCRIPT_MAX = Duration.ofSeconds(2);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /// Scripts look at the clock and the network, which change.
    private static final Duration ANSWER_AGE_MAX = Duration.ofMinutes(1);

    private static final int ANSWERS_MAX = 256;

    private final String place;
    private final String source;
    private final Reader reader;
    private final PacFunctions functions;
    private final LongSupplier nanos;

    /// All below is guarded by `this`.
    private @Nullable PacScript script;

    private final Map<Target, Answer> answers =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Target, Answer> eldest) {
                    return size() > ANSWERS_MAX;
                }
            };

    private record Answer(List<Hop> hops, long nanos) {}

    /// Reads the script, by ways that do not depend on it.
    @FunctionalInterface
    public interface Reader {
        String read() throws IOException;
    }

    /// @param place address or path of the script, for messages
    /// @param source who named it
    /// @param world what its functions see
    public PacRoutes(
            String place, String source, Reader reader, PacWorld world, LongSupplier nanos) {
        this.place = place;
        this.source = source;
        this.reader = reader;
        this.functions = world.functions();
        this.nanos = nanos;
    }

    @Override
    public synchronized List<Hop> to(Target target) throws IOException {
        var known = answers.get(target);
        if (known != null && nanos.getAsLong() - known.nanos() < ANSWER_AGE_MAX.toNanos()) {
            return known.hops();
        }
        var hops = ask(target);
        answers.remove(target);
        answers.put(target, new Answer(hops, nanos.getAsLong()));
        return hops;
    }

    private List<Hop> ask(Target target) throws IOException {
        var task = new FutureTask<>(() -> script().find(target.url(), target.host()));
        // A deep stack, and a script that cannot be ended, are that thread's own.
        Thread.ofPlatform().daemon().name("proxy-script").start(task);
        try {
            var text = task.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
            return PacAnswer.parse(text, source + ", " + place);
        } catch (TimeoutException e) {
            throw failed("it does not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        } catch (ExecutionException e) {
            var cause = Objects.requireNonNullElse(e.getCause(), e);
            throw failed(Objects.requireNonNullElse(cause.getMessage(), cause.toString()), e);
        }
    }

    private PacScript script() throws IOException {
        // Only the thread that answers comes here, one at a time.
        var known = script;
        if (known == null) {
            known = new PacScript(reader.read(), functions, SCRIPT_MAX, nanos);
            script = known;
        }
        return known;
    }

    private ProxyException failed(String detail, Exception cause) {
        return new ProxyException(
                new TransferFailure.ProxyUnreachable("script " + place, source, detail), cause);
    }
}
