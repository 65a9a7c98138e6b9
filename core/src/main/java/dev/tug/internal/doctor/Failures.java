package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.failure.ChainFault;
import dev.tug.failure.NameTrouble;
import dev.tug.failure.Page;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

/// Says which cause is behind a failure.
final class Failures {
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private Failures() {}

    /// What stands in the way where a request ended so.
    static Cause cause(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Unresolved unresolved -> cause(unresolved.trouble());
            case TransferFailure.Unreachable _ -> Cause.UNREACHABLE;
            case TransferFailure.HandshakeFailed handshake ->
                    handshake.isPlain() ? Cause.NO_TLS : Cause.TLS_BROKEN;
            case TransferFailure.Untrusted untrusted -> cause(untrusted.fault());
            case TransferFailure.Cut _ -> Cause.CUT;
            case TransferFailure.Stalled _ -> Cause.SILENT;
            case TransferFailure.Refused refused -> cause(refused);
            case TransferFailure.ProxyDenied _ -> Cause.PROXY_LOGIN;
            case TransferFailure.ProxyScriptFailed _ -> Cause.PROXY_SCRIPT;
            case TransferFailure.ProxyUnreachable unreachable ->
                    unreachable.isOfScript() ? Cause.PROXY_SCRIPT : Cause.PROXY_DOWN;
            case TransferFailure.ProxyRefused _ -> Cause.PROXY_REFUSES;
            case TransferFailure.Blocked(_, var page) -> cause(page.kind());
            case TransferFailure.WrongRange _ -> Cause.RANGES_WRONG;
            case TransferFailure.BadRedirect _ -> Cause.LED_ASTRAY;
            case TransferFailure.Corrupt _ -> Cause.BAD_ANSWER;
        };
    }

    private static Cause cause(NameTrouble trouble) {
        return switch (trouble) {
            case UNKNOWN, NO_SUCH_NAME, NO_ADDRESS -> Cause.NO_ADDRESS;
            case HIDDEN -> Cause.NAME_HIDDEN;
            case REFUSED -> Cause.NAME_REFUSED;
            case SERVER_FAILURE -> Cause.NAME_SERVER_TROUBLE;
            case NO_ANSWER -> Cause.NAME_SERVER_SILENT;
        };
    }

    private static Cause cause(ChainFault fault) {
        return switch (fault) {
            case UNKNOWN_AUTHORITY, DISTRUSTED, OTHER -> Cause.UNTRUSTED;
            case INCOMPLETE,
                    WEAK,
                    UNSUPPORTED,
                    TOO_LONG,
                    NO_AUTHORITY,
                    NAME_FORBIDDEN,
                    WRONG_PURPOSE,
                    OLD_NAME ->
                    Cause.CHAIN_POOR;
            case EXPIRED, NOT_YET_VALID, AUTHORITY_EXPIRED -> Cause.OUT_OF_DATE;
            case WRONG_NAME -> Cause.FORGED;
        };
    }

    private static Cause cause(Page.Kind kind) {
        return switch (kind) {
            case BLOCK, UNKNOWN -> Cause.BLOCKED;
            case MALWARE -> Cause.MALWARE;
            case SIZE -> Cause.SIZE_CAPPED;
            case PORTAL -> Cause.PORTAL;
            case LOGIN -> Cause.LOGIN_PAGE;
            case PROXY -> Cause.SERVER_TROUBLE;
        };
    }

    private static Cause cause(TransferFailure.Refused refused) {
        if (refused.status() == PROXY_AUTHENTICATION_REQUIRED) {
            return Cause.PROXY_LOGIN;
        }
        boolean isPage = refused.contentType().contains("html");
        return switch (refused.status()) {
            case 429 -> Cause.RATE_LIMITED;
            // Filters say this in pages; so do registries, in JSON or XML, and mean a login.
            case 403 -> isPage ? Cause.BLOCKED : Cause.DENIED;
            case 401 -> Cause.DENIED;
            case 404, 410 -> Cause.NOT_FOUND;
            case 451, 511 -> Cause.BLOCKED;
            default ->
                    refused.status() >= 500
                            ? Cause.SERVER_TROUBLE
                            : isPage ? Cause.BLOCKED : Cause.BAD_ANSWER;
        };
    }

    /// What stands in the way where a pull would end so.
    static Cause cause(PullFailure failure) {
        return switch (failure) {
            case PullFailure.BadName _, PullFailure.NotFound _ -> Cause.NOT_FOUND;
            case PullFailure.Unauthorized _ -> Cause.DENIED;
            case PullFailure.BadManifest _, PullFailure.Integrity _ -> Cause.BAD_ANSWER;
            case PullFailure.Network(_, _, var transfer) -> cause(transfer);
            case PullFailure.NoSpace _ -> Cause.NO_SPACE;
            case PullFailure.NotWritable _ -> Cause.STORE_NOT_WRITABLE;
            case PullFailure.Busy _, PullFailure.Disk _, PullFailure.Interrupted _ ->
                    Cause.STORE_BROKEN;
        };
    }

    /// The host that a failure is of.
    static String host(TransferFailure failure, String otherwise) {
        return switch (failure) {
            case TransferFailure.Unresolved it -> it.host();
            case TransferFailure.Unreachable it -> it.host();
            case TransferFailure.HandshakeFailed it -> it.host();
            case TransferFailure.Untrusted it -> it.host();
            case TransferFailure.Cut it -> it.host();
            case TransferFailure.Stalled it -> it.host();
            case TransferFailure.Refused it -> it.host();
            case TransferFailure.ProxyRefused it -> it.host();
            case TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.ProxyUnreachable _ ->
                    otherwise;
            case TransferFailure.Blocked it -> it.host();
            case TransferFailure.WrongRange it -> it.host();
            case TransferFailure.BadRedirect it -> it.host();
            case TransferFailure.Corrupt _ -> otherwise;
        };
    }

    /// What a pull ends with whose `what` met `failure`.
    static PullFailure pull(String what, TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Refused(var host, var status, _, _, var snippet)
                    when status == 401 ->
                    new PullFailure.Unauthorized(host, snippet.isEmpty() ? "HTTP 401" : snippet);
            case TransferFailure.Refused(var host, var status, _, _, _) when status == 404 ->
                    new PullFailure.NotFound(host, what);
            default -> new PullFailure.Network(what, 1, failure);
        };
    }
}
