package dev.tug.internal.proxy;

import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.text.Harmless;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Routes that a script chooses (proxy auto-configuration): read once, asked once a minute for each
/// server, by one thread, or another one if that is stuck. Safe for threads.
public final class PacRoutes implements Routes {
    /// Scripts of large companies have some 100 kB.
    public static final int BYTES_MAX = 1 << 20;

    /// The script's own time, and the time of the lookups that it asks for.
    private static final Duration SCRIPT_MAX = Duration.ofSeconds(2);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /// Scripts look at the clock and the network, which change.
    private static final Duration ANSWER_AGE_MAX = Duration.ofMinutes(1);

    /// So long nobody asks again in vain, all streams together.
    private static final Duration FAILURE_AGE_MAX = Duration.ofSeconds(5);

    private static final int ANSWERS_MAX = 256;
    private static final int DETAIL_LENGTH_MAX = 300;

    private final Script from;
    private final PacFunctions functions;
    private final LongSupplier nanos;
    private final Consumer<String> warnings;
    private final Answerers answerers = new Answerers();

    private volatile @Nullable PacScript script;

    /// Guarded by itself.
    private final Map<Target, Question> questions =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Target, Question> eldest) {
                    return size() > ANSWERS_MAX;
                }
            };

    /// Where a script comes from.
    ///
    /// @param place its address or path, for messages: without secrets
    /// @param source who named it
    /// @param vouched whether nobody on the way can have written it
    public record Script(String place, String source, boolean vouched, Reader reader) {}

    /// Reads the script, by ways that do not depend on it.
    @FunctionalInterface
    public interface Reader {
        String read() throws IOException;
    }

    /// Why a script could not be read.
    public static final class Unread extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean lasting;

        /// @param message to follow the script's place
        /// @param lasting whether the next try would end so too
        public Unread(String message, boolean lasting) {
            super(message);
            this.lasting = lasting;
        }

        /// Whether the next try would end so too.
        public boolean lasting() {
            return lasting;
        }
    }

    /// Asked once, for all who want to know.
    private record Question(CompletableFuture<List<Hop>> answer, long nanos) {
        boolean isGood(long now) {
            var age = answer.isCompletedExceptionally() ? FAILURE_AGE_MAX : ANSWER_AGE_MAX;
            return !answer.isDone() || now - nanos < age.toNanos();
        }
    }

    /// @param world what the script's functions see
    /// @param warnings takes a line where it says what makes no sense
    public PacRoutes(Script from, PacWorld world, LongSupplier nanos, Consumer<String> warnings) {
        this.from = from;
        this.functions = world.functions();
        this.nanos = nanos;
        this.warnings = warnings;
    }

    @Override
    public List<Hop> to(Target target, CompletableFuture<?> aborted) throws IOException {
        var answer = question(target).answer();
        try {
            CompletableFuture.anyOf(answer, aborted).get();
            if (!answer.isDone()) {
                throw new InterruptedIOException("aborted");
            }
            return answer.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("aborted");
        } catch (ExecutionException e) {
            throw failed(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private Question question(Target target) {
        synchronized (questions) {
            var now = nanos.getAsLong();
            var known = questions.get(target);
            if (known != null && known.isGood(now)) {
                return known;
            }
            var answer = new CompletableFuture<List<Hop>>();
            var asked = new Question(answer, now);
            questions.remove(target);
            questions.put(target, asked);
            answerers.run(answer, ANSWER_MAX, () -> answer(target, answer));
            return asked;
        }
    }

    private void answer(Target target, CompletableFuture<List<Hop>> answer) {
        if (answer.isDone()) {
            return;
        }
        try {
            var text = script().find(target.url(), target.host());
            var said = PacAnswer.parse(text, from.source() + ", " + from.place(), from.vouched());
            if (said.hops().isEmpty()) {
                throw new PacScript.Failed("it names no proxy that can be used");
            }
            if (said.isNonsense()) {
                warnings.accept(
                        "the proxy script "
                                + from.place()
                                + " names a way that makes no sense for "
                                + target.host()
                                + "; the next one is taken");
            }
            answer.complete(said.hops());
        } catch (IOException | PacScript.Failed | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private PacScript script() throws IOException {
        var known = script;
        if (known == null) {
            known = new PacScript(from.reader().read(), functions, SCRIPT_MAX, nanos);
            script = known;
        }
        return known;
    }

    private ProxyException failed(Throwable cause) {
        if (cause.getCause() instanceof TransferException on
                && on.failure() instanceof TransferFailure.Blocked blocked) {
            return new ProxyException(blocked, cause);
        }
        var detail =
                cause instanceof TimeoutException
                        ? "it does not answer in time"
                        : Harmless.of(
                                Objects.requireNonNullElse(cause.getMessage(), cause.toString()),
                                DETAIL_LENGTH_MAX);
        // Asking a script that is wrong, or is not there, again and again makes it no better.
        boolean isLasting =
                cause instanceof PacScript.Failed
                        || (cause instanceof Unread unread && unread.lasting());
        var failure =
                isLasting
                        ? new TransferFailure.ProxyScriptFailed(from.place(), from.source(), detail)
                        : TransferFailure.ProxyUnreachable.ofScript(
                                from.place(), from.source(), detail, why(cause));
        return new ProxyException(failure, cause);
    }

    private static Optional<TransferFailure> why(Throwable cause) {
        return cause.getCause() instanceof TransferException on
                ? Optional.of(on.failure())
                : Optional.empty();
    }
}
