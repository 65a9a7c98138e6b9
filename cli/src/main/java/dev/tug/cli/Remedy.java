package dev.tug.cli;

import dev.tug.diagnosis.Check;

import java.util.Optional;

/// What a user can do about what a check found; for what ends a pull, the pull's own [Hint].
final class Remedy {
    private Remedy() {}

    /// Advice; empty where there is nothing to do.
    ///
    /// @param model as typed, for commands to copy
    static Optional<String> of(Check check, String model) {
        return switch (check.outcome()) {
            case OK, SKIPPED -> Optional.empty();
            case FAIL -> Optional.of(special(check).orElseGet(() -> hint(check, model)));
            case WARN -> Optional.of(bearable(check)).filter(text -> !text.isEmpty());
        };
    }

    private static String hint(Check check, String model) {
        return check.failure().map(failure -> Hint.of(failure, model)).orElse("");
    }

    /// Where a check knows more than the failure of a pull.
    private static Optional<String> special(Check check) {
        return switch (check.cause()) {
            case NAME_HIDDEN -> Optional.of(hidden(check));
            case SIZE_CAPPED ->
                    Optional.of(
                            "ask IT to exempt "
                                    + check.subject()
                                    + " from the limit on the size of downloads");
            case COMPRESSED ->
                    Optional.of(
                            "ask IT to exempt "
                                    + check.subject()
                                    + " from compression and transcoding");
            default -> Optional.empty();
        };
    }

    private static String hidden(Check check) {
        return "this network's name server leads "
                + check.subject()
                + " nowhere: ask IT to allow it; where policy lets you, ask another one with"
                + " `--doh https://cloudflare-dns.com/dns-query`";
    }

    private static String bearable(Check check) {
        var host = check.subject();
        return switch (check.cause()) {
            case INSPECTED ->
                    "nothing to do for Tug; if pulls are slow, ask IT to exempt "
                            + host
                            + " from inspection";
            case PROXY_DOWN ->
                    "nothing to do: Tug takes the next way; tell IT that the proxy is away";
            case UNVERIFIED ->
                    "give the authority with `--cacert FILE`, and leave `--insecure-host` away";
            case STREAMS_CAPPED ->
                    "nothing to do: Tug finds the number that holds and stays below it; `--parts N`"
                            + " sets it";
            case HANDSHAKES_PACED -> "nothing to do: Tug opens connections one after the other";
            case RANGES_STRIPPED ->
                    "nothing to do: Tug fetches each blob in one piece; ask IT to let `Range` pass to "
                            + host
                            + " so that an interrupted pull goes on where it ended";
            case RANGES_WRONG ->
                    "nothing to do: Tug takes no byte that is not the one asked for, and falls back"
                            + " to one request for the whole; ask IT what answers for "
                            + host;
            case SIZE_CAPPED -> "nothing to do: Tug asks for less at a time";
            case HELD ->
                    "be patient: Tug waits for the first byte for up to five minutes, and asks for"
                            + " what passes soonest; ask IT to exempt "
                            + host
                            + " from scanning";
            case LENGTH_STRIPPED -> "nothing to do: Tug takes sizes from the manifest";
            case SOME_ADDRESSES_DEAD -> "nothing to do: Tug takes an address that answers";
            case CLOCK_WRONG ->
                    "set this machine's clock (`timedatectl set-ntp true`): certificates and tokens"
                            + " go by it";
            case OTHER_STORE ->
                    "`tug pull --store DIR` with Ollama's directory, or set OLLAMA_MODELS alike for"
                            + " both; `tug config` shows this one";
            case SLOW ->
                    "try `tug pull`, which waits longer; ask IT to exempt "
                            + host
                            + " from inspection";
            case CUT, SILENT -> "nothing to do at first: Tug goes on at the exact offset";
            case NO_TIME -> "run it again, or on a quieter network";
            default -> "";
        };
    }
}
