package dev.tug.internal.page;

import dev.tug.failure.Page;
import dev.tug.failure.Page.Kind;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Says whose answer it is that is not what was asked for, and what it means (networks.md 7b).
public final class Judge {
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int LOGIN_REQUIRED = 511;
    private static final int SERVER_ERROR = 500;
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION = 407;

    /// Squid names each of its own pages; `ERR_ACCESS_DENIED 0`.
    private static final String SQUID_ERROR = "X-Squid-Error";

    /// What scanners behind ICAP say beside their page.
    private static final String VIRUS = "X-Virus-Name";

    /// A server's page that has no more to say than the status line: `403 Forbidden`.
    private static final Pattern BARE_STATUS = Pattern.compile("\\s*[45]\\d\\d\\b.{0,40}");

    private static final Pattern STORE_CODE = Pattern.compile("<Code>\\s*(\\w{1,60})\\s*</Code>");

    /// What S3, R2 and Google's store say of an address whose time is over.
    private static final Set<String> EXPIRED =
            Set.of(
                    "AccessDenied",
                    "ExpiredToken",
                    "TokenRefreshRequired",
                    "InvalidToken",
                    "RequestExpired",
                    "RequestTimeTooSkewed",
                    "SignatureDoesNotMatch",
                    "AuthenticationFailed");

    /// Where companies and providers ask who somebody is.
    private static final Pattern LOGIN_ADDRESS =
            Pattern.compile(
                    "(?i)[?&]SAMLRequest=|/adfs/(?:ls|oauth2)|//login\\.microsoftonline\\.com/"
                            + "|//accounts\\.google\\.com/|\\.okta(?:preview)?\\.com/|\\.onelogin\\.com/"
                            + "|/(?:saml2?|idp)/(?:sso|login)|/auth/\\?du=|\\.cloudflareaccess\\.com/");

    private static final Pattern PORTAL_ADDRESS =
            Pattern.compile(
                    "(?i)//(?:[^/]*[.-])?(?:captive|hotspot|portal|wifi|wlan|guest)[^/]*/"
                            + "|/(?:captive|hotspot|guest|splash)(?:[/?._-]|portal)");

    private Judge() {}

    /// Judges an answer that ends a walk; the caller knows already that it is not what was asked for.
    public static Verdict of(Sight sight) {
        var squid = sight.header(SQUID_ERROR);
        if (!squid.isEmpty() && sight.status() != PROXY_AUTHENTICATION) {
            return foreign(
                    sight, new Who("squid", squid.contains("DENIED") ? Kind.BLOCK : Kind.PROXY));
        }
        var who = who(sight);
        if (who.isPresent()) {
            return foreign(sight, who.get());
        }
        if (sight.status() == TOO_MANY_REQUESTS) {
            return new Verdict.RateLimit();
        }
        if (sight.isXml() || !sight.isHtml()) {
            return sight.status() == LOGIN_REQUIRED
                    ? foreign(sight, new Who("", Kind.PORTAL))
                    : ofStore(sight);
        }
        return ofPage(sight);
    }

    /// Judges where a redirect leads before anybody follows it; empty if nothing speaks against it.
    public static Optional<Page> ofRedirect(Sight sight, URI target) {
        var address = target.toString();
        var who =
                Signature.all().stream()
                        .filter(known -> known.place() == Signature.Place.ADDRESS)
                        .filter(known -> known.fits(address))
                        .map(known -> new Who(known.vendor(), known.kind()))
                        .findFirst()
                        .or(() ->
                                LOGIN_ADDRESS.matcher(address).find()
                                        ? Optional.of(new Who("", Kind.LOGIN))
                                        : Optional.empty())
                        .or(() ->
                                isPortal(sight.uri(), target)
                                        ? Optional.of(new Who("", Kind.PORTAL))
                                        : Optional.empty());
        return who.map(known ->
                new Page(
                        known.kind(),
                        known.vendor(),
                        Reasons.of("", address).category(),
                        "",
                        new Page.Answer(
                                sight.status(),
                                Printable.of(sight.header("Server")),
                                sight.contentType(),
                                "",
                                "leads to " + Printable.of(target.getHost()))));
    }

    /// Nobody who means well leads from https to http, and a portal has no certificate for the name.
    private static boolean isPortal(URI from, URI target) {
        return "https".equalsIgnoreCase(from.getScheme())
                && "http".equalsIgnoreCase(target.getScheme())
                && PORTAL_ADDRESS.matcher(target.toString()).find();
    }

    private record Who(String vendor, Kind kind) {}

