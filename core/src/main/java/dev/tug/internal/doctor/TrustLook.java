package dev.tug.internal.doctor;

import dev.tug.diagnosis.Check;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Connection;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Gathers what connections and handshakes showed of each host, and notes what it is worth.
final class TrustLook {
    private final Tools tools;

    TrustLook(Tools tools) {
        this.tools = tools;
    }

    /// Notes what TLS with a host shows.
    ///
    /// @param failure of the first request to it
    void note(HostLook.Seen host, URI base, Optional<TransferFailure> failure) {
        if (!isSecure(base)) {
            tools.note(Check.ok("tls", host.host(), "plain http, as was asked for"));
            return;
        }
        if (host.obstacle().isPresent()) {
            return;
        }
        var ofTls = failure.filter(TrustLook::isTls);
        if (ofTls.isEmpty() && sight(host).chain().isEmpty()) {
            tools.note(Check.skipped("tls", host.host(), "no connection came about"));
            return;
        }
        tools.note(TlsLook.judge(host.host(), sight(host), opinion(host), ofTls));
    }

    /// A connection came about and no handshake: that is not what a request can tell apart.
    TransferFailure inHandshake(HostLook.Seen host, URI base, TransferFailure failure) {
        if (!isSecure(base) || host.via().isPresent() || host.handshake().shown().isPresent()) {
            return failure;
        }
        return switch (failure) {
            case TransferFailure.Unreachable(var name, var detail) ->
                    new TransferFailure.HandshakeFailed(name, detail);
            case TransferFailure.Stalled(var name, _) ->
                    new TransferFailure.HandshakeFailed(name, Silence.NO_ANSWER);
            case TransferFailure.Cut(var name, _, var detail) when detail.equals(Silence.ABORTED) ->
                    new TransferFailure.HandshakeFailed(name, Silence.NO_ANSWER);
            default -> failure;
        };
    }

    static boolean isTls(TransferFailure failure) {
        return failure instanceof TransferFailure.Untrusted
                || failure instanceof TransferFailure.HandshakeFailed;
    }

    static boolean isSecure(URI base) {
        return "https".equals(base.getScheme());
    }

    /// What a host showed on the connection of a request, or else in a handshake of its own.
    TlsLook.Sight sight(HostLook.Seen host) {
        var used = used(host);
        var shown = used.isPresent() ? host.handshake().shownSoon() : host.handshake().shown();
        var chosen = shown.map(Handshake.Shown::chosen).orElse("");
        return used.map(it -> new TlsLook.Sight(it.protocol(), chosen, it.chain()))
                .or(() -> shown.map(it -> new TlsLook.Sight(it.protocol(), chosen, it.chain())))
                .orElse(new TlsLook.Sight("", "", List.of()));
    }

    private Optional<Connection> used(HostLook.Seen host) {
        return tools.witness().sightings().stream()
                .filter(seen -> seen.host().equals(host.host()) && seen.port() == host.port())
                .flatMap(seen -> seen.connection().stream())
                .filter(connection -> !connection.chain().isEmpty())
                .findFirst();
    }

    ChainJudge.Opinion opinion(HostLook.Seen host) {
        return tools.judge().of(used(host).map(Connection::seen), sight(host).chain());
    }
}
