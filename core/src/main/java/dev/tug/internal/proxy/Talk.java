package dev.tug.internal.proxy;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// The login of one request or tunnel at a proxy, from the first word to being let through.
///
/// Owned by the thread that opens it, and to be closed by it.
public final class Talk implements AutoCloseable {
    private static final List<Challenge> NOTHING = List.of();

    private final Door door;
    private final Tools tools;
    private final CompletableFuture<?> aborted;
    private boolean alone;
    private Optional<Door.Pass> pass = Optional.empty();
    private @Nullable Handshake handshake;
    private boolean bound;
    private List<Challenge> offered = NOTHING;

    /// What logins are made with.
    ///
    /// @param random spreads nonces; fit for secrets
    public record Tools(InstantSource clock, RandomGenerator random, Tickets tickets) {}

    private Talk(Door door, Tools tools, CompletableFuture<?> aborted, boolean alone) {
        this.door = door;
        this.tools = tools;
        this.aborted = aborted;
        this.alone = alone;
    }

    /// Waits for its turn.
    ///
    /// @throws ProxyException if the proxy is known to refuse every login
    static Talk at(Door door, Tools tools, CompletableFuture<?> aborted) throws IOException {
        return new Talk(door, tools, aborted, door.enter(Door.Turn.OPEN, aborted));
    }

    /// What to send with the first request on a new connection, as `Proxy-Authorization`.
    ///
    /// A digest needs what the proxy said before.
    public Optional<String> first(String method, String uri) throws IOException {
        takeTurn();
        pass = door.pass();
        handshake = null;
        bound = false;
        offered = door.takePending();
        if (pass.isEmpty() || (pass.get().scheme() == Scheme.DIGEST && offered.isEmpty())) {
            pass = Optional.empty();
            return Optional.empty();
        }
        var begun = handshake(pass.get());
        var known = pass.get().scheme() == Scheme.DIGEST ? of(pass.get(), offered) : NOTHING;
        var word = begun.next(known, new Handshake.Asked(method, uri));
        handshake = word.isPresent() ? begun : null;
        return word;
    }

    /// What to send after an answer of 407.
    ///
    /// @param fields all values of `Proxy-Authenticate`
    /// @throws ProxyException if there is nothing more to be said
    public String next(List<String> fields, String method, String uri) throws IOException {
        var asked = new Handshake.Asked(method, uri);
        offered = Challenge.parse(fields);
        if (handshake != null && pass.isPresent()) {
            var more = handshake.next(of(pass.get(), offered), asked);
            if (more.isPresent()) {
                bound = true;
                return more.get();
            }
            if (handshake.hasShownProof()) {
                door.refused(pass.get());
            } else {
                door.useless(pass.get());
            }
            pass = Optional.empty();
            handshake = null;
        }
        goAlone();
        while (true) {
            var chosen = door.choose(offered);
            var begun = handshake(chosen);
            var word = begun.next(of(chosen, offered), asked);
            if (word.isPresent()) {
                pass = Optional.of(chosen);
                handshake = begun;
                bound = false;
                return word.get();
            }
            door.useless(chosen);
        }
    }

    /// Whether the last word makes sense on the connection alone that it answers on.
    boolean isBound() {
        return bound;
    }

    /// The login to show where there is but one scheme, such as at a SOCKS proxy.
    ///
    /// @param refused what was shown before, in vain
    ProxyLogin other(Optional<ProxyLogin> refused) throws IOException {
        refused.ifPresent(it -> door.refused(new Door.Pass(Scheme.BASIC, Optional.of(it))));
        goAlone();
        var chosen = door.choose(List.of(new Challenge("basic", "", Map.of())));
        pass = Optional.of(chosen);
        return chosen.login().orElseThrow();
    }

    /// The login that is at hand where there is but one scheme.
    Optional<ProxyLogin> known() throws IOException {
        takeTurn();
        var known = door.pass().flatMap(Door.Pass::login).or(door::whole);
        pass = known.map(it -> new Door.Pass(Scheme.BASIC, Optional.of(it)));
        return known;
    }

    private void takeTurn() throws IOException {
        if (!alone) {
            alone = door.enter(Door.Turn.FRESH, aborted);
        }
    }

    private void goAlone() throws IOException {
        if (!alone) {
            alone = door.enter(Door.Turn.ALONE, aborted);
        }
    }

    private static List<Challenge> of(Door.Pass pass, List<Challenge> offered) {
        return offered.stream().filter(pass.scheme()::isOf).toList();
    }

    private Handshake handshake(Door.Pass pass) {
        var login = pass.login().orElse(new ProxyLogin("", ""));
        var password = login.password().orElse("");
        return switch (pass.scheme()) {
            case NEGOTIATE -> new NegotiateHandshake(door.proxy().host(), tools.tickets());
            case DIGEST -> new DigestHandshake(login.user(), password, tools.random());
            case NTLM ->
                    new NtlmHandshake(
                            Ntlm.Account.of(login.user(), password), tools.clock(), tools.random());
            case BASIC -> new BasicHandshake(login.user(), password);
        };
    }

    /// The proxy let it through, as far as the login goes.
    public void admitted() {
        door.admitted(pass);
    }

    /// It was let through, and `end` is this end of its tunnel.
    void holds(Socket end) {
        door.holds(end);
    }

    /// The connection ends before the word could be sent: the next one begins with it.
    public void putOff() {
        pass.ifPresent(it -> door.intend(it, offered));
    }

    @Override
    public void close() {
        if (alone) {
            alone = false;
            door.leave();
        }
    }
}