    private static Optional<Who> who(Sight sight) {
        if (sight.isJson()) {
            // A registry's own error, whoever passes it on.
            return Optional.empty();
        }
        var page = sight.isHtml() ? sight.text() : "";
        var forbids = forbids(sight, page);
        return Signature.all().stream()
                .filter(known ->
                        switch (known.place()) {
                            case SERVER -> known.fits(sight.header("Server"));
                            case PAGE -> known.fits(page);
                            case NAME -> forbids && known.fits(page);
                            case ADDRESS -> false;
                        })
                .map(known -> new Who(known.vendor(), known.kind()))
                .findFirst();
    }

    /// Whether a page keeps something from whoever asked; that there is nothing, or that a server
    /// failed, does not.
    private static boolean forbids(Sight sight, String page) {
        return !isOfServers(sight.status())
                && (sight.status() == FORBIDDEN
                        || Reasons.forbid(page)
                        || Reasons.wantLogin(page)
                        || Reasons.nameMalware(page)
                        || Reasons.nameSize(page));
    }

    /// Whether servers answer so themselves, with a page because that is how they are set up.
    private static boolean isOfServers(int status) {
        return switch (status) {
            case UNAUTHORIZED, NOT_FOUND, PROXY_AUTHENTICATION -> true;
            default -> status >= SERVER_ERROR && status != LOGIN_REQUIRED;
        };
    }

    private static Verdict ofStore(Sight sight) {
        var code = STORE_CODE.matcher(sight.text());
        return code.find() && EXPIRED.contains(code.group(1)) && sight.status() < SERVER_ERROR
                ? new Verdict.ExpiredAddress(code.group(1))
                : new Verdict.OriginError();
    }

    private static Verdict ofPage(Sight sight) {
        if (!sight.header(VIRUS).isEmpty()) {
            return foreign(sight, new Who("", Kind.MALWARE));
        }
        if (sight.status() == LOGIN_REQUIRED) {
            return foreign(sight, new Who("", Kind.PORTAL));
        }
        var words = Markup.words(sight.text());
        if (isOfServers(sight.status())) {
            // A page that nobody signed may have its words from the name that was asked for.
            return sight.status() >= SERVER_ERROR
                            && Reasons.titleForbids(Markup.title(sight.text()))
                    ? foreign(sight, new Who("", Kind.BLOCK))
                    : new Verdict.OriginError();
        }
        if (Reasons.nameSize(words)) {
            return foreign(sight, new Who("", Kind.SIZE));
        }
        if (Reasons.nameMalware(words)) {
            return foreign(sight, new Who("", Kind.MALWARE));
        }
        var page = sight.text();
        if (sight.status() == OK) {
            return foreign(sight, new Who("", inPlaceOfSuccess(page, words)));
        }
        var forbids = Reasons.forbid(words);
        return !forbids && BARE_STATUS.matcher(Markup.title(page)).matches()
                ? new Verdict.OriginError()
                : foreign(sight, new Who("", forbids ? Kind.BLOCK : Kind.UNKNOWN));
    }

    private static Kind inPlaceOfSuccess(String page, String words) {
        if (Reasons.wantTerms(page)) {
            return Kind.PORTAL;
        }
        if (Reasons.wantLogin(page)) {
            return Kind.LOGIN;
        }
        return Reasons.forbid(words) ? Kind.BLOCK : Kind.UNKNOWN;
    }

    private static Verdict foreign(Sight sight, Who who) {
        var page = sight.text();
        var words = sight.isHtml() ? Markup.words(page) : page;
        var squid = sight.header(SQUID_ERROR).split(" ", 2)[0];
        var reasons = Reasons.of(words, sight.uri().toString());
        var virus = sight.header(VIRUS);
        var reason =
                Printable.of(!virus.isEmpty() ? virus : squid.isEmpty() ? reasons.reason() : squid);
        return new Verdict.Foreign(
                new Page(
                        kind(who, words, !virus.isEmpty()),
                        who.vendor(),
                        reasons.category(),
                        reason,
                        new Page.Answer(
                                sight.status(),
                                Printable.of(sight.header("Server")),
                                Printable.of(sight.contentType().toLowerCase(Locale.ROOT)),
                                Printable.of(Markup.title(page)),
                                Printable.of(words))));
    }

    /// A vendor's page may be about more than its filter.
    private static Kind kind(Who who, String words, boolean virusNamed) {
        if (who.kind() != Kind.BLOCK) {
            return who.kind();
        }
        if (virusNamed || Reasons.nameMalware(words)) {
            return Kind.MALWARE;
        }
        return Reasons.nameSize(words) ? Kind.SIZE : Kind.BLOCK;
    }
}
