package dev.tug.internal.proxy;

import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import javax.security.auth.Subject;

/// Negotiate: Kerberos by the user's ticket, in SPNEGO (RFC 4559).
final class NegotiateHandshake implements Handshake {
    private static final System.Logger LOG = System.getLogger(NegotiateHandshake.class.getName());

    /// RFC 4178.
    private static final String SPNEGO = "1.3.6.1.5.5.2";

    private final String host;
    private final Tickets tickets;
    private @Nullable GSSContext context;
    private boolean done;

    NegotiateHandshake(String host, Tickets tickets) {
        this.host = host;
        this.tickets = tickets;
    }

    @Override
    public Optional<String> next(List<Challenge> challenges, Asked asked) {
        if (done) {
            return Optional.empty();
        }
        var token =
                challenges.stream()
                        .map(Challenge::token)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
        // To a token that was answered nothing comes but another token, or a refusal.
        if (context != null && token.isEmpty()) {
            done = true;
            return Optional.empty();
        }
        var subject = tickets.subject();
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Subject.callAs(subject.get(), () -> step(Base64.getDecoder().decode(token)));
        } catch (CompletionException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.INFO, "no Kerberos login at the proxy " + host, e);
            done = true;
            return Optional.empty();
        }
    }

    @Override
    public boolean hasShownProof() {
        return context != null;
    }

    private Optional<String> step(byte[] token) throws GSSException {
        var open = context;
        if (open == null) {
            var manager = GSSManager.getInstance();
            open =
                    manager.createContext(
                            manager.createName("HTTP@" + host, GSSName.NT_HOSTBASED_SERVICE),
                            new Oid(SPNEGO),
                            null,
                            GSSContext.DEFAULT_LIFETIME);
            context = open;
        }
        var answer = open.initSecContext(token, 0, token.length);
        return answer == null
                ? Optional.empty()
                : Optional.of("Negotiate " + Base64.getEncoder().encodeToString(answer));
    }
}
