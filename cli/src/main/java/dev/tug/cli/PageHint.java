package dev.tug.cli;

import dev.tug.failure.Page;

/// What a user can do about a page that came in the place of an answer.
final class PageHint {
    private PageHint() {}

    /// Advice by whose page it is and what for.
    static String of(String host, Page page) {
        var who = page.vendor().isEmpty() ? "this network's filter" : page.vendor();
        return switch (page.kind()) {
            case BLOCK ->
                    who
                            + " forbids "
                            + host
                            + (page.category().isEmpty() ? "" : " as `" + page.category() + "`")
                            + ": ask IT to allow the host, whole, and without scanning; no setting"
                            + " of Tug gets around that, another network may";
            case MALWARE ->
                    who
                            + " takes a file of "
                            + host
                            + " for malware: do not try again, that makes it worse; ask IT to"
                            + " exempt the host, and check the model's name and source";
            case SIZE ->
                    who
                            + " lets no file of that size through: ask IT to exempt "
                            + host
                            + " from scanning";
            case PORTAL ->
                    "this network wants a login or its terms accepted first: open"
                            + " http://neverssl.com in a browser, then run the same command";
            case LOGIN ->
                    "a login is asked for where "
                            + host
                            + " should answer: open https://"
                            + host
                            + " in a browser and log in, or ask IT to let programs through"
                            + " without";
            case PROXY ->
                    who
                            + " cannot reach "
                            + host
                            + " ("
                            + (page.reason().isEmpty() ? "it does not say why" : page.reason())
                            + "): ask whoever runs it";
            case UNKNOWN ->
                    "that is a web page, not a registry's answer: probably a block page of this"
                            + " network's filter; ask IT to allow "
                            + host;
        };
    }
}
