package dev.tug.internal.proxy;

import dev.tug.failure.TransferFailure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which login is shown to a proxy next, and by which scheme: none twice, and none that is weaker than
/// what was shown before.
///
/// Safe for threads.
final class LoginChoice {
    private final ProxyServer proxy;
    private final boolean vouched;
    private final Logins logins;
    private final Refusals refusals;

    /// All below is guarded by `this`.
    private boolean hasLooked;

    private Optional<ProxyLogin> login = Optional.empty();
    private final Set<Door.Pass> tried = new HashSet<>();
    private int refused;

    /// Whether a proof that hides the password was given here: who asks for the password itself after
    /// that is not to be believed.
    private boolean proven;

    LoginChoice(Hop.Via via, Logins logins, Refusals refusals) {
        this.proxy = via.proxy();
        this.vouched = via.vouched();
        this.logins = logins;
        this.refusals = refusals;
    }

    /// Somebody was let through with `used`, or without any login.
    synchronized void admitted(Optional<Door.Pass> used) {
        used.ifPresent(this::prove);
        tried.clear();
        refused = 0;
        used.flatMap(Door.Pass::login).ifPresent(it -> refusals.clear(proxy, it));
    }

    /// A login was shown and refused.
    synchronized void refused(Door.Pass used) {
        prove(used);
        tried.add(used);
        used.login()
                .ifPresent(it -> {
                    refused++;
                    refusals.add(proxy, it);
                });
    }

    /// Nothing could be said by this scheme.
    synchronized void useless(Door.Pass used) {
        tried.add(used);
    }

    private synchronized void prove(Door.Pass shown) {
        proven |= shown.scheme() != Scheme.BASIC && shown.login().isPresent();
    }

    /// The strongest scheme among `offered` that there is a login for and that was not tried; empty if
    /// there is none. It may ask a human.
    Optional<Door.Pass> next(List<Challenge> offered) {
        for (int asked = 0; asked <= Refusals.MAX; asked++) {
            var found = first(offered);
            if (found.isPresent()) {
                return found;
            }
            if (refusedCount() >= Refusals.MAX || !wantsPassword(offered)) {
                break;
            }
            var user = kept().map(ProxyLogin::user);
            var said = logins.asked(proxy, user, refusedCount() > 0);
            if (said.isEmpty()) {
                break;
            }
            synchronized (this) {
                hasLooked = true;
                login = said;
            }
        }
        return Optional.empty();
    }

    private Optional<Door.Pass> first(List<Challenge> offered) {
        for (var scheme : Scheme.values()) {
            var mine = offered.stream().filter(scheme::isOf).toList();
            if (mine.isEmpty() || (scheme == Scheme.DIGEST && !DigestHandshake.knows(mine))) {
                continue;
            }
            var next =
                    new Door.Pass(scheme, scheme == Scheme.NEGOTIATE ? Optional.empty() : whole());
            if (isWorthTrying(next)) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private synchronized boolean isWorthTrying(Door.Pass next) {
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

    /// Why there is no login left for `offered`.
    TransferFailure.ProxyDenied denied(List<Challenge> offered) {
        var schemes = new ArrayList<String>();
        for (var challenge : offered) {
            var word = word(challenge);
            if (!schemes.contains(word)) {
                schemes.add(word);
            }
        }
        var user = kept().map(ProxyLogin::user).orElse("");
        return new TransferFailure.ProxyDenied(proxy.toString(), schemes, user, why());
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
