package dev.tug.internal.proxy;

import org.jspecify.annotations.Nullable;

import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

/// Where all connections to one proxy go in.
///
/// Until one of them is through, they go in one by one: a wrong password is then tried by the first
/// and not by sixteen. Safe for threads.
public final class Door {
    /// A password that was right so lately is right: a login is then shown by many at a time.
    private static final Duration FRESH_MAX = Duration.ofSeconds(5);

    private final ProxyServer proxy;
    private final LoginChoice choice;
    private final LongSupplier clockMillis;

    /// All below is guarded by `this`.
    private boolean open;

    private @Nullable CompletableFuture<Void> busy;
    private Optional<Pass> pass = Optional.empty();
    private @Nullable ProxyException shut;
    private List<Challenge> pending = List.of();
    private long admittedMillis;

    /// The ends of tunnels that were open when somebody was let through last.
    private final Set<Socket> tunnels = Collections.newSetFromMap(new WeakHashMap<>());

    /// A scheme and the login for it, which Negotiate has none of.
    record Pass(Scheme scheme, Optional<ProxyLogin> login) {}

    /// How much company somebody who goes in may have.
    enum Turn {
        /// That of all others, once one has been through.
        OPEN,
        /// That of all others, if one was through a moment ago and no tunnel has ended since: whole
        /// crowds come back after a cut, and the password may be why.
        FRESH,
        /// None, because what was known does not hold any more.
        ALONE
    }

    /// @param clockMillis monotonic
    Door(Hop.Via via, Logins logins, Refusals refusals, LongSupplier clockMillis) {
        this.proxy = via.proxy();
        this.choice = new LoginChoice(via, logins, refusals);
        this.clockMillis = clockMillis;
    }

    ProxyServer proxy() {
        return proxy;
    }

    /// Waits until the caller may go in: alone as long as nobody has been through.
    ///
    /// @return whether the caller is alone, and has to [#leave]
    boolean enter(Turn turn, CompletableFuture<?> aborted)
            throws InterruptedIOException, ProxyException {
        while (true) {
            CompletableFuture<Void> other;
            synchronized (this) {
                if (shut != null) {
                    throw new ProxyException(shut.failure());
                }
                if (open && hasCompany(turn)) {
                    return false;
                }
                if (busy == null) {
                    busy = new CompletableFuture<>();
                    return true;
                }
                other = busy;
            }
            await(other, aborted);
        }
    }

    private synchronized boolean hasCompany(Turn turn) {
        return switch (turn) {
            case OPEN -> true;
            case FRESH -> pass.flatMap(Pass::login).isEmpty() || isFresh();
            case ALONE -> false;
        };
    }

    private synchronized boolean isFresh() {
        return clockMillis.getAsLong() - admittedMillis < FRESH_MAX.toMillis()
                && tunnels.stream().noneMatch(Socket::isClosed);
    }

    private static void await(CompletableFuture<?> other, CompletableFuture<?> aborted)
            throws InterruptedIOException {
        try {
            CompletableFuture.anyOf(other, aborted).get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("aborted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails these", e);
        }
        if (!other.isDone()) {
            throw new InterruptedIOException("aborted");
        }
    }

    /// Who was alone goes, and the next may come.
    synchronized void leave() {
        if (busy != null) {
            busy.complete(null);
            busy = null;
        }
    }

    /// Somebody was let through with `used`, or without any login.
    synchronized void admitted(Optional<Pass> used) {
        open = true;
        pass = used;
        admittedMillis = clockMillis.getAsLong();
        tunnels.removeIf(Socket::isClosed);
        choice.admitted(used);
    }

    /// A tunnel is open, and this is its end, which its user closes.
    synchronized void holds(Socket end) {
        tunnels.add(end);
    }

    /// Whether somebody was let through, and nobody was refused since.
    synchronized boolean isOpen() {
        return open;
    }

    /// What let somebody through last, or is to be tried next.
    synchronized Optional<Pass> pass() {
        return pass;
    }

    /// Remembers what the next connection is to begin with, since this one ends before it could.
    ///
    /// @param answered what the proxy offered, which a digest is an answer to
    synchronized void intend(Pass next, List<Challenge> answered) {
        pass = Optional.of(next);
        pending = List.copyOf(answered);
    }

    /// What the next connection is to begin with an answer to; empty if there is nothing.
    synchronized List<Challenge> takePending() {
        var taken = pending;
        pending = List.of();
        return taken;
    }

    /// A login was shown and refused.
    synchronized void refused(Pass used) {
        choice.refused(used);
        pass = Optional.empty();
        open = false;
    }

    /// Nothing could be said by this scheme.
    synchronized void useless(Pass used) {
        choice.useless(used);
        pass = Optional.empty();
        open = false;
    }

    /// The strongest scheme among `offered` that there is a login for and that was not tried.
    ///
    /// To be called by who is alone: it may ask a human.
    ///
    /// @throws ProxyException if there is none; then the door stays shut
    Pass choose(List<Challenge> offered) throws ProxyException {
        var found = choice.next(offered);
        if (found.isPresent()) {
            return found.get();
        }
        var denied = new ProxyException(choice.denied(offered));
        synchronized (this) {
            shut = denied;
        }
        throw denied;
    }

    /// The login that is at hand, if its password is known.
    Optional<ProxyLogin> whole() {
        return choice.whole();
    }
}
