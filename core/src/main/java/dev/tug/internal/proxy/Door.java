package dev.tug.internal.proxy;

import dev.tug.failure.TransferFailure;

import org.jspecify.annotations.Nullable;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

/// What all connections to one proxy know of the login there.
///
/// Until one of them is through, they go in one by one: a wrong password is then tried by the first
/// and not by sixteen. Safe for threads.
public final class Door {
    /// A password that was right so lately is right: a login is then shown by many at a time.
    private static final Duration FRESH_MAX = Duration.ofSeconds(5);

    private final ProxyServer proxy;
    private final boolean vouched;
    private final Logins logins;
    private final Refusals refusals;
    private final LongSupplier clockMillis;

    /// All below is guarded by `this`.
    private boolean open;

    private @Nullable CompletableFuture<Void> busy;
    private Optional<Pass> pass = Optional.empty();
    private @Nullable ProxyException shut;
    private boolean hasLooked;
    private Optional<ProxyLogin> login = Optional.empty();
    private final Set<Pass> tried = new HashSet<>();
    private int refused;
    private long admittedMillis;

    /// Whether a proof that hides the password was given here: who asks for the password itself after
    /// that is not to be believed.
    private boolean proven;

    /// A scheme and the login for it, which Negotiate has none of.
    record Pass(Scheme scheme, Optional<ProxyLogin> login) {}

    /// How much company somebody who goes in may have.
    enum Turn {
        /// That of all others, once one has been through.
        OPEN,
        /// That of all others, if one was through a moment ago: whole crowds come back after a cut,
        /// and the password may have changed by then.
        FRESH,
        /// None, because what was known does not hold any more.
        ALONE
    }

    /// @param clockMillis monotonic
    Door(Hop.Via via, Logins logins, Refusals refusals, LongSupplier clockMillis) {
        this.proxy = via.proxy();
        this.vouched = via.vouched();
        this.logins = logins;
        this.refusals = refusals;
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
            case FRESH ->
                    pass.flatMap(Pass::login).isEmpty()
                            || clockMillis.getAsLong() - admittedMillis < FRESH_MAX.toMillis();
            case ALONE -> false;
        };
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
        used.ifPresent(this::prove);
        tried.clear();
        refused = 0;
        used.flatMap(Pass::login).ifPresent(it -> refusals.clear(proxy, it));
    }

    private synchronized void prove(Pass shown) {
        proven |= shown.scheme() != Scheme.BASIC && shown.login().isPresent();
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
    synchronized void intend(Pass next) {
        pass = Optional.of(next);
    }

    /// A login was shown and refused.
    synchronized void refused(Pass used) {
        prove(used);
        tried.add(used);
        pass = Optional.empty();
        open = false;
        used.login()
                .ifPresent(it -> {
                    refused++;
                    refusals.add(proxy, it);
                });
    }

    /// Nothing could be said by this scheme.
    synchronized void useless(Pass used) {
        tried.add(used);
        pass = Optional.empty();
        open = false;
    }

    /// The strongest scheme among `offered` that there is a login for and that was not tried.
    ///
    /// To be called by who is alone: it may ask a human.
    ///
    /// @throws ProxyException if there is none; then the door stays shut
    Pass choose(List<Challenge> offered) throws ProxyException {
        for (int asked = 0; asked <= Refusals.MAX; asked++) {
            var found = first(offered);
            if (found.isPresent()) {
                return found.get();
            }
            if (refusedCount() >= Refusals.MAX || !wantsPassword(offered)) {
                break;
            }
            var user = kept().map(ProxyLogin::user);
            var said = logins.asked(proxy, user);
            if (said.isEmpty()) {
                break;
            }
            synchronized (this) {
                hasLooked = true;
                login = said;
            }
        }
        throw shut(offered);
    }

    private Optional<Pass> first(List<Challenge> offered) {
        for (var scheme : Scheme.values()) {
            var mine = offered.stream().filter(scheme::isOf).toList();
            if (mine.isEmpty() || (scheme == Scheme.DIGEST && !DigestHandshake.knows(mine))) {
                continue;
            }
            var next = new Pass(scheme, scheme == Scheme.NEGOTIATE ? Optional.empty() : whole());
            if (isWorthTrying(next)) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private synchronized boolean isWorthTrying(Pass next) {
        if (tried.contains(next) || isStepDown(next.scheme())) {
            return false;
        }
        return next.scheme() == Scheme.NEGOTIATE
                || (next.login().isPresent()
                        && refused < Refusals.MAX
                        && !refusals.isSpent(proxy, next.login().get()));
    }

    /// Whether the password would go in the clear to who has had a proof of it.
    private synchronized boolean isStepDown(Scheme scheme) {
        return scheme == Scheme.BASIC && proven && proxy.scheme() == ProxyServer.Scheme.HTTP;
    }

    private boolean wantsPassword(List<Challenge> offered) {
        return offered.stream()
                .anyMatch(it ->
                        (Scheme.BASIC.isOf(it) && !isStepDown(Scheme.BASIC))
                                || Scheme.DIGEST.isOf(it)
                                || Scheme.NTLM.isOf(it));
    }

    private synchronized int refusedCount() {
        return refused;
    }

    /// The login that is at hand, if its password is known.
    Optional<ProxyLogin> whole() {
        return kept().filter(it -> it.password().isPresent());
    }

    private Optional<ProxyLogin> kept() {
        synchronized (this) {
            if (hasLooked) {
                return login;
            }
        }
        // It may start a program: nobody waits for the lock meanwhile.
        var found = logins.kept(proxy, vouched);
        synchronized (this) {
            hasLooked = true;
            login = found;
            return found;
        }
    }

    private ProxyException shut(List<Challenge> offered) {
        var schemes = new ArrayList<String>();
        for (var challenge : offered) {
            var word = word(challenge);
            if (!schemes.contains(word)) {
                schemes.add(word);
            }
        }
        var user = kept();
        var failure =
                new TransferFailure.ProxyDenied(
                        proxy.toString(), schemes, user.map(ProxyLogin::user).orElse(""), why());
        var exception = new ProxyException(failure);
        synchronized (this) {
            shut = exception;
            return exception;
        }
    }

    private static String word(Challenge challenge) {
        for (var scheme : Scheme.values()) {
            if (scheme.isOf(challenge)) {
                return scheme.word();
            }
        }
        return challenge.scheme();
    }

    private synchronized String why() {
        if (refused > 0) {
            return "the password was refused";
        }
        if (login.filter(it -> refusals.isSpent(proxy, it)).isPresent()) {
            return "the password was refused before";
        }
        if (tried.stream().anyMatch(it -> it.scheme() == Scheme.NEGOTIATE)) {
            return "there is no Kerberos ticket that it takes";
        }
        if (isStepDown(Scheme.BASIC) && !login.isEmpty()) {
            return "it asks for the password in the clear, which it had a proof of before";
        }
        if (login.isEmpty()) {
            return "no user and password are known";
        }
        return login.get().password().isPresent()
                ? "it offers no scheme that can be used"
                : "no password is known";
    }
}
