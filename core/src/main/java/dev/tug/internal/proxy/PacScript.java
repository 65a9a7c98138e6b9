package dev.tug.internal.proxy;

import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/// A proxy's script in a sandbox: it sees the functions of [PacFunctions] and no Java, file or
/// network, and ends when its time is up. The one class that needs the script engine.
///
/// It is run anew for each question, so that nothing of one stays for the next.
final class PacScript {
    private static final int INSTRUCTIONS_BETWEEN_LOOKS = 10_000;
    private static final int DEPTH_MAX = 500;
    private static final String NAME = "FindProxyForURL";
    private static final String NAME_EX = "FindProxyForURLEx";

    private final String text;
    private final PacFunctions functions;
    private final Sandbox sandbox;

    /// Its answer could not be had.
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    PacScript(String text, PacFunctions functions, Duration timeMax, LongSupplier nanos) {
        this.text = text;
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

        Sandbox(Duration timeMax, LongSupplier nanos) {
            this.timeMax = timeMax;
            this.nanos = nanos;
        }

        void begin() {
            begun.set(nanos.getAsLong());
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
            if (nanos.getAsLong() - begun.get() > timeMax.toNanos()) {
                throw new TimeUp();
            }
        }
    }

    /// What the script says to an address.
    ///
    /// @param url without path and query, which are nobody's business
    String find(String url, String host) throws Failed {
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
            throw new Failed("line " + e.lineNumber() + ": " + e.details());
        } catch (IllegalStateException e) {
            throw new Failed(Objects.requireNonNullElse(e.getMessage(), "cannot be run"));
        }
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
        define(scope, "isResolvable", 1, a -> functions.isResolvable(a.get(0)));
        define(scope, "isResolvableEx", 1, a -> functions.isResolvableEx(a.get(0)));
        define(scope, "dnsResolve", 1, a -> functions.dnsResolve(a.get(0)).orElse(null));
        define(scope, "dnsResolveEx", 1, a -> functions.dnsResolveEx(a.get(0)));
        define(scope, "isInNet", 3, a -> functions.isInNet(a.get(0), a.get(1), a.get(2)));
        define(scope, "isInNetEx", 2, a -> functions.isInNetEx(a.get(0), a.get(1)));
        define(scope, "myIpAddress", 0, _ -> functions.myIpAddress());
        define(scope, "myIpAddressEx", 0, _ -> functions.myIpAddressEx());
        define(scope, "sortIpAddressList", 1, a -> PacFunctions.sortIpAddressList(a.get(0)));
        define(scope, "getClientVersion", 0, _ -> "1.0");
        define(scope, "weekdayRange", 1, functions::weekdayRange);
        define(scope, "dateRange", 1, functions::dateRange);
        define(scope, "timeRange", 1, functions::timeRange);
        define(scope, "alert", 1, _ -> Undefined.instance);
    }

    @SuppressWarnings("serial") // The engine's functions could be written out, and never are.
    private static void define(Scriptable scope, String name, int arity, Body body) {
        ScriptableObject.putProperty(
                scope,
                name,
                new LambdaFunction(
                        scope,
                        name,
                        arity,
                        (_, _, _, arguments) -> {
                            var words = words(arguments);
                            if (words.size() < arity) {
                                throw new IllegalStateException(
                                        name + " needs " + arity + " arguments");
                            }
                            return body.apply(words);
                        }));
    }

    private static List<String> words(Object[] arguments) {
        return Arrays.stream(arguments)
                .filter(it -> !Undefined.isUndefined(it))
                .map(Context::toString)
                .toList();
    }
}
