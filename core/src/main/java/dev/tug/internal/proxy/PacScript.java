package dev.tug.internal.proxy;

import dev.tug.internal.text.Harmless;

import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A proxy's script in a sandbox: it sees the functions of [PacFunctions] and no Java, file or
/// network, and ends when its time is up. The one class that needs the script engine.
///
/// It is run anew for each question, so that nothing of one stays for the next.
final class PacScript {
    private static final int INSTRUCTIONS_BETWEEN_LOOKS = 10_000;
    private static final int DEPTH_MAX = 500;

    /// How much longer a script may take whose names are looked up slowly.
    private static final int WAITS = 5;

    private static final int DETAIL_LENGTH_MAX = 200;

    /// What the engine takes `let` for alone, which does the same to a loop.
    private static final Pattern CONSTANT_LOOP =
            Pattern.compile("\\bfor\\s*\\(\\s*const(?=[\\s\\[{])");

    private static final Pattern NEWER = Pattern.compile("\\b(class|async|await|import|export)\\b");
    private static final String NAME = "FindProxyForURL";
    private static final String UNDEFINED = "undefined";
    private static final String NAME_EX = "FindProxyForURLEx";

    private final String text;
    private final PacFunctions functions;
    private final Sandbox sandbox;

    /// Its answer could not be had.
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        /// @param message may hold words of the script
        Failed(String message) {
            super(Harmless.of(message, DETAIL_LENGTH_MAX));
        }
    }

    PacScript(String text, PacFunctions functions, Duration timeMax, LongSupplier nanos) {
        this.text = CONSTANT_LOOP.matcher(text).replaceAll("for (let");
        this.functions = functions;
        this.sandbox = new Sandbox(timeMax, nanos);
    }

    /// A function of the script's; null is JavaScript's own.
    @FunctionalInterface
    private interface Body {
        @Nullable Object apply(List<String> arguments);
    }

    /// The script ran out of time; no script can catch it.
    private static final class TimeUp extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// Interprets scripts without anything of Java in sight.
    private static final class Sandbox extends ContextFactory {
        private final Duration timeMax;
        private final LongSupplier nanos;
        private final ThreadLocal<Long> begun = new ThreadLocal<>();

        /// For names, which is not the script's fault.
        private final ThreadLocal<Long> waited = new ThreadLocal<>();

        Sandbox(Duration timeMax, LongSupplier nanos) {
            this.timeMax = timeMax;
            this.nanos = nanos;
        }

        void begin() {
            begun.set(nanos.getAsLong());
            waited.set(0L);
        }

        /// A function of Java's is at work, which no instruction is counted in.
        <T> T looking(Supplier<T> work) {
            look();
            long from = nanos.getAsLong();
            try {
                return work.get();
            } finally {
                waited.set(waited.get() + nanos.getAsLong() - from);
            }
        }

        void look() {
            long passed = nanos.getAsLong() - begun.get();
            if (passed - waited.get() > timeMax.toNanos()
                    || passed > timeMax.multipliedBy(WAITS).toNanos()) {
                throw new TimeUp();
            }
        }

        @Override
        protected Context makeContext() {
            var context = super.makeContext();
            context.setInterpretedMode(true);
            context.setClassShutter(_ -> false);
            context.setMaximumInterpreterStackDepth(DEPTH_MAX);
            context.setInstructionObserverThreshold(INSTRUCTIONS_BETWEEN_LOOKS);
            return context;
        }

        @Override
        protected void observeInstructionCount(Context context, int count) {
            look();
        }
    }

    /// What the script says to an address.
    ///
    /// @param url without path and query, which are nobody's business
    String find(String url, String host) throws Failed {
        if (text.stripLeading().startsWith("<")) {
            throw new Failed("it is a web page and no script");
        }
        sandbox.begin();
        try {
            return sandbox.call(context -> find(context, url, host));
        } catch (TimeUp _) {
            throw new Failed("takes longer than " + sandbox.timeMax.toMillis() + " ms");
        } catch (StackOverflowError _) {
            throw new Failed("calls itself without end");
        } catch (OutOfMemoryError _) {
            throw new Failed("needs too much memory");
        } catch (RhinoException e) {
            throw new Failed("line " + e.lineNumber() + ": " + newer(e).orElse(e.details()));
        } catch (IllegalStateException e) {
            throw new Failed(Objects.requireNonNullElse(e.getMessage(), "cannot be run"));
        }
    }

    /// What a line that cannot be read has of a language younger than the engine.
    private static Optional<String> newer(RhinoException e) {
        return Optional.ofNullable(e.lineSource())
                .filter(_ -> e instanceof EvaluatorException)
                .map(NEWER::matcher)
                .filter(Matcher::find)
                .map(found ->
                        "`"
                                + found.group(1)
                                + "` is newer JavaScript than what is understood here");
    }

    private String find(Context context, String url, String host) {
        var scope = context.initSafeStandardObjects();
        define(scope);
        context.evaluateString(scope, text, "script", 1, null);
        var found = ScriptableObject.getProperty(scope, NAME);
        if (!(found instanceof Function)) {
            found = ScriptableObject.getProperty(scope, NAME_EX);
        }
        if (!(found instanceof Function function)) {
            throw new IllegalStateException("defines no " + NAME);
        }
        var answer = function.call(context, scope, scope, new Object[] {url, host});
        return answer == null || Undefined.isUndefined(answer) ? "" : Context.toString(answer);
    }

    private void define(ScriptableObject scope) {
        define(scope, "isPlainHostName", 1, a -> PacFunctions.isPlainHostName(a.get(0)));
        define(scope, "dnsDomainIs", 2, a -> PacFunctions.dnsDomainIs(a.get(0), a.get(1)));
        define(
                scope,
                "localHostOrDomainIs",
                2,
                a -> PacFunctions.localHostOrDomainIs(a.get(0), a.get(1)));
        define(scope, "dnsDomainLevels", 1, a -> PacFunctions.dnsDomainLevels(a.get(0)));
        define(scope, "shExpMatch", 2, a -> PacFunctions.shExpMatch(a.get(0), a.get(1)));
        define(scope, "convert_addr", 1, a -> PacFunctions.convertAddr(a.get(0)));
        define(
                scope,
                "isResolvable",
                1,
                a -> sandbox.looking(() -> functions.isResolvable(a.get(0))));
        define(
                scope,
                "isResolvableEx",
                1,
                a -> sandbox.looking(() -> functions.isResolvableEx(a.get(0))));
        define(
                scope,
                "dnsResolve",
                1,
                a -> sandbox.looking(() -> functions.dnsResolve(a.get(0))).orElse(null));
        define(
                scope,
                "dnsResolveEx",
                1,
                a -> sandbox.looking(() -> functions.dnsResolveEx(a.get(0))));
        define(
                scope,
                "isInNet",
                3,
                a -> sandbox.looking(() -> functions.isInNet(a.get(0), a.get(1), a.get(2))));
        define(
                scope,
                "isInNetEx",
                2,
                a -> sandbox.looking(() -> functions.isInNetEx(a.get(0), a.get(1))));
        define(scope, "myIpAddress", 0, _ -> functions.myIpAddress());
        define(scope, "myIpAddressEx", 0, _ -> functions.myIpAddressEx());
        define(scope, "sortIpAddressList", 1, a -> PacFunctions.sortIpAddressList(a.get(0)));
        define(scope, "getClientVersion", 0, _ -> "1.0");
        define(scope, "weekdayRange", 1, a -> functions.weekdayRange(given(a)));
        define(scope, "dateRange", 1, a -> functions.dateRange(given(a)));
        define(scope, "timeRange", 1, a -> functions.timeRange(given(a)));
        define(scope, "alert", 1, _ -> Undefined.instance);
    }

    private static List<String> given(List<String> words) {
        return words.stream().filter(word -> !word.equals(UNDEFINED)).toList();
    }

    @SuppressWarnings("serial") // The engine's functions could be written out, and never are.
    private void define(Scriptable scope, String name, int arity, Body body) {
        ScriptableObject.putProperty(
                scope,
                name,
                new LambdaFunction(
                        scope,
                        name,
                        arity,
                        (_, _, _, arguments) -> {
                            sandbox.look();
                            return body.apply(words(arguments, arity));
                        }));
    }

    /// What is not given is `undefined`, as browsers have it.
    private static List<String> words(Object[] arguments, int least) {
        var words = new ArrayList<>(Arrays.stream(arguments).map(Context::toString).toList());
        while (words.size() < least) {
            words.add(UNDEFINED);
        }
        return words;
    }
}
