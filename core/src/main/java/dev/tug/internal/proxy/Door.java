package dev.tug.internal.proxy;

import dev.tug.failure.TransferFailure;

import org.jspecify.annotations.Nullable;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// What all connections to one proxy know of the login there.
///
/// Until one of them is through, they go in one by one: a wrong password is then tried by the first
/// and not by sixteen. Safe for threads.
public final class Door {
    private final ProxyServer proxy;
    private final Logins logins;
    private final Refusals refusals;

    /// All below is guarded by `this`.
    private boolean open;

    private @Nullable CompletableFuture<Void> busy;
    private Optional<Pass> pass = Optional.empty();
    private @Nullable ProxyException shut;
    private boolean hasLooked;
    private Optional<ProxyLogin> login = Optional.empty();
    private final Set<Pass> tried = new HashSet<>();
    private int refused;

    /// A scheme and the login for it, which Negotiate has none of.
    record Pass(Scheme scheme, Optional<ProxyLogin> login) {}

    Door(ProxyServer proxy, Logins logins, Refusals refusals) {
        this.proxy = proxy;
        this.logins = logins;
        this.refusals = refusals;
    }

    ProxyServer proxy() {
        return proxy;
    }

    /// Waits until the caller may go in: alone as long as nobody has been through.
    ///
    /// @param alone whether to be alone even so, because what was known does not hold any more
    /// @return whether the caller is alone, and has to [#leave]
    boolean enter(boolean alone, CompletableFuture<?> aborted)
            throws InterruptedIOException, ProxyException {
        while (true) {
            CompletableFuture<Void> other;
            synchronized (this) {
                if (shut != null) {
                    throw new ProxyException(shut.failure());
                }
                if (open && !alone) {
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
        tried.clear();
        refused = 0;
        used.flatMap(Pass::login).ifPresent(it -> refusals.clear(proxy, it));
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
        if (tried.contains(next)) {
            return false;
        }
        return next.scheme() == Scheme.NEGOTIATE
                || (next.login().isPresent()
                        && refused < Refusals.MAX
                        && !refusals.isSpent(proxy, next.login().get()));
    }

    private static boolean wantsPassword(List<Challenge> offered) {
        return offered.stream()
                .anyMatch(it ->
                        Scheme.BASIC.isOf(it) || Scheme.DIGEST.isOf(it) || Scheme.NTLM.isOf(it));
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
        var found = logins.kept(proxy);
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
        if (login.isEmpty()) {
            return "no user and password are known";
        }
        return login.get().password().isPresent()
                ? "it offers no scheme that can be used"
                : "no password is known";
    }
}
